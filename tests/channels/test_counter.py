"""Events that come in together are kept together, and each request hears what became of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, connection

from tests.racing import race
from webcare.channels.counter import MOST, PATIENCE, Counter
from webcare.channels.handed import Handed
from webcare.channels.receipt import Receipt, keep_all
from webcare.lib.database import LIMITS
from webcare.lib.strain import is_strain

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 40


def event(number: int, application: int | None = None) -> Handed:
    return Handed("x", f"key {number:04d}", b'{"number": %d}' % number, application)


def hand_in_together(counter: Counter, events: Sequence[Handed]) -> Sequence[object]:
    """What each of as many threads was told, in the order of the events."""
    return race(*(partial(counter.hand_in, each) for each in events))


class Slow:
    """Writes as the database does, but lets all others arrive while it writes the first."""

    def __init__(self, crowd: int) -> None:
        self.batches: list[int] = []
        self.crowd = crowd
        self.counter = Counter(self)

    def __call__(self, events: Sequence[Handed]) -> None:
        waits = threading.Event()
        while not self.batches and len(self.counter._waiting) < self.crowd - len(events):
            waits.wait(0.001)
        self.batches.append(len(events))
        keep_all(events)


def test_all_are_kept_in_a_few_commits() -> None:
    slow = Slow(CROWD)
    events = [event(number) for number in range(CROWD)]
    assert hand_in_together(slow.counter, events) == [None] * CROWD
    kept = {receipt.key: bytes(receipt.payload) for receipt in Receipt.objects.all()}
    assert kept == {each.key: each.payload for each in events}
    assert len(slow.batches) == 2 and sum(slow.batches) == CROWD <= MOST


def test_the_same_event_at_many_counters_is_kept_once() -> None:
    counters = [Counter(keep_all) for _ in range(4)]
    acts = [partial(counter.hand_in, event(number)) for number in range(10) for counter in counters]
    for _ in range(5):
        assert set(race(*acts)) == {None}
    assert Receipt.objects.count() == 10


def test_one_that_cannot_be_kept_takes_no_other_along() -> None:
    slow = Slow(CROWD)
    events = [event(number, application=999_999 if number == 7 else None) for number in range(CROWD)]
    told = hand_in_together(slow.counter, events)
    assert [place for place, error in enumerate(told) if error] == [7]
    assert isinstance(told[7], IntegrityError)
    assert Receipt.objects.count() == CROWD - 1


def test_everybody_hears_of_a_database_that_is_gone_and_the_next_are_served() -> None:
    is_gone = True

    def write(events: Sequence[Handed]) -> None:
        if is_gone:
            raise OperationalError("the disk is full")
        keep_all(events)

    counter = Counter(write)
    told = hand_in_together(counter, [event(number) for number in range(CROWD)])
    assert all(isinstance(error, OperationalError) for error in told)
    is_gone = False
    assert hand_in_together(counter, [event(number) for number in range(CROWD)]) == [None] * CROWD
    assert Receipt.objects.count() == CROWD


def test_who_waits_longer_than_a_network_does_is_sent_away_and_the_counter_goes_on() -> None:
    """The first one writes for long; the second one gives up, the third one comes when all is well again."""
    writes, goes_on = threading.Event(), threading.Event()

    def write(events: Sequence[Handed]) -> None:
        writes.set()
        goes_on.wait()
        keep_all(events)

    def hand_in_first() -> None:
        counter.hand_in(event(1))
        connection.close()

    counter = Counter(write, patience=0.05)
    first = threading.Thread(target=hand_in_first)
    first.start()
    writes.wait()
    with pytest.raises(OperationalError) as told:
        counter.hand_in(event(2))
    assert is_strain(told.value), "the network is asked to come again"
    goes_on.set()
    first.join()
    counter.hand_in(event(2))
    assert set(Receipt.objects.values_list("key", flat=True)) == {event(1).key, event(2).key}


def test_nobody_waits_for_our_answer_as_long_as_a_network_gives_up() -> None:
    most_impatient = 3.0  # LinkedIn; WeChat gives five seconds, X ten
    assert most_impatient > PATIENCE
    assert LIMITS["web"].lock < most_impatient
