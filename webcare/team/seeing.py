"""A notice was looked at: it is neither shown again by another tab nor sent by e-mail."""

from __future__ import annotations

from webcare.ledger.change import changed
from webcare.lib.now import now
from webcare.team.notice import Notice
from webcare.team.person import Person


def show(person: Person, notice_id: int) -> bool:
    """Whether this tab may raise the browser notification: only the first that asks."""
    return bool(Notice.objects.filter(person=person, pk=notice_id, shown_at=None).update(shown_at=now()))


def see(person: Person, notice_id: int) -> bool:
    """The person opened this one; False when it was seen before."""
    return bool(_see(person, pk=notice_id))


def see_at(person: Person, path: str) -> int:
    """The person opened the page that these lead to."""
    return _see(person, path=path)


def see_all(person: Person) -> int:
    """The person waved all of them away."""
    return _see(person)


def _see(person: Person, **which: object) -> int:
    seen = Notice.objects.unseen().filter(person=person, **which).update(seen_at=now())
    if seen:
        changed([f"person:{person.pk}"])
    return seen
