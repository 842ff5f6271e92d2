"""What an error of a Mastodon server means for us, as the one error word of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Unparsable
from webcare.channels.mastodon.fields import Shape
from webcare.channels.mastodon.limits import LONGEST_WAIT, USUAL_WAIT
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

UNTOLD = _("the server gives no reason")
WAIT = Sentence(_("The Mastodon server asks us to wait: %(reason)s."))
MAINTENANCE = Sentence(_("The Mastodon server is closed for a while (%(status)s): %(reason)s."))
BROKEN = Sentence(_("The Mastodon server has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("The Mastodon server no longer accepts our access (%(reason)s); connect the account again."))
FORBIDDEN = Sentence(_("The Mastodon server does not allow this: %(reason)s."))
GONE = Sentence(_("It is no longer there on Mastodon, or not for us: %(reason)s."))
REFUSED = Sentence(_("The Mastodon server refuses (%(status)s): %(reason)s."))
SHUT_OUT = ("outside the authorized scopes", "login is currently disabled", "pending approval", "confirm your e-mail")


@dataclass(frozen=True, slots=True)
class Problem:
    """The server's error; `wait` until when it wants to be left alone."""

    status: int
    reason: str
    wait: timedelta = USUAL_WAIT

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it; a proxy before it may answer with a page."""
        try:
            told = Shape.read(response.content)
            reason = told.maybe_words("error_description") or told.maybe_words("error")
        except Unparsable:
            reason = ""
        return cls(response.status_code, reason.strip().rstrip(".")[:300] or UNTOLD, _wait(response))


class Refused(refused.Refused[Problem]):
    """What the server will not do."""


def from_response(response: httpx2.Response, *, sends: bool) -> Refused:
    """An answer with an error in it."""
    problem = Problem.of(response)
    return Refused(problem, _meaning(problem, sends=sends))


def _meaning(problem: Problem, *, sends: bool) -> DeliveryError:
    status, reason = problem.status, problem.reason
    if status == 429:
        return DeliveryError(WAIT(reason=reason), retry_after=problem.wait)
    if status == 503:  # whoever says this has not begun
        return DeliveryError(MAINTENANCE(status=status, reason=reason), retry_after=problem.wait)
    if status >= 500 or 300 <= status < 400:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    if status == 401 or (status == 403 and any(each in reason.lower() for each in SHUT_OUT)):
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if status in {404, 410}:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if status == 403:
        return DeliveryError(FORBIDDEN(reason=reason), True)
    return DeliveryError(REFUSED(status=status, reason=reason), True)


def _wait(response: httpx2.Response) -> timedelta:
    """Seconds in one header, or a moment in the other; never for so long that nobody would look again."""
    seconds = response.headers.get("retry-after", "")
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 8:
        wait = timedelta(seconds=int(seconds))
    elif response.status_code == 429 and (reset := _moment(response.headers.get("x-ratelimit-reset", ""))):
        wait = reset - real_now()
    else:
        wait = USUAL_WAIT
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _moment(written: str) -> datetime | None:
    """ISO 8601, or seconds since 1970 as other servers of this kind write it."""
    try:
        if written.isascii() and written.isdigit() and len(written) < 12:
            return datetime.fromtimestamp(int(written), UTC)
        found = datetime.fromisoformat(written)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None
