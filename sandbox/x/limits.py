"""How often each caller may ask for what: fixed windows per endpoint, told in three headers on every answer."""

from dataclasses import dataclass

from sandbox.turnstile import Standing

QUARTER = 15 * 60


@dataclass(frozen=True)
class Limit:
    """`user` and `app` are requests per window for either kind of token."""

    user: int
    app: int = 0
    window: int = QUARTER


def told(standing: Standing) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(standing.limit),
        "x-rate-limit-remaining": str(standing.remaining),
        "x-rate-limit-reset": str(standing.reset),
    }
