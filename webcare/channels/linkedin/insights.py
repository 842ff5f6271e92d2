"""What became of our comments on LinkedIn, and how many follow the page."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.account import Account
from webcare.channels.insight import Insight
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.fields import Shape, comment_urn
from webcare.channels.linkedin.limits import follower_edge


def of(account: Account, external_ids: Sequence[str]) -> list[Insight]:
    """Reactions and answers, never how often a comment was seen. What is gone stands among the answer's errors."""
    asked = ",".join(named(each) for each in external_ids)
    with understood():
        results = Api(account).get(f"socialActions?ids=List({asked})").maybe_shape("results")
        found = {comment_urn(urn): results.shape(urn) for urn in results.values} if results else {}
        return [_insight(urn, found[urn]) for urn in external_ids if urn in found]


def followers(account: Account) -> int | None:
    """Members who follow the page."""
    path = f"networkSizes/{named(account.external_id)}?edgeType={follower_edge(account)}"
    with understood():
        return Api(account).get(path).maybe_count("firstDegreeSize")


def _insight(urn: str, told: Shape) -> Insight:
    likes, comments = told.maybe_shape("likesSummary"), told.maybe_shape("commentsSummary")
    return Insight(
        urn,
        likes=_first(likes, "aggregatedTotalLikes", "totalLikes"),
        replies=_first(comments, "aggregatedTotalComments", "totalFirstLevelComments"),
    )


def _first(told: Shape | None, *names: str) -> int | None:
    counts = [told.maybe_count(name) for name in names] if told else []
    return next((count for count in counts if count is not None), None)
