"""Posts and comments as the Graph shows them to an account: only the fields that were asked for."""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.instagram.naming import entry_id, who
from sandbox.instagram.places import profiles
from sandbox.meta.call import Call
from sandbox.meta.fields import Field
from sandbox.meta.names import media_url
from sandbox.meta.problems import Problem
from sandbox.meta.said import moment
from sandbox.world.wall import Entry, Span

Json = dict[str, Any]
MEDIA_FIELDS, COMMENT_FIELDS = "id", "id,text,timestamp"
MOST = 100


def entry_shape(call: Call, entry: Entry, fields: Sequence[Field]) -> Json:
    """A field that has no value is left out."""
    shown = {each.name: _shown(call, entry, each) for each in fields}
    return {name: value for name, value in shown.items() if value is not None}


def _shown(call: Call, entry: Entry, field: Field) -> Any:
    if field.name == "replies" and not entry.is_post:
        found = call.network.world.grams.answers_to(entry.id, Span(limit=MOST, newest_first=False))
        return {"data": [entry_shape(call, each, field.fields) for each in found]} if found else None
    if field.name == "media" and not entry.is_post:
        post = call.network.world.grams.get(entry.post_id)
        return entry_shape(call, post, field.fields or (Field("id"),)) if post else None
    known = OF_MEDIA if entry.is_post else OF_COMMENT
    if field.name not in known:
        raise Problem(100, f"Tried accessing nonexisting field ({field.name})")
    return known[field.name](call, entry)


def _id(call: Call, entry: Entry) -> str:
    return entry_id(call.network, call.as_page, entry)


def _author(call: Call, entry: Entry) -> Json | None:
    author = call.network.world.users.get(entry.author_id)
    return who(call.as_page, author) if author else None


def _username(call: Call, entry: Entry) -> str | None:
    author = call.network.world.users.get(entry.author_id)
    return author.username if author else None


def _above(call: Call, entry: Entry) -> str | None:
    above = call.network.world.grams.get(entry.parent_id) if entry.parent_id else None
    return _id(call, above) if above else None


OF_BOTH: dict[str, Callable[[Call, Entry], Any]] = {
    "id": _id,
    "timestamp": lambda _call, entry: moment(entry.created_at),
    "username": _username,
    "like_count": lambda call, entry: profiles(call.network).likes(entry),
}
OF_MEDIA = OF_BOTH | {
    "caption": lambda _call, entry: entry.text or None,
    "media_url": lambda call, entry: media_url(call.network, entry.media_id) or None,
    "permalink": lambda _call, entry: f"https://www.instagram.com/p/{entry.id}/",
}
OF_COMMENT = OF_BOTH | {
    "text": lambda _call, entry: entry.text,
    "from": _author,
    "parent_id": _above,
    "hidden": lambda _call, entry: entry.hidden_at is not None,
}
