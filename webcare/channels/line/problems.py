"""What an error of LINE means for us, as the one error word of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Unparsable
from webcare.channels.line.fields import Shape
from webcare.channels.line.limits import USUAL_WAIT
from webcare.lib.sentence import Sentence

UNTOLD = _("LINE gives no reason")
WAIT = Sentence(_("LINE asks us to wait: %(reason)s."))
USED_UP = Sentence(_("The monthly messages of the plan are used up (%(reason)s); choose a larger plan at LINE."))
BROKEN = Sentence(_("LINE has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("LINE no longer accepts the channel access token (%(reason)s); enter a new one."))
GONE = Sentence(_("It is no longer there on LINE: %(reason)s."))
REFUSED = Sentence(_("LINE refuses (%(status)s): %(reason)s."))
ACCEPTED = _("LINE has this very answer already.")


@dataclass(frozen=True, slots=True)
class Problem:
    """LINE's error; `sent` are the ids of messages that it had accepted before."""

    status: int
    reason: str
    sent: tuple[str, ...] = ()
    wait: timedelta = USUAL_WAIT

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it."""
        try:
            told = Shape.read(response.content)
            details = [each.maybe_words("message") for each in told.shapes("details")]
            named = told.maybe_words("message", "error_description", "error")
            reason = "; ".join(filter(None, [named, *details]))
            sent = tuple(each.identifier("id") for each in told.shapes("sentMessages"))
        except Unparsable:
            return cls(response.status_code, UNTOLD)
        return cls(response.status_code, reason.strip().rstrip(".")[:300] or UNTOLD, sent)

    def says(self, words: str) -> bool:
        """Whether the reason has these in it; there are no codes."""
        return words in self.reason.lower()


class Refused(refused.Refused[Problem]):
    """What LINE will not do."""


def from_response(response: httpx2.Response, *, sends: bool) -> Refused:
    """An answer with an error in it."""
    problem = Problem.of(response)
    return Refused(problem, _meaning(problem, sends=sends))


def _meaning(problem: Problem, *, sends: bool) -> DeliveryError:
    status, reason = problem.status, problem.reason
    if status == 429:
        if problem.says("monthly limit"):
            return DeliveryError(USED_UP(reason=reason), True)
        return DeliveryError(WAIT(reason=reason), retry_after=problem.wait)
    if status == 401:
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if status == 409:
        return DeliveryError(ACCEPTED, True, duplicate=True)
    if status in {404, 410}:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if status >= 500:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    return DeliveryError(REFUSED(status=status, reason=reason), True)
