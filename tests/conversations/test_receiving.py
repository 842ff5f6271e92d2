"""From what a network handed in to messages in their thread: once, in any order, with nothing lost."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.world import World
from tests.x_events import arrive, deleted, direct, post
from webcare.channels.account import Account
from webcare.channels.receipt import DEADLY, Receipt, keep
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.customers.handle import Handle
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def x(world: World) -> Account:
    return world.x


def test_a_post_becomes_a_message_in_a_conversation_that_waits(x: Account) -> None:
    asked = now() - timedelta(minutes=4)
    arrive(x, post(x, "@lowlandair waar blijft mijn koffer, ik wacht al twee uur?", id="11", at=asked))
    assert receive_waiting() == 1
    message = Message.objects.get()
    conversation = message.conversation
    assert (message.external_id, message.language, message.ours) == ("11", "nl", False)
    assert conversation.waiting_since == message.counts_from
    assert abs(message.counts_from - asked) < timedelta(seconds=1)
    assert conversation.handle.handle == "bramdw"
    assert not Receipt.objects.pending().exists()


def test_the_same_post_under_two_kinds_of_event_is_one_message(x: Account) -> None:
    arrive(
        x,
        post(x, "@lowlandair hello?", id="11"),
        post(x, "@lowlandair hello?", id="11", event_type="post.reply.create"),
    )
    receive_waiting()
    assert Message.objects.count() == 1


def test_a_thousand_repeats_of_one_event_are_one_receipt_and_one_message(x: Account) -> None:
    event = post(x, "@lowlandair hello, is anybody there?", id="11")
    arrive(x, *([event] * 1000))
    assert Receipt.objects.count() == 1
    receive_waiting()
    arrive(x, event)
    receive_waiting()
    assert Message.objects.count() == 1


def test_a_late_repeat_under_another_event_id_changes_nothing(x: Account) -> None:
    arrive(x, post(x, "@lowlandair hello?", id="11"))
    receive_waiting()
    before = Conversation.objects.get().version
    arrive(x, post(x, "@lowlandair hello?", id="11"))
    receive_waiting()
    assert Message.objects.count() == 1
    assert Conversation.objects.get().version == before


def test_several_messages_in_a_row_are_one_piece_of_work_due_from_the_first(x: Account) -> None:
    first = now() - timedelta(minutes=9)
    arrive(
        x,
        post(x, "@lowlandair where is my bag?", id="11", at=first),
        post(
            x,
            "@lowlandair it is blue and has a red ribbon.",
            id="12",
            conversation="11",
            at=first + timedelta(minutes=3),
        ),
    )
    receive_waiting()
    conversation = Conversation.objects.get()
    assert conversation.waiting_messages == 2
    clock = Clock.objects.get()
    assert clock.started_at == conversation.waiting_since == Message.objects.earliest("counts_from").counts_from


def test_an_answer_in_the_networks_own_app_is_taken_in_as_ours_and_stops_the_clock(x: Account) -> None:
    asked = now() - timedelta(minutes=9)
    arrive(x, post(x, "@lowlandair where is my bag?", id="11", at=asked))
    receive_waiting()
    answer = post(
        x, "@bramdw On its way to you. ^NB", id="12", author=x.external_id, handle="lowlandair", conversation="11",
        answers="11", at=asked + timedelta(minutes=5), event_type="post.create",
    )  # fmt: skip
    arrive(x, answer)
    receive_waiting()
    clock = Clock.objects.get()
    assert clock.stopped_at is not None
    assert round((clock.stopped_at - clock.started_at).total_seconds()) == 300
    assert Conversation.objects.get().waiting_since is None


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_any_order_of_arrival_ends_in_the_same_truth(x: Account, order: tuple[int, ...]) -> None:
    asked = now() - timedelta(minutes=20)
    events = [
        post(x, "@lowlandair where is my bag?", id="11", at=asked),
        post(x, "@lowlandair where is my blue bag?", id="12", conversation="11", versions=("11",), at=asked + timedelta(minutes=1)),
        post(x, "@bramdw On its way. ^NB", id="13", author=x.external_id, handle="lowlandair", conversation="11",
             answers="11", at=asked + timedelta(minutes=5), event_type="post.create"),
        post(x, "@lowlandair and when exactly does it get here?", id="14", conversation="11", answers="13", at=asked + timedelta(minutes=7)),
    ]  # fmt: skip
    for place in order:
        arrive(x, events[place])
        receive_waiting()
    theirs = Message.objects.filter(ours=False).order_by("counts_from")
    assert [message.text for message in theirs] == [
        "@lowlandair where is my blue bag?",
        "@lowlandair and when exactly does it get here?",
    ]
    assert Message.objects.filter(ours=True).count() == 1
    conversation = Conversation.objects.get()
    assert conversation.waiting_since == theirs[1].counts_from
    stopped = Clock.objects.get(stopped_at__isnull=False)
    running = Clock.objects.get(stopped_at=None, cancelled_at=None)
    assert stopped.stopped_at is not None
    assert stopped.stopped_at - stopped.started_at <= timedelta(minutes=5)
    assert running.started_at == theirs[1].counts_from


def test_a_deletion_takes_the_text_away_everywhere(x: Account) -> None:
    arrive(x, post(x, "@lowlandair my passport number is 1234567", id="11"))
    receive_waiting()
    arrive(x, deleted(x, "11"))
    receive_waiting()
    message = Message.objects.get()
    assert message.text == "" and message.deleted_at is not None
    conversation = Conversation.objects.get()
    assert (conversation.preview, conversation.waiting_since) == ("", None)
    assert not Clock.objects.running().exists()


def test_a_deletion_that_comes_before_its_post_wins_all_the_same(x: Account) -> None:
    arrive(x, deleted(x, "11"))
    receive_waiting()
    arrive(x, post(x, "@lowlandair I should not have said this", id="11"))
    receive_waiting()
    assert not Message.objects.exists()


def test_thanks_neither_reopen_nor_start_a_clock(x: Account, world: World) -> None:
    arrive(x, post(x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    Conversation.objects.get().close(world.anna)
    arrive(x, post(x, "@lowlandair thank you so much! 🙏", id="12", conversation="11", answers="11"))
    receive_waiting()
    conversation = Conversation.objects.get()
    assert conversation.closed_at is not None and conversation.waiting_since is None
    assert Clock.objects.running().count() == 0


def test_a_question_reopens_what_was_closed(x: Account, world: World) -> None:
    arrive(x, post(x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    Conversation.objects.get().close(world.anna)
    arrive(x, post(x, "@lowlandair hello, it is still not here?", id="12", conversation="11"))
    receive_waiting()
    conversation = Conversation.objects.get()
    assert conversation.closed_at is None
    assert conversation.waiting_messages == 1


def test_a_direct_message_and_a_post_of_one_person_are_two_conversations_of_one_handle(x: Account) -> None:
    arrive(x, post(x, "@lowlandair where is my bag?", id="11"), direct(x, "my booking is K7PQ2M, can you look?"))
    receive_waiting()
    assert set(Conversation.objects.values_list("private", flat=True)) == {True, False}
    assert Handle.objects.count() == 1


def test_two_people_under_one_post_have_a_conversation_each(x: Account) -> None:
    arrive(
        x,
        post(x, "@lowlandair is the flight late?", id="11", conversation="1"),
        post(
            x, "@lowlandair same question here?", id="12", conversation="1", author="556", handle="sanne", name="Sanne"
        ),
    )
    receive_waiting()
    assert Conversation.objects.count() == 2


def test_our_answer_further_down_a_public_thread_stands_with_whom_it_answers(x: Account) -> None:
    """Sanne joins under Bram's post; the network's app shows us both, and our answer to her comes in the same batch."""
    asked = now() - timedelta(minutes=9)
    arrive(
        x,
        post(x, "@lowlandair is the flight late?", id="11", at=asked),
        post(x, "@lowlandair same question here?", id="12", conversation="11", answers="11", author="556",
             handle="sanne", name="Sanne", at=asked + timedelta(minutes=1)),
    )  # fmt: skip
    answer = post(
        x, "@sanne On time. ^NB", id="13", author=x.external_id, handle="lowlandair", conversation="11", answers="12",
        at=asked + timedelta(minutes=2), event_type="post.create",
    )  # fmt: skip
    answer["data"]["payload"]["in_reply_to_user_id"] = "556"
    answer["includes"]["tweets"] = [
        {"id": "12", "text": "…", "author_id": "556", "referenced_tweets": [{"type": "replied_to", "id": "11"}]},
        {"id": "11", "text": "…", "author_id": "555"},
    ]
    arrive(x, answer)
    receive_waiting()
    ours = Message.objects.get(ours=True)
    assert ours.conversation.handle.handle == "sanne"
    assert Conversation.objects.get(handle__handle="bramdw").waiting_since is not None


def test_a_poisoned_event_is_set_aside_and_stops_nobody(x: Account) -> None:
    keep("x", "broken", b'{"data": {"event_type": "post.mention.create", "payload": 7}}')
    keep("x", "rubbish", b"\xff\xfe not json")
    arrive(x, post(x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    assert Message.objects.count() == 1
    aside = Receipt.objects.set_aside()
    assert aside.count() == 2
    assert all(receipt.error for receipt in aside)


def test_an_event_for_an_unknown_account_is_set_aside_and_can_be_played_again(x: Account, world: World) -> None:
    stranger = Account(network="x", external_id="42", brand=world.air)
    arrive(stranger, post(stranger, "@somebody hello there, anyone?", id="11"))
    arrive(x, post(x, "@lowlandair where is my bag?", id="12"))
    receive_waiting()
    assert Message.objects.count() == 1
    receipt = Receipt.objects.set_aside().get()
    assert "42" in receipt.error
    stranger.save()
    assert receipt.play_again(world.joost)
    receive_waiting()
    assert Message.objects.filter(external_id="11").exists()
    assert not receipt.play_again(world.joost)


def test_the_networks_clock_running_ahead_never_starts_a_clock_in_the_future(x: Account) -> None:
    arrive(x, post(x, "@lowlandair where is my bag?", id="11", at=now() + timedelta(minutes=10)))
    receive_waiting()
    message = Message.objects.get()
    assert message.counts_from == message.received_at
    assert Clock.objects.get().started_at == message.received_at


def test_what_the_network_delivers_late_counts_from_the_post_and_is_marked(x: Account) -> None:
    arrive(x, post(x, "@lowlandair where is my bag?", id="11", at=now() - timedelta(minutes=30)))
    receive_waiting()
    assert Clock.objects.get().late_delivered


def test_every_script_and_invisible_mark_survives(x: Account) -> None:
    text = "@lowlandair \u202emirror\u202c שלום مرحبا 你好 한국어 👩‍👩‍👧‍👦 z\u0335\u0321a\u200bb?"
    arrive(x, post(x, text, id="11"))
    receive_waiting()
    assert Message.objects.get().text == text


def test_a_batch_costs_the_same_number_of_queries_for_one_and_for_fifty(x: Account) -> None:
    def cost(count: int, start: int) -> int:
        arrive(
            x,
            *(
                post(x, f"@lowlandair where is bag number {n}?", author=str(start + n), handle=f"p{start + n}")
                for n in range(count)
            ),
        )
        with CaptureQueriesContext(connection) as queries:
            receive_waiting()
        return len(queries)

    receive = cost(1, 1000)
    assert cost(50, 2000) <= receive + 2


def test_so_much_is_taken_at_once_as_a_process_can_bear(x: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        post(x, f"@lowlandair hello {number}?", id=str(100 + number), author=str(700 + number)) for number in range(5)
    ]
    arrive(x, *events)
    monkeypatch.setattr("webcare.channels.receipt.BYTES", 2 * max(len(json.dumps(event)) for event in events))
    assert [receive_waiting() for _ in range(4)] == [2, 2, 1, 0]
    assert Message.objects.count() == 5


def test_whoever_ends_while_it_loads_its_models_has_taken_nothing(x: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed() -> None:
        raise SystemExit

    arrive(x, post(x, "@lowlandair hello?", id="100", author="700"))
    monkeypatch.setattr("webcare.conversations.receiving.load", killed)
    with pytest.raises(SystemExit):
        receive_waiting()
    receipt = Receipt.objects.get()
    assert (receipt.attempts, receipt.leased_until) == (0, None)


def test_an_event_that_ends_whoever_reads_it_goes_alone_and_is_set_aside_at_last(x: Account) -> None:
    arrive(
        x,
        *(
            post(x, f"@lowlandair hello {number}?", id=str(100 + number), author=str(700 + number))
            for number in range(3)
        ),
    )
    deadly = Receipt.objects.order_by("pk")[1]
    died = 0
    while taken := Receipt.objects.claim(500):  # a process that is killed at the deadly one, as often as it takes
        if deadly in taken and deadly.pk and Receipt.objects.get(pk=deadly.pk).attempts <= DEADLY:
            died += 1
            Receipt.objects.filter(leased_until__isnull=False).update(leased_until=None)
            continue
        Receipt.objects.filter(pk__in=[receipt.pk for receipt in taken]).update(
            leased_until=None, attempts=F("attempts") - 1
        )
        receive_waiting()
    assert died == DEADLY
    assert set(Receipt.objects.set_aside()) == {deadly}
    assert Message.objects.count() == 2
