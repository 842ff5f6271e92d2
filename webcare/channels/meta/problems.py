"""What an answer of Meta that is not the hoped-for one means for us, as the one error word of the border."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.lib.sentence import Sentence

USUAL_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=24)
BLOCKED_WAIT = timedelta(hours=1)
OVER_QUOTA = frozenset({4, 17, 32, 341, 613, *range(80_001, 80_009)})
OUTSIDE_WINDOW = frozenset({2018278, 2018065, 1545041})
ANSWERED_BEFORE = 10900  # a comment has its one private reply already
UNTOLD = _("Meta gives no reason")
WAIT = Sentence(_("%(network)s asks us to wait: %(reason)s."))
BROKEN = Sentence(_("%(network)s has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("%(network)s no longer accepts our access (%(reason)s); connect the account again."))
NOT_PERMITTED = Sentence(_("A permission is missing (%(reason)s); connect the account again with all of them."))
TOO_LATE = Sentence(
    _("It is too late for a private answer: %(reason)s. Answer in public, or wait until they write again.")
)
GONE = Sentence(_("It is no longer there on %(network)s: %(reason)s."))
BLOCKED = Sentence(_("%(network)s holds this account back for a while: %(reason)s."))
UNAVAILABLE = Sentence(_("This person cannot be reached in private: %(reason)s."))
SAID_BEFORE = Sentence(_("%(network)s has this very text from us already."))
REPLIED_BEFORE = Sentence(_("This comment has been answered in private before, and %(network)s allows that once."))
REFUSED = Sentence(_("%(network)s refuses (%(status)s): %(reason)s."))


@dataclass(frozen=True, slots=True)
class Problem:
    """Meta's error object; `status` is that of HTTP."""

    status: int
    code: int
    subcode: int
    reason: str
    transient: bool = False

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it."""
        error = _error(response)
        said = (error.get("error_user_msg"), error.get("message"), error.get("error_user_title"))
        reason = next(
            (text.strip().rstrip(".")[:300] for text in said if isinstance(text, str) and text.strip()), UNTOLD
        )
        code, subcode = _number(error, "code"), _number(error, "error_subcode")
        return cls(response.status_code, code, subcode, reason, error.get("is_transient") is True)

    @property
    def closes_the_window(self) -> bool:
        """Whether it only says that the customer's last word is too long ago."""
        return self.code in {10, 100} and self.subcode in OUTSIDE_WINDOW - {1545041}


Meaning = Callable[[Problem], DeliveryError | None]


class Refused(refused.Refused[Problem]):
    """What Meta will not do."""


def from_response(response: httpx2.Response, network: str, *, sends: bool, own: Meaning = lambda _: None) -> Refused:
    """An answer with an error in it; `own` knows the codes that mean something else on this network than on the others."""
    problem = Problem.of(response)
    meant = own(problem) or _meaning(problem, network, waiting(response.headers), sends=sends)
    return Refused(problem, meant)


def waiting(headers: httpx2.Headers) -> timedelta:
    """How long Meta wants us to stay away, from its quota headers; a few minutes where it does not say."""
    told = [minutes for usage in usages(headers) if (minutes := usage.get("estimated_time_to_regain_access", 0)) > 0]
    try:
        after = timedelta(seconds=int(headers["retry-after"]))
    except (KeyError, ValueError, OverflowError):
        after = timedelta(minutes=min(max(told), LONGEST_WAIT.total_seconds() / 60)) if told else USUAL_WAIT
    return min(max(after, timedelta(seconds=1)), LONGEST_WAIT)


def used(headers: httpx2.Headers) -> float | None:
    """Percent of the quota that is nearest to its end; None where Meta tells nothing."""
    names = ("call_count", "total_time", "total_cputime")
    return max((usage[name] for usage in usages(headers) for name in names if name in usage), default=None)


def usages(headers: httpx2.Headers) -> Iterator[Mapping[str, float]]:
    """The numbers in the two quota headers, of the application and of each business use."""
    for name in ("x-app-usage", "x-business-use-case-usage"):
        yield from _numbers(_json(headers.get(name, "")))


def _meaning(problem: Problem, network: str, wait: timedelta, *, sends: bool) -> DeliveryError:
    code, reason = problem.code, problem.reason
    if code in OVER_QUOTA or problem.status == 429:
        return DeliveryError(WAIT(network=network, reason=reason), retry_after=wait)
    if code == 190 or code == 102:  # noqa: PLR1714 - two ways of saying that the token has ended
        return DeliveryError(NO_ACCESS(network=network, reason=reason), True, reauth=True)
    if code == 368:
        return DeliveryError(BLOCKED(network=network, reason=reason), retry_after=BLOCKED_WAIT)
    if code == 506:
        return DeliveryError(SAID_BEFORE(network=network), True, duplicate=True)
    if code == ANSWERED_BEFORE:
        return DeliveryError(REPLIED_BEFORE(network=network), True)
    return _about_the_wish(problem, network, sends=sends)


def _about_the_wish(problem: Problem, network: str, *, sends: bool) -> DeliveryError:
    code, subcode, reason = problem.code, problem.subcode, problem.reason
    if problem.closes_the_window:
        return DeliveryError(TOO_LATE(reason=reason), True)
    if code == 551 or subcode == 1545041:
        return DeliveryError(UNAVAILABLE(reason=reason), True)
    if (code == 100 and subcode == 33) or problem.status in {404, 410}:
        return DeliveryError(GONE(network=network, reason=reason), True, gone=True)
    if code in {10, *range(200, 300)}:
        return DeliveryError(NOT_PERMITTED(reason=reason), True, reauth=code != 10)  # 10 may concern this one post only
    if problem.status >= 500 or code in {1, 2} or problem.transient:
        broken = BROKEN(network=network, status=problem.status, reason=reason)
        return DeliveryError(broken, unknown=sends and problem.status >= 500)
    return DeliveryError(REFUSED(network=network, status=code or problem.status, reason=reason), True)


def _error(response: httpx2.Response) -> Mapping[str, Any]:
    body = _json(response.text)
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _number(error: Mapping[str, Any], name: str) -> int:
    value = error.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _numbers(value: Any) -> Iterator[Mapping[str, float]]:
    """The innermost objects, with what is a number in them."""
    if isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, dict):
        found = {k: v for k, v in value.items() if isinstance(v, int | float) and not isinstance(v, bool)}
        if found:
            yield found
        for each in value.values():
            yield from _numbers(each)
