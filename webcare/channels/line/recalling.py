"""The tokens that came along with what is answered: for a free answer, to quote it, to show that it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webcare.channels.account import Account
from webcare.channels.inbound import Unparsable
from webcare.channels.line.fields import Shape
from webcare.channels.line.limits import TOKEN_LIFE
from webcare.channels.receipt import Receipt

REPEATS = 5  # events that tell of one message


@dataclass(frozen=True, slots=True)
class Tokens:
    """Each empty where there is none; `reply` is good for one answer, and not for long."""

    reply: str = ""
    quote: str = ""
    read: str = ""
    came_at: datetime | None = None

    def reply_at(self, moment: datetime) -> str:
        """The reply token, as long as LINE surely takes it."""
        return self.reply if self.came_at and moment - self.came_at < TOKEN_LIFE else ""


def recalled(account: Account, message: str) -> Tokens:
    """From the event as it was kept; nowhere else do such words stay."""
    if not message:
        return Tokens()
    kept = Receipt.objects.filter(network="line", posts__external_id=message).order_by("-pk")
    for payload in kept.values_list("payload", flat=True)[:REPEATS]:
        if found := _of(bytes(payload), account, message):
            return found
    return Tokens()


def _of(payload: bytes, account: Account, message: str) -> Tokens | None:
    try:
        call = Shape.read(payload)
        if call.identifier("destination") != account.external_id:
            return None
        for event in call.shapes("events"):
            said = event.maybe_shape("message")
            if said and said.maybe_words("id") == message:
                reply = event.maybe_words("replyToken")
                quote, read = said.maybe_words("quoteToken"), said.maybe_words("markAsReadToken")
                return Tokens(reply, quote, read, event.moment("timestamp"))
    except Unparsable:
        return None
    return None
