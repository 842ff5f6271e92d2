"""What became of our posts: the public figures that X counts of each, and how many follow the account."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.insight import Insight
from webcare.channels.x import wishes
from webcare.channels.x.api import Api, path_id, understood
from webcare.channels.x.fields import Shape


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """Each post that is read costs. What is gone X tells beside the others; where all are gone, instead of them."""
    asked = ",".join(path_id(each) for each in external_ids)
    try:
        with understood():
            found = Api.of(account).get("/2/tweets", ids=asked, **wishes.FIGURES)
            return [_insight(post) for post in found.shapes("data")]
    except DeliveryError as error:
        if error.gone:
            return []
        raise


def followers(account: Account) -> int | None:
    """As everybody sees it on the profile."""
    with understood():
        told = Api.of(account).get("/2/users/me", **wishes.FOLLOWERS).shape("data").maybe_shape("public_metrics")
        return told.maybe_count("followers_count") if told else None


def _insight(post: Shape) -> Insight:
    """Reposts and quotes both carry it on. Clicks are for the owner of the app alone, and not among these."""
    told = post.maybe_shape("public_metrics") or Shape({}, "")
    reposts = told.maybe_count("repost_count" if told.has("repost_count") else "retweet_count")
    carried_on = [count for count in (reposts, told.maybe_count("quote_count")) if count is not None]
    return Insight(
        external_id=post.identifier("id"),
        views=told.maybe_count("impression_count"),
        likes=told.maybe_count("like_count"),
        replies=told.maybe_count("reply_count"),
        shares=sum(carried_on) if carried_on else None,
    )
