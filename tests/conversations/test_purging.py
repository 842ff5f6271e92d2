"""A deletion takes the words of a post away everywhere: nowhere in the database does a copy of them stay."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection

from tests.world import World
from tests.x_events import arrive, deleted, direct, post
from webcare.cases.opening import open_case
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt, keep, play_again
from webcare.channels.template import Chosen
from webcare.conversations.message import Message
from webcare.conversations.purging import purge
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import now
from webcare.reports.recount import recount

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "zwervende parelmoervlinder"


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def x(world: World) -> Account:
    return world.x


def places_with(words: str) -> set[str]:
    """Every column of every table in which the words stand, raw bytes too."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, column_name, data_type FROM information_schema.columns
               WHERE table_schema = 'public' AND data_type IN
                     ('text', 'character varying', 'jsonb', 'bytea', 'tsvector', 'ARRAY')"""
        )
        found = set()
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE %s', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found


def showing(event: dict[str, object], *posts: dict[str, object]) -> dict[str, object]:
    """The event with these posts beside it, as X sends them along."""
    told = json.loads(json.dumps(event))
    told["includes"]["tweets"] = [json.loads(json.dumps(one))["data"]["payload"] for one in posts]
    return dict(told)


def test_a_deletion_leaves_the_words_nowhere(world: World, x: Account) -> None:
    first = post(x, f"@lowlandair {SECRET}, where is it?", id="11")
    arrive(x, first)
    arrive(x, showing(post(x, "@lowlandair I saw that too", id="12", author="777", answers="11"), first))
    arrive(x, showing(post(x, "Look at this @lowlandair", id="13", author="888", quotes="11"), first))
    receive_waiting()
    open_case(Message.objects.get(external_id="11").conversation, world.anna)
    assert {"webcare_message.text", "webcare_message.context", "webcare_receipt.payload"} <= places_with(SECRET)
    assert "webcare_case.title" in places_with(SECRET)
    arrive(x, deleted(x, "11"))
    receive_waiting()
    assert places_with(SECRET) == set()
    assert set(Message.objects.values_list("external_id", "text")) == {
        ("11", ""), ("12", "@lowlandair I saw that too"), ("13", "Look at this @lowlandair"),
    }  # fmt: skip
    assert [shown["external_id"] for shown in Message.objects.get(external_id="13").context] == ["11"]


def test_every_version_of_an_edited_post_goes(x: Account) -> None:
    arrive(x, post(x, f"@lowlandair {SECRET}", id="11"))
    receive_waiting()
    arrive(x, post(x, f"@lowlandair {SECRET}, please", id="12", versions=("11",)))
    receive_waiting()
    assert "webcare_revision.text" in places_with(SECRET)
    arrive(x, deleted(x, "11"))
    receive_waiting()
    assert places_with(SECRET) == set()


@pytest.mark.parametrize("version", [0, 1], ids=["the first version", "the edited one"])
def test_in_every_order_of_arrival_nothing_stays(x: Account, version: int) -> None:
    for number, order in enumerate(permutations(range(4))):
        asked, edit, answer = (str(1000 + 10 * number + place) for place in range(3))
        taken = (asked, edit)[version]
        first = post(x, f"@lowlandair {SECRET}", id=asked)
        events = [
            first,
            post(x, f"@lowlandair my {SECRET}", id=edit, versions=(asked,)),
            showing(post(x, "@lowlandair mine too", id=answer, author="777", answers=asked), first),
            deleted(x, taken),
        ]
        for place in order:
            arrive(x, events[place])
            receive_waiting()
        words = places_with(SECRET)
        assert words == set(), (order, words)


def test_an_event_that_comes_again_after_the_deletion_brings_nothing_back(x: Account) -> None:
    event = post(x, f"@lowlandair {SECRET}", id="11")
    arrive(x, event)
    receive_waiting()
    arrive(x, deleted(x, "11"))
    receive_waiting()
    arrive(x, post(x, f"@lowlandair {SECRET}", id="11", event_type="post.reply.create"))
    receive_waiting()
    assert places_with(SECRET) == set()
    assert Message.objects.count() == 1


def test_a_direct_message_goes_too(x: Account) -> None:
    arrive(x, direct(x, f"My {SECRET}", id="21"))
    receive_waiting()
    arrive(x, deleted(x, "21"))
    receive_waiting()
    assert places_with(SECRET) == set()


def test_an_event_that_was_set_aside_loses_the_words_and_can_still_be_played_again(world: World, x: Account) -> None:
    event = post(x, f"@lowlandair {SECRET}", id="11")
    event["data"]["filter"]["user_id"] = "999999"  # an account that is connected only later
    arrive(x, event)
    receive_waiting()
    assert Receipt.objects.set_aside().count() == 1
    arrive(x, deleted(x, "11"))
    receive_waiting()
    assert places_with(SECRET) == set()
    Account.objects.create(network="x", external_id="999999", brand=world.air, handle="lowland2")
    assert play_again(Receipt.objects.set_aside(), world.joost) == 1
    receive_waiting()
    assert not Receipt.objects.set_aside().exists()
    assert not Message.objects.exclude(text="").exists()


def test_our_own_answer_that_was_taken_down_leaves_nothing_in_its_delivery(world: World, x: Account) -> None:
    arrive(x, post(x, "@lowlandair hello?", id="11"))
    receive_waiting()
    conversation = Message.objects.get().conversation
    chosen = Chosen("found/en", {"body.1": SECRET})
    answer = conversation.reply(world.anna, text=f"About your {SECRET}", key="k1", template=chosen)
    assert answer.delivery
    Delivery.objects.filter(pk=answer.delivery.pk).update(sent_at=now(), external_id="31")
    Message.objects.filter(pk=answer.pk).update(external_id="31", sent_at=now())
    arrive(x, deleted(x, "31", author=x.external_id))
    receive_waiting()
    assert places_with(SECRET) == set()


def test_the_recount_reads_redacted_events_as_before(x: Account) -> None:
    asked = now() - timedelta(minutes=20)
    arrive(x, post(x, f"@lowlandair {SECRET}?", id="11", at=asked), received_at=asked)
    arrive(x, post(x, "@lowlandair and my seat?", id="14", author="888", at=asked), received_at=asked)
    receive_waiting()
    assert recount().waiting == 2
    arrive(x, deleted(x, "11"))
    receive_waiting()
    assert recount().waiting == 1


def test_a_mail_with_the_id_of_an_erased_one_in_another_mailbox_is_kept(world: World) -> None:
    """Senders choose the ids of mails, so that an erasure in one mailbox says nothing about another."""
    other = Account.objects.create(
        network="email", external_id="holidays@lowland.example", brand=world.air, handle="holidays@lowland.example"
    )
    mail = b"From: Mia <mia@example.org>\r\nMessage-ID: <one@example.org>\r\nSubject: Hello\r\n\r\nWhere is my bag?\r\n"
    keep("email", "a", mail, account=world.mail)
    receive_waiting()
    purge(Message.objects.get())
    keep("email", "b", mail, account=other)
    receive_waiting()
    assert Message.objects.get(account=other).text == "Where is my bag?"
    assert bytes(Receipt.objects.get(account=other).payload) == mail
    assert b"bag" not in bytes(Receipt.objects.get(account=world.mail).payload)
