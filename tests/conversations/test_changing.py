"""What a network changes afterwards, also when it tells everything at once."""

from datetime import timedelta
from itertools import permutations

import pytest

from tests.world import World
from tests.x_events import arrive, deleted, post
from webcare.channels.receipt import Receipt, play_again
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message, Revision
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.restricting import restrict
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_all_versions_of_a_post_in_one_batch_are_one_message(world: World, order: tuple[int, ...]) -> None:
    versions = [
        post(world.x, "@lowlandair where is my bag?", id="11"),
        post(world.x, "@lowlandair where is my blue bag?", id="12", versions=("11",)),
        post(world.x, "@lowlandair where are my blue bags?", id="13", versions=("11", "12")),
    ]
    arrive(world.x, *(versions[place] for place in order))
    assert receive_waiting() == 3
    message = Message.objects.get()
    assert (message.external_id, message.text) == ("13", "@lowlandair where are my blue bags?")
    assert list(Revision.objects.order_by("pk").values_list("text", flat=True)) == [
        "@lowlandair where is my bag?",
        "@lowlandair where is my blue bag?",
    ]
    assert Conversation.objects.get().waiting_messages == 1


def test_a_post_its_edit_and_its_deletion_in_one_batch_leave_nothing(world: World) -> None:
    arrive(
        world.x,
        deleted(world.x, "12"),
        post(world.x, "@lowlandair where is my blue bag?", id="12", versions=("11",)),
        post(world.x, "@lowlandair where is my bag?", id="11"),
    )
    receive_waiting()
    assert not Message.objects.exclude(text="").exists()
    assert not Conversation.objects.filter(waiting_since__isnull=False).exists()


def test_who_is_muted_does_not_come_back_by_an_edit(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    conversation = Conversation.objects.get()
    restrict(world.noor, conversation.handle, world.x, "mute", "rude")
    conversation.close(world.noor)
    arrive(world.x, post(world.x, "@lowlandair you thieves, where?", id="21", conversation="11"))
    receive_waiting()
    arrive(
        world.x, post(world.x, "@lowlandair you thieves, where is it?", id="22", versions=("21",), conversation="11")
    )
    receive_waiting()
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert Message.objects.get(external_id="22").text == "@lowlandair you thieves, where is it?"


def test_what_was_set_aside_while_somebody_answered_waits_when_it_is_played_again(world: World) -> None:
    hours = timedelta(hours=1)
    first = post(world.x, "@lowlandair where is my bag?", id="11", at=now() - 3 * hours)
    second = post(world.x, "@lowlandair and my dog, is it alive?", id="12", conversation="11", at=now() - 2 * hours)
    arrive(world.x, first, received_at=now() - 3 * hours)
    receive_waiting()
    conversation = Conversation.objects.get()
    arrive(world.x, second, received_at=now() - 2 * hours)
    Receipt.objects.filter(parsed_at=None).update(set_aside_at=now())
    conversation.reply(world.anna, text="Your bag is here.", key="k1")
    play_again(Receipt.objects.all(), world.joost)
    receive_waiting()
    conversation.refresh_from_db()
    unseen = Message.objects.get(external_id="12")
    assert conversation.waiting_since == unseen.counts_from
    assert Clock.objects.filter(conversation=conversation, stopped_by_message=None, first_message=unseen.pk).exists()


def test_what_is_being_stored_while_somebody_writes_is_not_answered_by_it(world: World) -> None:
    """The batch began before the answer was written, and ends after it; its writer cannot have seen the message."""
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    conversation = Conversation.objects.get()
    begun = now()
    conversation.reply(world.anna, text="Your bag is here.", key="k1")
    arrive(world.x, post(world.x, "@lowlandair and my dog?", id="12", conversation="11"), received_at=begun)
    receive_waiting()
    Message.objects.filter(external_id="12").update(stored_at=begun)
    conversation.reply(world.anna, text="Your dog too.", key="k2", automatic=True)  # settles anew
    conversation.refresh_from_db()
    assert conversation.waiting_messages == 1
