"""What the customer has read, and what reached them, stands at our messages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Seen
from webcare.conversations.changing import NotSentYet
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.seeing import see
from webcare.demo import cast
from webcare.ledger.change import Change
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def talk(world: World) -> Conversation:
    """Two answers of ours, a minute apart, and a question between."""
    talk = world.conversation(cast.BRAM, "Where is my bag?", private=True)
    for minutes, by in ((30, world.anna), (20, None), (10, world.anna)):
        message = world.message(talk, "In Bergen", by=by)
        Message.objects.filter(pk=message.pk).update(sent_at=now() - timedelta(minutes=minutes))
    Change.objects.all().delete()
    return talk


def ours(talk: Conversation) -> list[Message]:
    return list(talk.messages.filter(ours=True).order_by("sent_at"))


def test_everything_of_ours_up_to_a_moment_is_read(world: World, talk: Conversation) -> None:
    at = now() - timedelta(minutes=15)
    see(world.x, Seen(world.x.external_id, at, thread_key=talk.thread_key, upto=at))
    first, second = ours(talk)
    assert (first.seen_at, first.delivered_at) == (at, at)
    assert (second.seen_at, second.delivered_at) == (None, None)
    assert not talk.messages.filter(ours=False, seen_at__isnull=False).exists()
    assert list(Change.objects.values_list("topic", flat=True)) == [talk.topic]


def test_the_first_moment_stands_whatever_is_told_later_or_again(world: World, talk: Conversation) -> None:
    early, late = now() - timedelta(minutes=8), now() - timedelta(minutes=2)
    for at in (late, early, late, early):
        see(world.x, Seen(world.x.external_id, at, thread_key=talk.thread_key, upto=at))
    assert [message.seen_at for message in ours(talk)] == [early, early]
    Change.objects.all().delete()
    see(world.x, Seen(world.x.external_id, late, thread_key=talk.thread_key, upto=late))
    assert not Change.objects.exists(), "a repeat is no news"


def test_what_arrived_is_not_read_and_what_was_read_has_arrived(world: World, talk: Conversation) -> None:
    first, second = ours(talk)
    arrived, read = now() - timedelta(minutes=5), now() - timedelta(minutes=7)
    see(world.x, Seen(world.x.external_id, arrived, (str(first.external_id), "unknown"), delivered=True))
    first.refresh_from_db()
    assert (first.delivered_at, first.seen_at) == (arrived, None)
    see(world.x, Seen(world.x.external_id, read, (str(first.external_id),)))
    first.refresh_from_db()
    assert (first.delivered_at, first.seen_at) == (read, read)
    second.refresh_from_db()
    assert second.delivered_at is None


def test_nobody_reads_for_somebody_else(world: World, talk: Conversation) -> None:
    other = world.conversation(cast.MARTA, "And mine?", private=True)
    see(world.x, Seen(world.x.external_id, now(), thread_key=other.thread_key, upto=now()))
    see(world.x, Seen(world.x.external_id, now(), thread_key="nobody's", upto=now()))
    see(world.mail, Seen(world.mail.external_id, now(), (str(ours(talk)[0].external_id),)))
    see(world.x, Seen(world.x.external_id, now()))
    assert not Message.objects.filter(seen_at__isnull=False).exists()


def test_what_left_by_our_own_clock_may_be_a_little_later_than_the_networks(world: World, talk: Conversation) -> None:
    first, _ = ours(talk)
    assert first.sent_at
    upto = first.sent_at - timedelta(seconds=2)
    see(world.x, Seen(world.x.external_id, now(), thread_key=talk.thread_key, upto=upto - timedelta(minutes=1)))
    assert not talk.messages.exclude(seen_at=None).exists()
    see(world.x, Seen(world.x.external_id, now(), thread_key=talk.thread_key, upto=upto))
    assert talk.messages.exclude(seen_at=None).get() == first


@pytest.mark.parametrize("by_thread", [True, False])
def test_word_of_an_answer_that_is_just_leaving_waits_until_it_has_left(
    world: World, talk: Conversation, by_thread: bool
) -> None:
    at = now()
    everything = Seen(world.x.external_id, at, thread_key=talk.thread_key, upto=at)
    told = everything if by_thread else Seen(world.x.external_id, at, ("not-known-yet",))
    leaving = Delivery.objects.create(
        account=world.x, outgoing={"thread_key": talk.thread_key}, release_at=at, sending_at=at
    )
    with pytest.raises(NotSentYet):
        see(world.x, told, may_wait=True)
    assert {message.seen_at for message in ours(talk)} == {None}
    newest = ours(talk)[-1]
    Message.objects.filter(pk=newest.pk).update(external_id="not-known-yet", delivery=leaving)
    Delivery.objects.update(sent_at=at)
    see(world.x, told, may_wait=True)
    assert ours(talk)[-1].seen_at == at


def test_word_of_an_answer_that_never_comes_to_be_known_does_not_wait_for_ever(
    world: World, talk: Conversation
) -> None:
    at = now()
    Delivery.objects.create(account=world.x, outgoing={"thread_key": talk.thread_key}, release_at=at, sending_at=at)
    see(world.x, Seen(world.x.external_id, at, ("never-known",)), may_wait=False)
    assert {message.seen_at for message in ours(talk)} == {None}
