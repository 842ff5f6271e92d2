"""What became of our posts on Bluesky, and how many follow the account: the counts that everybody sees."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.sessions import understood
from webcare.channels.insight import Insight


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """What is gone is not shown. Nobody counts how often a post was seen."""
    found = Api(account).posts(list(external_ids))
    with understood():
        return [_insight(post) for post in found]


def followers(account: Account) -> int | None:
    """As on the profile."""
    api = Api(account)
    with understood():
        return api.get("app.bsky.actor.getProfile", actor=api.did).maybe_count("followersCount")


def _insight(post: Shape) -> Insight:
    """Reposts and quotes both carry it on."""
    carried_on = [count for name in ("repostCount", "quoteCount") if (count := post.maybe_count(name)) is not None]
    return Insight(
        post.post("uri").uri,
        likes=post.maybe_count("likeCount"),
        replies=post.maybe_count("replyCount"),
        shares=sum(carried_on) if carried_on else None,
    )
