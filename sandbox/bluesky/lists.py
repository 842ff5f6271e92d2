"""What the app shows a program: notifications, posts, threads, what an account said, people."""

from collections.abc import Iterable

from sandbox.bluesky import naming
from sandbox.bluesky.door import Call, Json
from sandbox.bluesky.naming import POST
from sandbox.bluesky.problems import Problem, invalid
from sandbox.bluesky.repo import root_of
from sandbox.world.sky import Record
from sandbox.world.users import User

POSTS_AT_ONCE, DEEP = 25, 80


async def notifications(call: Call) -> Json:
    limit = call.number("limit", 50, 100)
    found = call.network.world.sky.notices(call.account.id, call.texts("reasons", 20), call.cursor(), limit)
    views = call.views
    told: Json = {"notifications": [view for each in found if (view := views.notice(each))], "priority": False}
    return told | ({"cursor": str(found[-1].number)} if len(found) == limit else {})


async def author_feed(call: Call) -> Json:
    """Newest first; `posts_no_replies` leaves answers out."""
    actor, limit = _actor(call), call.number("limit", 50, 100)
    found = call.network.world.sky.listed(POST, owner_id=actor.id, below=call.cursor(), limit=limit)
    replies = call.request.query_params.get("filter", "posts_with_replies") != "posts_no_replies"
    shown = [{"post": view} for each, view in _viewed(call, found) if replies or "reply" not in each.value]
    return {"feed": shown} | ({"cursor": str(found[-1].number)} if len(found) == limit else {})


async def posts(call: Call) -> Json:
    """Those that stand; of the others nothing is said."""
    found = [_post(call, uri) for uri in call.texts("uris", POSTS_AT_ONCE)]
    return {"posts": [view for _, view in _viewed(call, [each for each in found if each])]}


async def thread(call: Call) -> Json:
    """The post, what is above it, and what is below it."""
    record = _post(call, call.text("uri"))
    view = call.views.post(record) if record else None
    if record is None or view is None:
        raise Problem(400, "NotFound", f"Post not found: {call.text('uri')}")
    told: Json = {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": _below(call, record, DEEP)}
    return {"thread": told | _above(call, record)}


async def profile(call: Call) -> Json:
    return call.views.detailed(_actor(call))


async def resolve(call: Call) -> Json:
    found = naming.user_of(call.network, call.text("handle"))
    if found is None:
        raise invalid("Unable to resolve handle")
    return {"did": naming.did_of(found.id)}


def _actor(call: Call) -> User:
    found = naming.user_of(call.network, call.text("actor"))
    if found is None:
        raise invalid("Profile not found")
    return found


def _post(call: Call, uri: str) -> Record | None:
    found = call.network.world.sky.get(uri)
    return found if found and found.collection == POST else None


def _viewed(call: Call, records: Iterable[Record]) -> list[tuple[Record, Json]]:
    views = call.views
    return [(each, view) for each in records if (view := views.post(each))]


def _below(call: Call, record: Record, deep: int) -> list[Json]:
    answers = [each for each in call.network.world.sky.below(root_of(record)) if _parent(each) == record.uri]
    kind = "app.bsky.feed.defs#threadViewPost"
    if deep == 0:
        return []
    return [
        {"$type": kind, "post": view, "replies": _below(call, each, deep - 1)} for each, view in _viewed(call, answers)
    ]


def _above(call: Call, record: Record) -> Json:
    uri = _parent(record)
    if not uri:
        return {}
    parent = _post(call, uri)
    view = call.views.post(parent) if parent else None
    if parent is None or view is None:
        return {"parent": {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri, "notFound": True}}
    return {"parent": {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, **_above(call, parent)}}


def _parent(record: Record) -> str:
    return str((record.value.get("reply") or {}).get("parent", {}).get("uri", ""))
