"""How LinkedIn names people and things: by URNs, and one post in three ways."""

import re

from sandbox.network import Network
from sandbox.world.users import User
from sandbox.world.wall import Entry

POST = re.compile(r"urn:li:(?:activity|share|ugcPost):([0-9]{1,19})\Z")
COMMENT = re.compile(r"urn:li:comment:\((?:urn:li:)?(?:activity|share|ugcPost):([0-9]{1,19}),([0-9]{1,19})\)\Z")
ORGANIZATION = re.compile(r"urn:li:organization:([0-9]{1,19})\Z")


def actor_urn(user: User) -> str:
    """A page is an organisation; a member has a number of letters, so that nobody takes it for one."""
    return f"urn:li:organization:{user.id}" if user.is_brand else f"urn:li:person:m{user.id}"


def member_with(network: Network, known: str) -> User | None:
    user = network.world.users.get(known.removeprefix("m")) if known.startswith("m") else None
    return user if user and not user.is_brand else None


def activity_urn(post_id: str) -> str:
    """As comments know the post."""
    return f"urn:li:activity:{post_id}"


def share_urn(post_id: str) -> str:
    """As its author knows it."""
    return f"urn:li:share:{post_id}"


def comment_urn(post_id: str, comment_id: str) -> str:
    return f"urn:li:comment:({activity_urn(post_id)},{comment_id})"


def short_comment_urn(post_id: str, comment_id: str) -> str:
    """As notifications write it."""
    return f"urn:li:comment:(activity:{post_id},{comment_id})"


def person_id(page: User, user: User) -> str:
    """The same to every page."""
    return actor_urn(user)


def entry_id(network: Network, page: User, entry: Entry) -> str:
    """As programs hear of it."""
    return share_urn(entry.id) if entry.is_post else comment_urn(entry.post_id, entry.id)


def entry_with(network: Network, page: User, known: str) -> Entry | None:
    """The post or comment of that name."""
    post, comment = POST.match(known), COMMENT.match(known)
    entry = network.world.feed.get(comment[2] if comment else post[1] if post else "")
    if entry is None or entry.is_post is not bool(post) or (comment and entry.post_id != comment[1]):
        return None
    return entry
