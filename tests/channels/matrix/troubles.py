"""Everything that may go wrong between a network and us, and which of it a network cannot have, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from webcare.bench.street import SQUARES, Square
from webcare.channels.registry import adapter

WAITING = 2  # seconds that a network asks for while it is asked
PAUSE = 90  # seconds that it wants before the next answer; much more than we would wait by ourselves

# How a network answers when it is asked for what we missed, or for what an event left out.
ASKED: dict[str, dict[str, Any]] = {
    "429 with Retry-After": {"reads": ["rate_limited"], "retry_after": WAITING},
    "429 without Retry-After": {"reads": ["rate_limited"], "retry_after": 0},
    "500": {"reads": ["server_error"]},
    "503": {"reads": ["unavailable"]},
    "hang": {"reads": ["hanging"], "hang_seconds": 0.2},
    "reset": {"reads": ["dropped"]},
    "malformed answer": {"reads": ["malformed"]},
    "token revoked": {"reads": ["unauthorized"]},
    "permission missing": {"reads": ["forbidden"]},
    "account suspended": {"reads": ["suspended"]},
}
# How events come, of themselves or fetched.
TOLD: dict[str, dict[str, Any]] = {
    "slow": {"slow": 0.1},
    "schema with surprises": {"surprises": True},
    "duplicate ×3": {"repeat": 3},
    "reordered": {},
    "a day late": {},
    "clock 10 minutes behind": {},
    "wrong signature": {"corrupt_signature": 1},
    "malformed event": {"malformed": 1},
    "deleted upstream": {},
    "clock 10 minutes ahead": {},  # the last: what a network says after it would be older than what it has said
}
# How a network answers when something is sent. What helps after a while (or is looked up) has to stand there in the end.
PASSING: dict[str, dict[str, Any]] = {
    "429 with Retry-After": {"sends": ["rate_limited"], "retry_after": PAUSE},
    "429 without Retry-After": {"sends": ["rate_limited"], "retry_after": 0},
    "500": {"sends": ["server_error"]},
    "500 after accept": {"sends": ["server_error_accepted"]},
    "503": {"sends": ["unavailable"]},
    "hang": {"sends": ["hanging"], "hang_seconds": 0.2},
    "hang after accept": {"sends": ["hanging_accepted"], "hang_seconds": 0.2},
    "reset": {"sends": ["dropped"]},
    "reset after accept": {"sends": ["dropped_accepted"]},
    "malformed answer": {"sends": ["malformed"]},
    "malformed answer after accept": {"sends": ["malformed_accepted"]},
    "slow": {"slow": 0.1},
    "schema with surprises": {"surprises": True},
    "duplicate ×3": {"repeat": 3},
    "reordered": {"sends": ["dropped_accepted"]},
    "our clock 10 minutes ahead": {"sends": ["dropped_accepted"]},
    "our clock 10 minutes behind": {"sends": ["dropped_accepted"]},
    "a day late": {},
}
# What only people can mend: the agent is told, and once it is mended the same answer leaves.
LASTING: dict[str, dict[str, Any]] = {
    "token revoked": {"sends": ["unauthorized"]},
    "permission missing": {"sends": ["forbidden"]},
    "account suspended": {"sends": ["suspended"]},
    "deleted upstream": {},
}
NOT_SIGNED = "we prove ourselves by a token or a password; that one is the row “token revoked”"


@dataclass(frozen=True)
class Cell:
    """One place of the matrix; with a `reason` the network cannot have it."""

    square: Square
    direction: str
    trouble: str
    faults: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.square.name}-{self.direction}-{self.trouble}"


def cells() -> Iterator[Cell]:
    """The whole matrix."""
    for square in SQUARES:
        for trouble, faults in ASKED.items():
            yield Cell(square, "in", trouble, faults, _never_asked(square))
        for trouble, faults in TOLD.items():
            yield Cell(square, "in", trouble, faults, _never_told(square, trouble))
        for trouble, faults in (PASSING | LASTING).items():
            yield Cell(square, "out", trouble, faults, _never_sent(square, trouble))
        yield Cell(square, "out", "wrong signature", reason=NOT_SIGNED)


def _never_asked(square: Square) -> str:
    can = adapter(square.network).capabilities
    return (
        "" if can.polls or can.completes else "it calls us, brings again what we did not take, and is asked for nothing"
    )


def _never_told(square: Square, trouble: str) -> str:
    if trouble in {"wrong signature", "malformed event", "duplicate ×3"} and square.network in FETCHED:
        return "it never calls us: what is fetched comes over TLS, broken answers are above, repeats are known by their ids"
    if trouble == "deleted upstream" and (square.remove is None or square.network in UNTOLD):
        return "it tells nobody that somebody has taken their words away"
    return BACKDATED if trouble.startswith(("a day", "clock")) and square.network in NOW_ONLY else ""


def _never_sent(square: Square, trouble: str) -> str:
    if trouble == "429 with Retry-After" and square.network in UNTIMED:
        return "it never says how long to wait: the row “429 without Retry-After”"
    if trouble == "500 after accept" and square.network in WORD_IS_KEPT:
        return WORD_IS_KEPT[square.network]
    if trouble.startswith("our clock") and not adapter(square.network).capabilities.reconciles:
        return "it is never asked what stands there since when, so that our clock plays no part"
    if trouble == "deleted upstream" and square.remove is None:
        return "nothing can be taken away there by who wrote it"
    return ""


# Where none of this can be, for a reason that stays true; every other network has a `Square`.
OUTSIDE = {
    "webchat": "its threads stand in our own database: browsers call our own door, and an answer leaves over no wire",
    "notes": "nobody writes there and nothing leaves: a person of ours writes down what was said elsewhere, in a form of ours",
}
UNTIMED = {"weibo", "wechat", "line", "email"}
WORD_IS_KEPT = {
    "email": "a server that says 4xx has not taken the mail (RFC 5321, 4.2.1); a repeat has the same Message-ID all the same",
}
SILENT = {  # whom, or in which cells, find_sent() may ask without learning whether the answer stands there
    "email": "that it is not in the Sent folder proves nothing, since not every server files what it sends",
    "line-out-our clock 10 minutes behind": "by our clock it may have left under a reply token, of which LINE tells nothing",
}
RENEWED = {
    "x",
    "bluesky",
    "linkedin",
    "wechat",
}  # whose access is renewed at once, so that an answer leaves although a token has ended
DISTRUSTED = {"email"}  # whoever writes dates it: a date that has not come yet is not believed
FETCHED = {"telegram", "email", "weibo", "mastodon", "bluesky"}  # as the stand connects them
NOW_ONLY = {"weibo"}
UNTOLD = {"weibo"}  # who asks it for what was said hears nothing of what was taken away
BACKDATED = "its lists go by number, and nobody can put in a post with an older one"
