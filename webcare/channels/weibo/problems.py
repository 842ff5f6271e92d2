"""What an error of Weibo means for us, as the one error word of the border."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.lib.sentence import Sentence

OVER_QUOTA = frozenset({10022, 10023, 10024})
NO_TOKEN = frozenset({*range(21314, 21320), 21327, 21332, 21301})
TOO_FAST = frozenset({20016, 20031})
SAID_BEFORE = frozenset({20017, 20019})
GONE_CODES = frozenset({20101, 20201})
QUOTA_WAIT, PACE_WAIT = timedelta(minutes=15), timedelta(minutes=1)
UNTOLD = _("Weibo gives no reason")
WAIT = Sentence(_("Weibo asks us to wait: %(reason)s."))
BROKEN = Sentence(_("Weibo has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("Weibo no longer accepts our access to this account (%(reason)s); connect it again."))
NOT_PERMITTED = Sentence(
    _("Weibo has not given our application this permission (%(reason)s); ask for it at open.weibo.com.")
)
GONE = Sentence(_("It is no longer there on Weibo: %(reason)s."))
NOBODY = Sentence(_("This person is no longer on Weibo: %(reason)s."))
FORBIDDEN_WORDS = Sentence(_("Weibo does not allow this text: %(reason)s. Write it differently."))
LENGTHY = Sentence(_("The text is too long for Weibo: %(reason)s."))
REFUSED = Sentence(_("Weibo refuses (%(status)s): %(reason)s."))
DUPLICATE = _("Weibo has this very text from us already.")


@dataclass(frozen=True, slots=True)
class Problem:
    """Weibo's error object; `status` is that of HTTP."""

    status: int
    code: int
    reason: str

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it."""
        body = _object(response.text)
        said, code = body.get("error"), body.get("error_code")
        reason = said.strip().rstrip(".")[:300] if isinstance(said, str) and said.strip() else UNTOLD
        number = int(code) if isinstance(code, int | str) and str(code).isascii() and str(code).isdigit() else 0
        return cls(response.status_code, number, reason)


def from_response(response: httpx2.Response, *, sends: bool) -> DeliveryError:
    """An answer with an error in it."""
    problem = Problem.of(response)
    code, reason = problem.code, problem.reason
    if code in OVER_QUOTA or problem.status == 429:
        return DeliveryError(WAIT(reason=reason), retry_after=QUOTA_WAIT)
    if code in TOO_FAST:
        return DeliveryError(WAIT(reason=reason), retry_after=PACE_WAIT)
    if code in SAID_BEFORE:
        return DeliveryError(DUPLICATE, True, duplicate=True)
    if code in NO_TOKEN or problem.status == 401:
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if code in GONE_CODES or problem.status in {404, 410}:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if problem.status >= 500 or code in {10001, 10009, 10010}:
        return DeliveryError(BROKEN(status=problem.status, reason=reason), unknown=sends and problem.status >= 500)
    return DeliveryError(_about_the_wish(problem), True)


def _about_the_wish(problem: Problem) -> str:
    sentences = {10014: NOT_PERMITTED, 20003: NOBODY, 20012: LENGTHY, 20013: LENGTHY, 20021: FORBIDDEN_WORDS}
    if problem.code in sentences:
        return sentences[problem.code](reason=problem.reason)
    return REFUSED(status=problem.code or problem.status, reason=problem.reason)


def _object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
