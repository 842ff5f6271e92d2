"""Telegram's calls at our door: the word that we gave it says that it is Telegram, and for which bot it calls."""

from __future__ import annotations

import hashlib
import hmac

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.inbound import Unparsable
from webcare.channels.telegram.fields import Shape
from webcare.lib.keyring import proof_key

HEADER = "x-telegram-bot-api-secret-token"


def secret_token(application_key: str, bot: str) -> str:
    """The word for this bot at this door; made from our own key, so that nobody has to invent and type one."""
    proof = hmac.new(proof_key("telegram webhook"), f"{application_key}:{bot}".encode(), hashlib.sha256)
    return f"{bot}_{proof.hexdigest()}"


def verify(application_key: str, request: WebhookRequest) -> None:
    """Raises BadSignature. The word says nothing of the body; that only Telegram knows it has to do."""
    told = request.headers.get(HEADER, "")
    expected = secret_token(application_key, _bot(request))
    if not hmac.compare_digest(told.encode("utf-8", "replace"), expected.encode()):
        raise BadSignature("The secret token is missing, or is not the one that we gave Telegram for this bot.")


def receipt_key(request: WebhookRequest) -> str:
    """Numbers of updates are those of one bot. Raises ValueError where there is none."""
    try:
        return key_of(_bot(request), Shape.read(request.body).number("update_id"))
    except Unparsable as error:
        raise ValueError(str(error)) from None


def key_of(bot: str, update_id: int) -> str:
    """The same, whether Telegram called us or we asked; `parse` learns from it whose update it is."""
    return f"{bot}:{update_id}"


def _bot(request: WebhookRequest) -> str:
    return request.headers.get(HEADER, "").partition("_")[0][:20]
