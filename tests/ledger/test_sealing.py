"""Whatever is changed in the ledger behind our back is found, and named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.world import World
from webcare.keeping.erasing import erase
from webcare.keeping.forgetting import forget_the_old
from webcare.keeping.term import Kept, Term
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.ledger.sealing import Seal, seal_new, verify
from webcare.lib.now import now, real_now


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def events(world: World) -> list[Event]:
    """Ten events, sealed a while ago."""
    conversation = world.conversation()
    made = [
        record("conversation.skipped", conversation, by=world.anna, why=f"reason {number}", data={"ä": [number, 1.5]})
        for number in range(10)
    ]
    seal_all()
    Seal.objects.update(sealed_at=real_now() - timedelta(hours=2))
    return made


def seal_all() -> None:
    while seal_new():
        pass


def test_an_untouched_ledger_is_sound(events: list[Event]) -> None:
    verdict = verify()
    assert verdict.broken is None
    assert verdict.sealed == Event.objects.count() >= 10
    assert verify(verdict.head).broken is None


TAMPERINGS: dict[str, Callable[[Event], Any]] = {
    "another person": lambda event: Event.objects.filter(pk=event.pk).update(actor_id=1),
    "another verb": lambda event: Event.objects.filter(pk=event.pk).update(verb="conversation.closed"),
    "another time": lambda event: Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(hours=1)),
    "another subject": lambda event: Event.objects.filter(pk=event.pk).update(subject_id=999),
    "another reason": lambda event: Event.objects.filter(pk=event.pk).update(why="a better one"),
    "other details": lambda event: Event.objects.filter(pk=event.pk).update(data={"ä": [7]}),
    "taken out": lambda event: Event.objects.filter(pk=event.pk).delete(),
    "taken out with its seal": lambda event: (
        Event.objects.filter(pk=event.pk).delete(),
        Seal.objects.filter(event_id=event.pk).delete(),
    ),
    "words taken as if erased": lambda event: Seal.objects.filter(event_id=event.pk).update(salt=None),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_tampering_is_found_at_its_row(events: list[Event], how: str) -> None:
    TAMPERINGS[how](events[4])
    broken = verify().broken
    assert broken is not None, how
    after = events[5].pk if how == "taken out with its seal" else events[4].pk
    assert broken.event_id == after
    assert str(after) in str(broken)


def test_two_that_are_exchanged_are_found(events: list[Event]) -> None:
    first, second = events[2], events[3]
    Event.objects.filter(pk=first.pk).update(why=second.why, data=second.data)
    Event.objects.filter(pk=second.pk).update(why=first.why, data=first.data)
    broken = verify().broken
    assert broken is not None and broken.event_id == first.pk


def test_one_that_was_slipped_in_is_found(events: list[Event]) -> None:
    gap = events[0].pk - 1000
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webcare_event (id, at, verb, actor_kind, subject_kind, subject_id, under_kind, why, data, before) "
            "VALUES (%s, now(), 'conversation.closed', '', 'conversation', 1, '', '', '{}', '{}')",
            [gap],
        )
    seal_all()
    broken = verify().broken
    assert broken is not None and broken.event_id == gap


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_noted(events: list[Event]) -> None:
    head = verify().head
    Seal.objects.filter(event_id=events[-1].pk).delete()
    Event.objects.filter(pk=events[-1].pk).delete()
    assert verify().broken is None
    assert verify(head).broken is not None


def test_a_chain_that_somebody_made_without_the_key_is_no_chain(
    events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    Seal.objects.all().delete()
    monkeypatch.setattr("webcare.ledger.sealing.proof_key", lambda _: b"guessed")
    seal_all()
    monkeypatch.undo()
    broken = verify().broken
    assert broken is not None and broken.number == 1


def test_an_erasure_takes_words_and_leaves_the_chain_whole(events: list[Event], world: World) -> None:
    customer = world.conversation().handle.customer
    erase(customer, world.joost, "asked")
    seal_all()
    verdict = verify()
    assert verdict.broken is None
    assert verdict.erased >= 10
    assert not Event.objects.filter(why__startswith="reason").exists()
    Event.objects.filter(pk=events[3].pk).update(why="he was rude")
    broken = verify().broken
    assert broken is not None and broken.event_id == events[3].pk


def test_the_old_end_is_removed_and_the_rest_hangs_on(world: World) -> None:
    conversation = world.conversation()
    old = [record("conversation.skipped", conversation, why=str(number)) for number in range(10)]
    Event.objects.update(at=now() - timedelta(days=400))
    record("conversation.skipped", conversation, why="young")
    seal_all()
    head = verify().head
    Term.objects.create(kept=Kept.LEDGER, days=365)
    forget_the_old()
    assert not Event.objects.filter(pk__in=[event.pk for event in old]).exists()
    assert Event.objects.filter(why="young").exists()
    seal_all()
    verdict = verify(head)
    assert verdict.broken is None
    assert verdict.pruned >= 10
    Event.objects.filter(verb="ledger.pruned").delete()
    assert verify().broken is not None


@pytest.mark.django_db(transaction=True)
def test_late_commits_and_many_writers_leave_no_gap() -> None:
    world = World.build()
    conversation = world.conversation()
    late, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record("conversation.skipped", conversation, by=world.anna, why="begun first, committed last")
            late.set()
            sealed.wait(30)
        connections.close_all()

    def busy() -> None:
        for number in range(20):
            record("conversation.skipped", conversation, by=world.daniel, why=str(number))
            seal_new()
        connections.close_all()

    first = threading.Thread(target=slow)
    first.start()
    late.wait(30)
    others = [threading.Thread(target=busy) for _ in range(4)]
    for thread in others:
        thread.start()
    for thread in others:
        thread.join(60)
    seal_all()
    before = Seal.objects.count()
    sealed.set()
    first.join(30)
    seal_all()
    assert Seal.objects.count() == before + 1 == Event.objects.count()
    assert verify().broken is None
    assert Seal.objects.order_by("-number")[0].event_id < Event.objects.order_by("-pk")[0].pk
