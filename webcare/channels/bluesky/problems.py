"""What an error of the AT Protocol means for us, as the one error word of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.channels.bluesky.fields import Shape
from webcare.channels.inbound import Unparsable
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

USUAL_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=24)
UNTOLD = _("Bluesky gives no reason")
WAIT = Sentence(_("Bluesky asks us to wait: %(reason)s."))
BROKEN = Sentence(_("Bluesky has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("Bluesky gives us no access to this account (%(reason)s); enter a new app password."))
CLOSED = Sentence(_("Bluesky has closed this account (%(reason)s); its owner has to ask Bluesky why."))
NEEDS_CODE = Sentence(
    _(
        "Bluesky asks for a code from a mail (%(reason)s), as it does for the account's own password. Use an app password."
    )
)
NO_CHATS = _("The app password does not allow private messages; make one that does, or switch private messages off.")
GONE = Sentence(_("It is no longer there on Bluesky: %(reason)s."))
NOT_TO_THEM = Sentence(_("Bluesky lets us not write to this person: %(reason)s."))
CHANGED = Sentence(_("Somebody changed the same thing on Bluesky at this moment: %(reason)s."))
REFUSED = Sentence(_("Bluesky refuses (%(status)s): %(reason)s."))

SHUT = frozenset(
    {"AccountTakedown", "AccountSuspended", "AccountDeactivated", "RepoTakendown", "RepoSuspended", "RepoDeactivated"}
)
LOST = frozenset({"RecordNotFound", "NotFound"})
NOT_THERE = ("could not locate record", "could not find repo")
BLOCKED = frozenset({"BlockedActor", "BlockedByActor"})
NO_TOKEN = frozenset({"AuthMissing", "AuthenticationRequired", "InvalidToken", "ExpiredToken"})
AWAY = frozenset({"UpstreamFailure", "UpstreamTimeout", "InternalServerError", "NotEnoughResources"})
CLOSED_TO_US = ("recipient", "disabled incoming messages", "block between")


@dataclass(frozen=True, slots=True)
class Problem:
    """The name and the sentence of an error; `wait` is how long a server wants to be left alone."""

    status: int
    name: str
    reason: str
    wait: timedelta = USUAL_WAIT

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it."""
        try:
            told = Shape.read(response.content)
            name, said = told.maybe_words("error"), told.maybe_words("message")
        except Unparsable:
            name = said = ""
        reason = said.strip().rstrip(".")[:300] or name[:100] or UNTOLD
        return cls(response.status_code, name, reason, _wait(response))

    @property
    def wants_token(self) -> bool:
        """A new token may help, where the old one ended."""
        return self.name == "ExpiredToken" or (self.name == "InvalidToken" and not self.keeps_chats)

    @property
    def keeps_chats(self) -> bool:
        """The password was made without private messages."""
        return "bad token method" in self.reason.lower() or "bad token scope" in self.reason.lower()


class Refused(refused.Refused[Problem]):
    """What Bluesky will not do."""


def from_response(response: httpx2.Response, *, sends: bool) -> Refused:
    """An answer with an error in it."""
    problem = Problem.of(response)
    return Refused(problem, _meaning(problem, sends=sends))


def _meaning(problem: Problem, *, sends: bool) -> DeliveryError:
    status, name, reason = problem.status, problem.name, problem.reason
    if status == 429 or name == "RateLimitExceeded":
        return DeliveryError(WAIT(reason=reason), retry_after=min(problem.wait, LONGEST_WAIT))
    if problem.keeps_chats:
        return DeliveryError(NO_CHATS, True)
    if no_access := _no_access(problem):
        return DeliveryError(no_access(reason=reason), True, reauth=True)
    if name in AWAY or status >= 500:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    if name in LOST or reason.lower().startswith(NOT_THERE):
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if name == "InvalidSwap":
        return DeliveryError(CHANGED(reason=reason))
    if name in BLOCKED or any(words in reason.lower() for words in CLOSED_TO_US):
        return DeliveryError(NOT_TO_THEM(reason=reason), True)
    return DeliveryError(REFUSED(status=status, reason=reason), True)


def _no_access(problem: Problem) -> Sentence | None:
    if problem.name in SHUT:
        return CLOSED
    if problem.name == "AuthFactorTokenRequired":
        return NEEDS_CODE
    return NO_ACCESS if problem.name in NO_TOKEN or problem.status == 401 else None


def _wait(response: httpx2.Response) -> timedelta:
    """Until the moment that the headers name, in seconds since 1970."""
    told = response.headers.get("ratelimit-reset", "")
    if told.isascii() and told.isdigit() and len(told) <= 11:
        left = datetime.fromtimestamp(int(told), UTC) - real_now()
        return max(left, timedelta(seconds=1))
    return USUAL_WAIT
