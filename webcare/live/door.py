"""Who may listen: the session decides, and a stream ends when its session, its person or its password does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from asgiref.sync import sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils.crypto import constant_time_compare

from webcare.lib.logs import told
from webcare.lib.now import real_now
from webcare.live.audience import Brands, Listener
from webcare.team.brand import Brand
from webcare.team.person import Person, Role

LOOK_AGAIN = 10.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """Who is behind a session, and what they may hear of. When any of it changes, the stream ends and begins anew."""

    person_id: int
    role: str
    brands: Brands


@dataclass(eq=False, slots=True)
class Visitor:
    """A signed-in listener; `gone` is set when it has to leave."""

    session_key: str
    known: Known
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def listener(self) -> Listener:
        return Listener(self.known.person_id, self.known.brands)


class Door:
    """Admits listeners, and looks again at all of them every `LOOK_AGAIN` seconds with three queries."""

    def __init__(self, rouse: Callable[[], None]) -> None:
        """`rouse` wakes the streams, so that whoever has to leave does so at once."""
        self.rouse = rouse
        self.visitors: set[Visitor] = set()

    async def admit(self, session_key: str) -> Visitor | None:
        """The listener behind a session cookie; None when nobody is signed in."""
        known = await sync_to_async(_signed_in)({session_key}) if session_key else {}
        if session_key not in known:
            return None
        visitor = Visitor(session_key, known[session_key])
        self.visitors.add(visitor)
        return visitor

    async def watch(self) -> None:
        """Show those the door whose session has ended, or whose role or brands have changed."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            self.visitors = {visitor for visitor in self.visitors if not visitor.gone.is_set()}
            visitors = list(self.visitors)
            try:
                known = await sync_to_async(_signed_in)({visitor.session_key for visitor in visitors})
            except (DatabaseError, InterfaceError) as error:  # it looks again when the database is back
                log.warning("Nobody knows who is still signed in: %s", told(error))
                continue
            leaving = [one for one in visitors if known.get(one.session_key) != one.known]
            for visitor in leaving:
                visitor.gone.set()
                self.visitors.discard(visitor)
            if leaving:
                self.rouse()


def _signed_in(session_keys: set[str]) -> dict[str, Known]:
    """Whoever is behind each session that is still good."""
    close_old_connections()
    sessions = Session.objects.filter(session_key__in=session_keys, expire_date__gt=real_now())
    data = {row.session_key: SessionStore().decode(row.session_data) for row in sessions}
    ids = {int(content[SESSION_KEY]) for content in data.values() if SESSION_KEY in content}
    people = {person.pk: person for person in Person.objects.working().filter(pk__in=ids)}
    brands = _brands(people)
    return {
        key: Known(person.pk, person.role, brands[person.pk])
        for key, content in data.items()
        if (person := people.get(int(content.get(SESSION_KEY, 0)))) and _same_password(person, content)
    }


def _brands(people: Mapping[int, Person]) -> dict[int, Brands]:
    """What each of them sees, in one query."""
    theirs: dict[int, set[int]] = {pk: set() for pk in people}
    for pk, brand in Brand.objects.filter(teams__people__in=people).values_list("teams__people", "pk"):
        if pk in theirs:
            theirs[pk].add(brand)
    return {pk: None if person.may(Role.ADMINISTRATOR) else frozenset(theirs[pk]) for pk, person in people.items()}


def _same_password(person: Person, content: dict[str, object]) -> bool:
    return constant_time_compare(str(content.get(HASH_SESSION_KEY, "")), person.get_session_auth_hash())
