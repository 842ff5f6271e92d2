"""What became of our posts on a Mastodon server, and how many follow the account, as far as that server has heard of it."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.insight import Insight
from webcare.channels.mastodon.api import Api, number_of, understood
from webcare.channels.mastodon.fields import Shape


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """What is gone is left out. Nobody counts how often a post was seen."""
    names = {number_of(each): each for each in external_ids}
    with understood():
        found = Api(account).listed("/api/v1/statuses", [("id[]", each) for each in names], _local)
        return [_insight(names[_local(each)], each) for each in found if _local(each) in names]


def followers(account: Account) -> int | None:
    """As on the profile."""
    with understood():
        return Api(account).get("/api/v1/accounts/verify_credentials").count("followers_count")


def _local(status: Shape) -> str:
    return status.identifier("id")


def _insight(external_id: str, status: Shape) -> Insight:
    """Who passes it on and who quotes it both carry it on."""
    carried_on = [count for name in ("reblogs_count", "quotes_count") if (count := status.count(name)) is not None]
    return Insight(
        external_id,
        likes=status.count("favourites_count"),
        replies=status.count("replies_count"),
        shares=sum(carried_on) if carried_on else None,
    )
