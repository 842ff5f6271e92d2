"""What stands on Weibo, read by a program: mentions, comments, one post, people."""

from collections.abc import Sequence

from sandbox.refusing import NotThere
from sandbox.weibo.door import Call, Json
from sandbox.weibo.problems import Problem
from sandbox.weibo.shapes import comment_shape, status_shape, user_shape
from sandbox.world.wall import Entry, Span

MOST = 10_000
LARGEST_PAGE = 200


async def mentions(call: Call) -> Json:
    found = call.network.world.weibo.posts_mentioning(call.account.id, Span(limit=MOST))
    rows, total = _page(call, found)
    return {"statuses": [status_shape(call.network, each) for each in rows], "total_number": total}


async def comment_mentions(call: Call) -> Json:
    return _comments(call, call.network.world.weibo.comments_mentioning(call.account.id, Span(limit=MOST)))


async def comments_to_me(call: Call) -> Json:
    return _comments(call, call.network.world.weibo.comments_to(call.account.id, Span(limit=MOST)))


async def comments_by_me(call: Call) -> Json:
    return _comments(call, call.network.world.weibo.said_by([call.account.id], Span(limit=MOST)))


async def comments_below(call: Call) -> Json:
    found = call.network.world.weibo.comments_below(call.text("id"), Span(limit=MOST))
    return _comments(call, found)


async def status(call: Call) -> Json:
    found = call.network.world.weibo.get(call.text("id"))
    if found is None or not found.is_post:
        raise NotThere("target weibo does not exist!")
    return status_shape(call.network, found, whole=call.asked.get("isGetLongText") == "1")


async def own_id(call: Call) -> Json:
    return {"uid": int(call.account.id)}


async def person(call: Call) -> Json:
    users = call.network.world.users
    if wanted := call.asked.get("uid", ""):
        found = users.get(wanted) if wanted.isdigit() else None
    else:
        name = call.text("screen_name")
        found = users.named(name) or next((each for each in users.everyone() if each.name == name), None)
    if found is None:
        raise Problem(20003, "User does not exists!", 400)
    return user_shape(found)


def _comments(call: Call, found: Sequence[Entry]) -> Json:
    rows, total = _page(call, found)
    return {"comments": [comment_shape(call.network, each) for each in rows], "total_number": total}


def _page(call: Call, found: Sequence[Entry]) -> tuple[Sequence[Entry], int]:
    """Newest first, of those that came after `since_id`."""
    since, count = call.number("since_id", 0), min(call.number("count", 50) or 50, LARGEST_PAGE)
    fresh = [each for each in found if int(each.id) > since]
    start = (max(call.number("page", 1), 1) - 1) * count
    return fresh[start : start + count], len(found)
