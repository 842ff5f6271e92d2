"""What an answer of Telegram that is not the hoped-for one means for us, as the one error word of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Unparsable
from webcare.channels.telegram.fields import Shape
from webcare.lib.sentence import Sentence

USUAL_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=24)
UNTOLD = _("Telegram gives no reason")
WAIT = Sentence(_("Telegram asks us to wait: %(reason)s."))
BROKEN = Sentence(_("Telegram has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("Telegram no longer accepts the token of this bot (%(reason)s); enter the new one."))
TWO_AT_ONCE = Sentence(
    _("Another program receives for this bot (%(reason)s). A bot serves one program; give webcare one of its own.")
)
UNAVAILABLE = Sentence(_("This person or group cannot be reached: %(reason)s. They have to write to the bot first."))
GONE = Sentence(_("It is no longer there on Telegram: %(reason)s."))
REFUSED = Sentence(_("Telegram refuses (%(status)s): %(reason)s."))
UNCHANGED = "message is not modified"
LOST = (
    "message to be replied not found", "message to reply not found", "replied message not found", "message to edit not found",
    "message to delete not found", "message_id_invalid", "message thread not found",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Telegram's error; `moved_to` is the chat that a group has become."""

    status: int
    reason: str
    wait: timedelta = USUAL_WAIT
    moved_to: str = ""

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem:
        """Whatever the server made of it."""
        try:
            told = Shape.read(response.content)
            more = told.maybe_shape("parameters") or Shape({}, "parameters")
            status, reason = told.maybe_number("error_code") or response.status_code, told.maybe_words("description")
            seconds, moved = more.maybe_number("retry_after"), more.maybe_number("migrate_to_chat_id")
        except Unparsable:
            return cls(response.status_code, UNTOLD)
        wait = USUAL_WAIT if seconds is None else timedelta(seconds=min(max(seconds, 1), 24 * 3600))
        return cls(status, reason.strip().rstrip(".")[:300] or UNTOLD, wait, str(moved or ""))

    def says(self, *words: str) -> bool:
        """Whether the reason has one of these in it; there are no codes."""
        return any(each in self.reason.lower() for each in words)


class Refused(refused.Refused[Problem]):
    """What Telegram will not do."""


def from_response(response: httpx2.Response, *, sends: bool) -> Refused:
    """An answer with an error in it."""
    problem = Problem.of(response)
    return Refused(problem, _meaning(problem, sends=sends))


def _meaning(problem: Problem, *, sends: bool) -> DeliveryError:
    status, reason = problem.status, problem.reason
    if status == 429:
        return DeliveryError(WAIT(reason=reason), retry_after=min(problem.wait, LONGEST_WAIT))
    if status in {401, 404}:  # of a token that was never one Telegram only says that it is not found
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if status == 409:
        return DeliveryError(TWO_AT_ONCE(reason=reason), retry_after=USUAL_WAIT)
    if status == 403 or problem.says("chat not found", "user not found", "peer_id_invalid"):
        return DeliveryError(UNAVAILABLE(reason=reason), True)
    if status >= 500:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    if problem.says(*LOST):
        return DeliveryError(GONE(reason=reason), True, gone=True)
    return DeliveryError(REFUSED(status=status, reason=reason), True)
