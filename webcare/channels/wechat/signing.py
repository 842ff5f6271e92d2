"""The proofs that WeChat gives with an event: words in the address, and in the safe mode a seal over the event itself."""

from __future__ import annotations

from webcare.channels import worded
from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.inbound import Unparsable
from webcare.channels.wechat import markup
from webcare.channels.wechat.sealing import opened


def verify(application: Application, request: WebhookRequest) -> None:
    """Raise BadSignature unless WeChat proves itself. Where we hold a key for seals, nothing without one is taken."""
    worded.verify(token(application), request)
    if seal := sealed(application, request):
        worded.prove(token(application), request, "msg_signature", seal)


def unseal(application: Application, request: WebhookRequest) -> bytes:
    """The event that lies in the sealed one; in the compatible mode what stands beside the seal counts for nothing."""
    seal = sealed(application, request)
    if not seal:
        return request.body
    key, app_id = str(application.secrets["encoding_key"]), str(application.settings.get("app_id", ""))
    return opened(key, app_id, seal)


def sealed(application: Application, request: WebhookRequest) -> str:
    """What is encrypted; empty where events come plain, since no key was agreed on."""
    try:
        seal = markup.read(request.body).get("Encrypt", "")
    except Unparsable as error:
        raise BadSignature(str(error)) from None
    if application.secrets.get("encoding_key"):
        if not seal:
            raise BadSignature("The event is not encrypted, although an EncodingAESKey is stored.")
        return seal
    if request.query.get("encrypt_type", "raw") == "aes":
        raise BadSignature("The event is encrypted, and no EncodingAESKey is stored for this application.")
    return ""


def token(application: Application) -> str:
    """The word that was agreed on."""
    return str(application.secrets.get("token", ""))
