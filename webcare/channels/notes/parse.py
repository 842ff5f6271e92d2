"""A note to inbound, pure: what the customer said and, where they were answered at once, what they were told."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Inbound, Parsing, Received, Unparsable
from webcare.channels.shape import Shape

ANSWER = ":answer"  # after a note's id: the id of what was told at once


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """Raises Unparsable."""
    note = Shape.read(payload)
    key, person = _id(note, "key"), _id(note, "person")
    said, told = note.maybe_words("words"), note.maybe_words("answer")
    author = Author(person, handle=note.maybe_words("reach")[:320], name=note.maybe_words("name")[:255])
    account, thread = _id(note, "account"), f"said:{person}"
    heard = Received(
        account=account,
        external_id=key,
        author=author,
        text=said,
        sent_at=note.time("said_at"),
        thread_key=thread,
        private=True,
        language=note.maybe_words("language")[:8],
        subject=note.maybe_words("subject")[:500],
    )
    if not (told or note.flag("answered")):
        return [heard]
    answer = Received(
        account=account,
        external_id=key + ANSWER,
        author=Author(account),
        text=told,
        sent_at=max(note.time("noted_at"), heard.sent_at),
        thread_key=thread,
        private=True,
        ours=True,
        parents=(key,),
        recipient=author,
        language=heard.language,
    )
    return [heard, answer]


def _id(note: Shape, name: str) -> str:
    found = note.words(name)
    if not 0 < len(found) <= 200:
        raise Unparsable(f"{name} is empty or longer than any that we give out.")
    return found
