"""How hard customers pressed in one round of the soak, and how far behind the house was when they paused. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from webcare.bench.measure import Measure, at_most, ratio_at_least

ENOUGH = 0.97  # of the pace that was asked for
PROMPT = 10.0  # seconds that the oldest post may wait before the house has fallen behind


@dataclass(frozen=True, slots=True)
class Wave:
    """What customers posted at once; `at` in seconds of a clock that nobody sets."""

    at: float
    posts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Round:
    """From one count to the next: `minutes` since the start; `behind` posts were not yet messages when posting paused, the
    oldest of them for `oldest` seconds; after another `caught_up` seconds nothing waited any more."""

    minutes: float
    seconds: float
    posted: int
    behind: int
    oldest: float
    caught_up: float
    pace: float  # posts a second that were asked for

    @property
    def rate(self) -> float:
        """Posts a second that there really were."""
        return self.posted / self.seconds if self.seconds else 0.0

    def __str__(self) -> str:
        return (
            f"{self.minutes:.1f} min: {self.rate:.0f} of {self.pace} posts/s; {self.behind} not yet there, "
            f"the oldest for {self.oldest:.1f} s; all in after {self.caught_up:.1f} s"
        )

    def complaints(self) -> Iterator[str]:
        """What did not keep up; nothing where all did."""
        if self.rate < ENOUGH * self.pace:
            yield f"customers fell behind: {self.rate:.0f} posts a second instead of {self.pace}"
        if self.oldest > PROMPT:
            yield f"the house fell behind: {self.behind} posts were not there yet, the oldest for {self.oldest:.0f} s"

    def measures(self) -> Iterator[Measure]:
        """For the table and the JSON object."""
        when = f"after {self.minutes:.1f} min"
        yield Measure(f"posted, {when}", self.rate, "/s", self.pace, ratio_at_least(ENOUGH))
        yield Measure(f"not yet there, {when}", self.behind, "posts")
        yield Measure(f"the oldest of these, {when}", self.oldest, "s", goal=at_most(PROMPT))
        yield Measure(f"all in, {when}", self.caught_up, "s")


def lag(waves: Sequence[Wave], there: Collection[str], at: float) -> tuple[int, float]:
    """How many posts are not there at `at`, and for how long the oldest of them has stood on its network."""
    missing = [(wave.at, sum(post not in there for post in wave.posts)) for wave in waves]
    since = min((when for when, count in missing if count), default=at)
    return sum(count for _, count in missing), at - since
