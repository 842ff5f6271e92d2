"""What became of our answers on Facebook, and how many follow the page."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.facebook.api import Api
from webcare.channels.insight import Insight
from webcare.channels.meta import insights
from webcare.channels.meta.api import understood

FIELDS = "id,like_count,comment_count"


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """Facebook counts reactions to a comment and answers to it, and never how often it was seen."""
    with understood():
        return [
            Insight(one.identifier("id"), likes=one.maybe_count("like_count"), replies=one.maybe_count("comment_count"))
            for one in insights.read(Api.of(account), external_ids, FIELDS)
        ]


def followers(account: Account) -> int | None:
    """Who follows the page, whether they like it or not."""
    with understood():
        return Api.of(account).get("me", fields="id,followers_count").maybe_count("followers_count")
