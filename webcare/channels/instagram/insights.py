"""What became of our answers on Instagram, and how many follow the account."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.insight import Insight
from webcare.channels.instagram.api import Api
from webcare.channels.meta import insights
from webcare.channels.meta.api import path_id, understood

FIELDS = "id,like_count"


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """Only likes: answers to an answer hang below the customer's comment, so that nobody counts them for ours."""
    with understood():
        return [
            Insight(one.identifier("id"), likes=one.maybe_count("like_count"))
            for one in insights.read(Api.of(account), external_ids, FIELDS)
        ]


def followers(account: Account) -> int | None:
    """As on the profile."""
    with understood():
        told = Api.of(account).get(path_id(account.external_id), fields="id,followers_count")
        return told.maybe_count("followers_count")
