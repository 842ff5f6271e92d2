"""An answer leaves for WeChat: a text or a file, through the customer-service interface."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, Sent
from webcare.channels.calling import understood
from webcare.channels.inbound import Unparsable
from webcare.channels.length import measure
from webcare.channels.template import Chosen
from webcare.channels.wechat import limits
from webcare.channels.wechat.addresses import NAME
from webcare.channels.wechat.api import Api
from webcare.channels.wechat.parse import template_id
from webcare.channels.wechat.templates import is_notice, written
from webcare.lib.limits import MIB
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(
    _("The text takes %(taken)s of the %(limit)s bytes that WeChat has room for; a Chinese character takes three.")
)
NOT_TAKEN = Sentence(_("WeChat does not take %(file)s here."))
LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that WeChat takes here."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Say it once. Raises DeliveryError; with `unknown` where it may have arrived all the same."""
    text = outgoing.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    _check(account, outgoing, text)
    api = Api.of(account)
    if outgoing.template:
        return _template(api, account, outgoing, outgoing.template)
    said = _file(api, outgoing.files[0]) if outgoing.files else {"msgtype": "text", "text": {"content": text}}
    wish = {"touser": outgoing.recipient, **said}
    if colleague := str(account.settings.get("kf_account", "")):
        wish["customservice"] = {"kf_account": colleague}
    api.post("message/custom/send", wish, sends=True)
    return Sent(f"sent:{outgoing.key}", real_now())  # WeChat gives it no id


def _template(api: Api, account: Account, outgoing: Outgoing, chosen: Chosen) -> Sent:
    """Taken at any time from followers, and whether it arrived WeChat tells later; of a notice neither."""
    if is_notice(chosen):
        api.post("message/subscribe/bizsend", {"touser": outgoing.recipient, **written(chosen)}, sends=True)
        return Sent(f"sent:{outgoing.key}", real_now())
    answer = api.post("message/template/send", {"touser": outgoing.recipient, **written(chosen)}, sends=True)
    with understood(NAME, sends=True):
        number = answer.values.get("msgid")
        if isinstance(number, bool) or not isinstance(number, int | str):
            raise Unparsable("msgid is missing.")
        return Sent(template_id(account.external_id, str(number)), real_now())


def _check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what WeChat would say, before anything is sent."""
    length = limits.length(account, outgoing.private)
    if length is None:
        raise DeliveryError(_("WeChat has no public place to answer in."), True)
    if outgoing.template:
        return
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    if (taken := measure(text, length)) > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)
    if len(outgoing.files) > 1 or (text and outgoing.files):
        raise DeliveryError(_("WeChat takes a text or a file in one message; send them one after the other."), True)
    for file in outgoing.files:
        most = limits.VOICE_BYTES if file.content_type in limits.VOICES else limits.FILE_BYTES
        if file.content_type not in limits.PICTURES | limits.VOICES | limits.FILMS:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)
        if len(file.content) > most:
            raise DeliveryError(LARGE(file=file.filename, most=most // MIB), True)


def _file(api: Api, file: OutgoingFile) -> dict[str, Any]:
    kind = {"image": "image", "audio": "voice", "video": "video"}[file.content_type.partition("/")[0]]
    with understood(NAME):
        media_id = api.upload(kind, {"media": (file.filename, file.content, file.content_type)}).words("media_id")
    described = {"title": file.alt or file.filename} if kind == "video" else {}
    return {"msgtype": kind, kind: {"media_id": media_id, **described}}
