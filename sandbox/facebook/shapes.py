"""Posts, comments, exchanges and messages as the Graph shows them to a page: only the fields that were asked for."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from sandbox.facebook.naming import entry_id, exchange_id, parent_id, who
from sandbox.facebook.places import walls
from sandbox.meta.call import Call, cursor, span_of
from sandbox.meta.fields import Field
from sandbox.meta.names import media_url
from sandbox.meta.problems import Problem
from sandbox.meta.said import moment
from sandbox.world.wall import Entry, Span

Json = dict[str, Any]
ALL = 10_000
ENTRY_FIELDS = "id,from,message,created_time"


def entry_shape(call: Call, entry: Entry, fields: Sequence[Field]) -> Json:
    """A field that has no value is left out."""
    shown = {each.name: _entry_field(call, entry, each) for each in fields}
    return {name: value for name, value in shown.items() if value is not None}


def comments_of(
    call: Call, node: Entry, options: dict[str, str], fields: Sequence[Field]
) -> tuple[list[Json], str | None, Span]:
    """The comments below a post or a comment, the id of the last of them, and which part of all it is."""
    span = span_of(options, newest_first=options.get("order") == "reverse_chronological")
    wall = call.network.world.wall
    if node.is_post:
        found = wall.comments_below(node.id, span, top_level=options.get("filter", "toplevel") != "stream")
    else:
        found = wall.answers_to(node.id, span)
    return [entry_shape(call, each, fields) for each in found], found[-1].id if found else None, span


def _entry_field(call: Call, entry: Entry, field: Field) -> Any:
    if field.name == "comments":
        return _nested(call, entry, field)
    if field.name not in OF_ENTRY:
        raise Problem(100, f"Tried accessing nonexisting field ({field.name})")
    return OF_ENTRY[field.name](call, entry)


def _id(call: Call, entry: Entry) -> str:
    return entry_id(call.network, call.as_page, entry)


def _author(call: Call, entry: Entry) -> Json | None:
    author = call.network.world.users.get(entry.author_id)
    return who(call.as_page, author) if author else None


def _full_picture(call: Call, entry: Entry) -> str | None:
    return media_url(call.network, entry.media_id) or None if entry.is_post else None


def _photo(call: Call, entry: Entry) -> Json | None:
    picture = media_url(call.network, entry.media_id)
    return {"type": "photo", "media": {"image": {"src": picture}}} if picture and not entry.is_post else None


def _above(call: Call, entry: Entry) -> Json | None:
    """A comment right below the post has none."""
    return {"id": parent_id(call.network, call.as_page, entry)} if entry.parent_id else None


def _begun(call: Call, entry: Entry) -> Json | None:
    """The exchange that a private answer began."""
    author = call.network.world.users.get(entry.author_id)
    return {"id": exchange_id(call.as_page, author)} if entry.answered_at and author else None


def _likes(call: Call, entry: Entry) -> int:
    return walls(call.network).likes(entry)


def _answers(call: Call, entry: Entry) -> int | None:
    """Below a comment; those below a post are not counted here."""
    return None if entry.is_post else len(call.network.world.wall.answers_to(entry.id, Span(limit=ALL)))


OF_ENTRY: dict[str, Callable[[Call, Entry], Any]] = {
    "id": _id,
    "from": _author,
    "message": lambda _call, entry: entry.text,
    "created_time": lambda _call, entry: moment(entry.created_at),
    "updated_time": lambda _call, entry: moment(entry.edited_at or entry.created_at),
    "permalink_url": lambda call, entry: f"https://www.facebook.com/{_id(call, entry)}",
    "like_count": _likes,
    "comment_count": _answers,
    "is_hidden": lambda _call, entry: entry.hidden_at is not None,
    "full_picture": _full_picture,
    "attachment": _photo,
    "parent": _above,
    "private_reply_conversation": _begun,
}


def _nested(call: Call, entry: Entry, field: Field) -> Json:
    wanted = field.fields or (Field("id"), Field("from"), Field("message"), Field("created_time"))
    rows, last, span = comments_of(call, entry, field.options, wanted)
    answer: Json = {"data": rows}
    if last is not None:
        answer["paging"] = {"cursors": {"after": cursor(last)}}
        if len(rows) == span.limit:
            node, version = entry_id(call.network, call.as_page, entry), call.request.path_params["version"]
            base = f"{call.network.settings.public_url}/v{version}/{node}/comments"
            kept = {**field.options, "fields": ",".join(each.name for each in wanted)}
            query = urlencode({"access_token": call.token, **kept, "after": cursor(last)})
            answer["paging"]["next"] = f"{base}?{query}"
    return answer
