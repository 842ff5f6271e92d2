"""The two names the network has for the same thing: those of live answers and those of the specification."""

from collections.abc import Iterable
from typing import Any

from sandbox.faults import Dialect

LIVE_TO_SPEC = {
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "tweet_count": "post_count",
    "pinned_tweet_id": "pinned_post_id",
    "tweets": "posts",
}
SPEC_TO_LIVE = {spec: live for live, spec in LIVE_TO_SPEC.items()}


def named(dialect: Dialect, shape: dict[str, Any]) -> dict[str, Any]:
    """The same object with its keys in the dialect of the day; shapes are written with live names."""
    if dialect is Dialect.LIVE:
        return shape
    return {LIVE_TO_SPEC.get(key, key): value for key, value in shape.items()}


def live_names(words: Iterable[str]) -> frozenset[str]:
    """What a caller asked for, whichever names they used; `referenced_tweets.id` loses its `.id`."""
    plain = (word.strip().removesuffix(".id") for word in words)
    return frozenset(SPEC_TO_LIVE.get(word, word) for word in plain if word)
