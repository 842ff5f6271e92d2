"""Posts, comments and people as Weibo shows them to programs."""

from datetime import datetime, timedelta, timezone
from typing import Any

from sandbox.network import Network
from sandbox.world.users import User
from sandbox.world.wall import Entry

Json = dict[str, Any]
BEIJING = timezone(timedelta(hours=8))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = 140  # characters of a post that a list shows


def moment(ms: int) -> str:
    """Such as "Tue May 31 17:46:55 +0800 2011"."""
    at = datetime.fromtimestamp(ms / 1000, BEIJING)
    return f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at:%d %H:%M:%S} +0800 {at.year}"


def user_shape(user: User) -> Json:
    named = {"screen_name": user.name, "name": user.name, "domain": user.username}
    return {**_numbers(user.id), **named, "followers_count": user.followers, "verified": user.verified}


def status_shape(network: Network, entry: Entry, *, whole: bool = False) -> Json:
    """A list shows only the beginning of a long post."""
    shown: Json = {"created_at": moment(entry.created_at), **_numbers(entry.id), "mid": entry.id, "text": entry.text}
    shown |= {"user": _author(network, entry), "pic_urls": _pictures(network, entry)}
    if len(entry.text) > LONG:
        shown["isLongText"] = True
        shown |= {"longText": {"longTextContent": entry.text}} if whole else {}
        shown["text"] = entry.text[:LONG] + "…"
    return shown


def comment_shape(network: Network, entry: Entry, *, with_above: bool = True) -> Json:
    """With the post above it, and the comment that it answers."""
    shown = {"created_at": moment(entry.created_at), **_numbers(entry.id), "mid": entry.id, "text": entry.text}
    shown |= {"user": _author(network, entry)}
    status = network.world.weibo.get(entry.post_id)
    if with_above and status:
        shown["status"] = status_shape(network, status)
    above = network.world.weibo.get(entry.parent_id) if with_above and entry.parent_id else None
    return shown | ({"reply_comment": comment_shape(network, above, with_above=False)} if above else {})


def _author(network: Network, entry: Entry) -> Json | None:
    author = network.world.users.get(entry.author_id)
    return user_shape(author) if author else None


def _pictures(network: Network, entry: Entry) -> list[Json]:
    shown = [{"thumbnail_pic": f"{network.settings.public_url}/media/{entry.media_id}"}]
    return shown if entry.media_id else []


def _numbers(known: str) -> Json:
    return {"id": int(known), "idstr": known}
