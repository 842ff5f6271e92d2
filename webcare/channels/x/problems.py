"""What an answer of X that is not the hoped-for one means for us, as the one error word of the border."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.channels.x.limits import BUDGET_PAUSE, RATE_WINDOW
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

UNTOLD = _("X gives no reason")
WAIT = Sentence(_("X asks us to wait: %(reason)s."))
BROKEN = Sentence(_("X has a problem of its own (%(status)s): %(reason)s."))
USED_UP = Sentence(_("The X credits of this application are used up: %(reason)s."))
GONE = Sentence(_("It is no longer there on X: %(reason)s."))
FORBIDDEN = Sentence(_("X does not let our application do this; check its rights there: %(reason)s."))
PROTECTED = Sentence(_("X does not show or allow us this, the account may be protected: %(reason)s."))
REFUSED = Sentence(_("X refuses (%(status)s): %(reason)s."))


def from_response(response: httpx2.Response, *, sends: bool) -> DeliveryError:
    """An answer with an error status."""
    problem, reason = _problem(response), reason_of(response)
    if response.status_code == 429:
        return DeliveryError(WAIT(reason=reason), retry_after=until_reset(response.headers))
    if response.status_code >= 500:
        return DeliveryError(BROKEN(status=response.status_code, reason=reason), unknown=sends)
    if response.status_code == 401:
        return DeliveryError(_("X no longer accepts our access to this account; connect it again."), True, reauth=True)
    return _refused(response.status_code, problem, reason)


def reason_of(response: httpx2.Response) -> str:
    """What X says about it, without a full stop."""
    return _reason(_problem(response))


def from_partial(errors: list[Mapping[str, Any]]) -> DeliveryError:
    """An answer that says 200 and yet brings only errors."""
    problem = errors[0] if errors else {}
    return _refused(200, problem, _reason(problem))


def until_reset(headers: httpx2.Headers) -> timedelta:
    """How long until the rate limit starts afresh; a whole window where X does not say."""
    try:
        seconds = int(headers["x-rate-limit-reset"]) - real_now().timestamp()
    except (KeyError, ValueError):
        return timedelta(seconds=60)
    return min(max(timedelta(seconds=seconds), timedelta(seconds=1)), RATE_WINDOW * 96)


def _refused(status: int, problem: Mapping[str, Any], reason: str) -> DeliveryError:
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
    told = reason.lower()
    if status == 402 or kind == "usage-capped":
        return DeliveryError(USED_UP(reason=reason), retry_after=BUDGET_PAUSE)
    if kind == "rate-limit-exceeded":
        return DeliveryError(WAIT(reason=reason), retry_after=RATE_WINDOW)
    if "duplicate content" in told or _codes(problem) & {187}:
        return DeliveryError(_("X has this very text from us already."), True, duplicate=True)
    if status in {404, 410} or kind == "resource-not-found" or "deleted or not visible" in told:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if kind in {"client-forbidden", "unsupported-authentication"}:
        return DeliveryError(FORBIDDEN(reason=reason), True)
    if kind == "not-authorized-for-resource":
        return DeliveryError(PROTECTED(reason=reason), True)
    return DeliveryError(REFUSED(status=status, reason=reason), True)


def _problem(response: httpx2.Response) -> Mapping[str, Any]:
    """The problem object, or the first of several, whatever the server made of it."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    if not isinstance(body, dict):
        return {}
    errors = body.get("errors")
    if "type" not in body and isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return {**errors[0], "errors": errors}
    return body


def _reason(problem: Mapping[str, Any]) -> str:
    said = [problem.get(name) for name in ("detail", "message", "error_description", "title", "error")]
    inner = [each.get("message") for each in _errors(problem)]
    return next((text.strip().rstrip(".")[:300] for text in said + inner if isinstance(text, str) and text), UNTOLD)


def _codes(problem: Mapping[str, Any]) -> set[int]:
    return {code for each in (problem, *_errors(problem)) if isinstance(code := each.get("code"), int)}


def _errors(problem: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    errors = problem.get("errors")
    return [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
