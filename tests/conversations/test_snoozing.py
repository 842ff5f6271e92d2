"""What is put off comes back by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.racing import race
from tests.world import World
from webcare.conversations import bulk
from webcare.conversations.claiming import Taken
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import NotPossible, Unchanged
from webcare.conversations.snoozing import next_waking, wake_due
from webcare.ledger.event import Event
from webcare.lib.now import now

HOUR = timedelta(hours=1)


def test_while_it_sleeps_it_does_not_wait_in_the_queue(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    since = conversation.waiting_since
    conversation.snooze(world.anna, now() + HOUR)
    assert not Conversation.objects.waiting().exists()
    assert (conversation.waiting_since, conversation.holder) == (since, None)
    conversation.wake(world.anna)
    assert Conversation.objects.waiting().get() == conversation
    with pytest.raises(Unchanged):
        conversation.wake(world.anna)


def test_only_a_moment_in_the_future_will_do(world: World) -> None:
    conversation = world.conversation()
    with pytest.raises(NotPossible, match="future"):
        conversation.snooze(world.anna, now() - timedelta(seconds=1))
    conversation.close(world.anna)
    with pytest.raises(NotPossible, match="closed"):
        conversation.snooze(world.anna, now() + HOUR)


@pytest.mark.parametrize("zone", ["+00:00", "-12:00", "+14:00"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59", "9999-01-01T00:00", "2200-01-01T00:00", "0001-01-01T00:00"])
def test_a_moment_that_no_calendar_shows_is_refused(world: World, zone: str, moment: str) -> None:
    """Kept, it would make every list with this row fail, for everybody."""
    conversation, until = world.conversation(), datetime.fromisoformat(moment + zone)
    with pytest.raises(NotPossible):
        conversation.snooze(world.anna, until)
    with pytest.raises(NotPossible):
        bulk.snooze([conversation.pk], world.anna, until)
    conversation.refresh_from_db()
    assert conversation.snoozed_until is None


def test_nobody_puts_off_what_somebody_else_is_answering(world: World) -> None:
    conversation = world.conversation()
    conversation.claim(world.anna)
    with pytest.raises(Taken):
        conversation.snooze(world.daniel, now() + HOUR)


def test_putting_it_off_until_later_is_possible_until_the_same_moment_is_not(world: World) -> None:
    conversation = world.conversation()
    until = now() + HOUR
    conversation.snooze(world.anna, until)
    with pytest.raises(Unchanged):
        conversation.snooze(world.anna, until)
    conversation.snooze(world.anna, until + HOUR)
    assert conversation.snoozed_until == until + HOUR


def test_what_is_due_wakes_and_the_rest_sleeps_on(world: World) -> None:
    early, late = world.conversation(), world.conversation()
    early.snooze(world.anna, now() + HOUR)
    late.snooze(world.anna, now() + 3 * HOUR)
    due = next_waking()
    assert due and abs(due - early.snoozed_until) < timedelta(seconds=5)  # type: ignore[operator]  # it was just set
    assert wake_due(now() + 2 * HOUR) == 1
    assert wake_due(now() + 2 * HOUR) == 0
    assert list(Conversation.objects.snoozed()) == [late]
    woken = Event.objects.get(verb="conversation.woken")
    assert (woken.subject_id, woken.actor_id) == (early.pk, None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_wake_it_once(world: World) -> None:
    for _ in range(20):
        world.conversation().snooze(world.anna, now() + HOUR)
    moment = now() + 2 * HOUR
    results = race(lambda: wake_due(moment), lambda: wake_due(moment))
    assert sum(results) == 20  # type: ignore[arg-type]  # counts
    assert Event.objects.filter(verb="conversation.woken").count() == 20
