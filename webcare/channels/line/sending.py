"""An answer leaves for LINE: free as long as the reply token lasts, else as a message that counts against the plan."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Unparsable
from webcare.channels.length import measure
from webcare.channels.line.api import Api, understood
from webcare.channels.line.fields import IDENTIFIER, Shape
from webcare.channels.line.limits import KEY_LIFE, TEXT
from webcare.channels.line.places import Place
from webcare.channels.line.problems import Refused
from webcare.channels.line.recalling import Tokens, recalled
from webcare.channels.line.tariff import PUSH
from webcare.channels.spending import charge
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that LINE has room for."))
KEYS = uuid.UUID("6f1c0d0a-52f1-4c0e-9d5b-6f3a7c1f9a55")  # in which our keys become those of LINE
UNTOLD = _("LINE does not tell whether an answer by reply token arrived; look in the app.")


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = outgoing.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    _check(outgoing, text)
    api, tokens = Api(account), recalled(account, outgoing.in_reply_to)
    message = {"type": "text", "text": text, **({"quoteToken": tokens.quote} if tokens.quote else {})}
    answer = _replied(api, tokens, message) or _pushed(api, outgoing, message)
    if tokens.read:
        with suppress(DeliveryError):  # the answer has left; that the question was read is a courtesy
            api.post("/v2/bot/chat/markAsRead", {"markAsReadToken": tokens.read})
    return answer


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """None: a push may be repeated under its key for a day, and LINE says what became of the first. Of a reply nobody knows."""
    began = Delivery.objects.filter(key=outgoing.key).values_list("sending_at", flat=True).first()
    if began and (real_now() - began > KEY_LIFE or recalled(account, outgoing.in_reply_to).reply_at(began)):
        raise DeliveryError(UNTOLD, True)
    return None


def retry_key(outgoing: Outgoing) -> str:
    """Our key as LINE wants it; the same each time."""
    return str(uuid.uuid5(KEYS, outgoing.key))


def _check(outgoing: Outgoing, text: str) -> None:
    if not text:
        raise DeliveryError(_("There is nothing to send."), True)
    if outgoing.files:
        raise DeliveryError(_("LINE takes files only from addresses that everybody can open."), True)
    if (taken := measure(text, TEXT)) > TEXT.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=TEXT.limit), True)


def _replied(api: Api, tokens: Tokens, message: dict[str, Any]) -> Sent | None:
    """None where there is no token, or LINE takes it no longer; then nothing was sent."""
    token = tokens.reply_at(real_now())
    if not token:
        return None
    try:
        answer = api.post("/v2/bot/message/reply", {"replyToken": token, "messages": [message]}, sends=True)
    except Refused as error:
        if error.problem.status == 400 and error.problem.says("invalid reply token"):
            return None
        raise
    return _sent(answer)


def _pushed(api: Api, outgoing: Outgoing, message: dict[str, Any]) -> Sent:
    place = Place.behind(outgoing.thread_key)
    to = place.chat if place else outgoing.recipient
    if not IDENTIFIER.match(to):
        raise DeliveryError(_("This is nobody on LINE."), True)
    key = retry_key(outgoing)
    try:
        answer = api.post("/v2/bot/message/push", {"to": to, "messages": [message]}, retry_key=key, sends=True)
    except Refused as error:
        if error.problem.status != 409:
            raise
        charge(api.application, {PUSH: 1})  # by the earlier call, of whose outcome we did not hear
        return Sent(error.problem.sent[0] if error.problem.sent else f"push:{outgoing.key}", real_now())
    charge(api.application, {PUSH: 1})
    return _sent(answer)


def _sent(answer: Shape) -> Sent:
    with understood(sends=True):
        ids = [each.identifier("id") for each in answer.shapes("sentMessages")]
        if not ids:
            raise Unparsable("sentMessages is empty.")
        return Sent(ids[0], real_now())
