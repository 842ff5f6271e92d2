"""What a server listed, in the envelope in which we keep it, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Unparsable
from webcare.channels.mastodon.fields import Shape, known_as
from webcare.channels.mastodon.statuses import author_of, received

STATUS, REACTION, GONE = "status", "reaction", "gone"
SIGNS = {"favourite": "⭐", "reblog": "🔁"}


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """Raises Unparsable, and nothing else."""
    told = Shape.read(payload)
    kind, item = told.words("told"), told.shape("item")
    if kind == GONE:
        server = told.server("server")
        us = known_as(server, told.identifier("account"))
        return [Deleted(us, known_as(server, item.identifier("id")), item.time("at"))]
    if kind == STATUS:
        return [received(told, item, parsing.own_ids)]
    if kind != REACTION:
        raise Unparsable("told is no kind of event.")
    return [_reacted(told, item, parsing)]


def _reacted(told: Shape, notice: Shape, parsing: Parsing) -> Reacted:
    """Who stars and passes on the same post has done both; `also` says what stood there before."""
    server = told.server("server")
    us, author = known_as(server, told.identifier("account")), author_of(server, notice.shape("account"))
    kind = notice.words("type")
    if kind not in SIGNS:
        raise Unparsable(f"{notice.where}.type is no reaction.")
    stands = {kind, *(["favourite", "reblog"] if told.flag("also") else [])}
    return Reacted(
        us,
        known_as(server, notice.shape("status").identifier("id")),
        author,
        tuple(sign for each, sign in SIGNS.items() if each in stands),
        notice.time("created_at"),
        author.external_id in parsing.own_ids | {us},
    )
