"""Let the tweets be posted on the make-believe network, in order, as fast as asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from sandbox.client import Line, Sandbox
from webcare.replay.tweets import Tweet

WAVE = 100


def post_all(network: Sandbox, tweets: Sequence[Tweet], speed: float, say: Callable[[int], None]) -> dict[str, str]:
    """Post them; returns the network's id for every key. `speed` 60 plays an hour in a minute, 0 does not wait at all."""
    ids: dict[str, str] = {}
    pauses = [0.0, *((later.at - earlier.at).total_seconds() for earlier, later in pairwise(tweets))]
    waiting_for = 0.0
    for wave in _waves(list(zip(tweets, pauses, strict=True)), speed):
        waiting_for += sum(pause for _, pause in wave) / speed if speed else 0.0
        if waiting_for > 0.05:
            time.sleep(waiting_for)
            waiting_for = 0.0
        lines = [Line(tweet.handle, tweet.text, in_reply_to=ids.get(tweet.answers)) for tweet, _ in wave]
        ids.update(zip((tweet.key for tweet, _ in wave), network.bulk(lines), strict=True))
        say(len(ids))
    return ids


def _waves(tweets: Sequence[tuple[Tweet, float]], speed: float) -> Iterator[list[tuple[Tweet, float]]]:
    """Groups that may be posted together: nobody answers somebody of the same group; with a speed, one at a time."""
    wave: list[tuple[Tweet, float]] = []
    keys: set[str] = set()
    for tweet, pause in tweets:
        if wave and (speed or len(wave) >= WAVE or tweet.answers in keys):
            yield wave
            wave, keys = [], set()
        wave.append((tweet, pause))
        keys.add(tweet.key)
    if wave:
        yield wave
