"""A call of LINE, which brings several events at once, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from webcare.channels.inbound import Deleted, Inbound, Parsing, Revoked, each_told
from webcare.channels.line.fields import Shape
from webcare.channels.line.messages import pressed, received
from webcare.channels.shape import Listed

PEOPLE = "webcare_people"  # beside the events: profiles by id, asked for by completing.py
SUSPENDED = "LINE has suspended the official account."


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """No events at all is LINE's way to see whether somebody is there. Raises Unparsable, and nothing else."""
    call = Shape.read(payload)
    account, people = call.identifier("destination"), call.maybe_shape(PEOPLE)
    parts: list[Callable[[], Iterable[Inbound]]] = [
        partial(_told, event, account, people) for event in call.every("events")
    ]
    return each_told(parts)


def _told(listed: Listed, account: str, people: Shape | None) -> Sequence[Inbound]:
    """Who follows, joins or watches a film says nothing; LINE adds kinds without notice."""
    event = Shape.at(listed.where, listed.value)
    match event.words("type"):
        case "message":
            return [received(event, account, people)]
        case "postback":
            found = pressed(event, account, people)
            return [found] if found else []
        case "unsend":
            return [Deleted(account, event.shape("unsend").identifier("messageId"), event.moment("timestamp"))]
        case "botSuspended":
            return [Revoked(account, SUSPENDED)]
    return []
