"""Lets a visitor in: as whoever they were, as nobody known, or as the person whom the site names."""

from __future__ import annotations

from django.db import transaction

from webcare.channels.account import Account
from webcare.channels.webchat.identity import Person
from webcare.channels.webchat.session import ChatSession, begin, locked
from webcare.channels.webchat.writing import Ended


def admit(
    account: Account, known: ChatSession | None, person: Person | None, language: str, page: str
) -> tuple[ChatSession, str]:
    """The session that fits, and its token where it is a new one.

    A session that nobody was named in becomes the person's, with all that was said in it; one of somebody else stays
    theirs. Without a person only a session of nobody goes on: what somebody said who was signed in is theirs alone.
    """
    if known is not None and known.person == (person.id if person else ""):
        return known if person is None else _named(known, person), ""
    if known is not None and person is not None and not known.person:
        return _named(known, person), ""
    session, token = begin(account, language, page)
    return session if person is None else _named(session, person), token


def _named(session: ChatSession, person: Person) -> ChatSession:
    """What the site says, and nothing that the visitor left before: that would look as if the site said it."""
    with transaction.atomic():
        row = locked(session)
        if row is None:
            raise Ended
        row.person, row.name, row.email = person.id, person.name, person.email
        row.save(update_fields=["person", "name", "email"])
    return row
