"""A like, theirs or ours: X names the post and its author, and who liked it only among the people that it sends along. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Parsing, Reacted
from webcare.channels.x.fields import Shape
from webcare.channels.x.includes import Includes

HEART = "❤️"


def liked(payload: Shape, includes: Includes, account: str, direction: str, parsing: Parsing) -> Sequence[Reacted]:
    """Nothing where X leaves open who it was."""
    post, own = payload.identifier("liked_tweet_id", "liked_post_id"), parsing.own_ids | {account}
    author = payload.maybe_identifier("liked_tweet_author_id", "tweet_author_id")
    at = payload.time("created_at") if payload.has("created_at") else payload.milliseconds("timestamp_ms")
    if direction == "outbound" or (not direction and author and author not in own):
        return [Reacted(account, post, includes.authors.get(account) or Author(account), (HEART,), at, ours=True)]
    others = [person for person in includes.authors.values() if person.external_id not in own]
    return [Reacted(account, post, others[0], (HEART,), at)] if len(others) == 1 else []
