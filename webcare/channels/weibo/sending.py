"""An answer leaves for Weibo: as a comment below the customer's words, or as a private message."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.length import measure
from webcare.channels.weibo import limits
from webcare.channels.weibo.addresses import MESSAGES, at
from webcare.channels.weibo.api import Api, number_of, understood
from webcare.channels.weibo.private import CHAT
from webcare.channels.weibo.public import comment_id
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that Weibo has room for."))
NO_ADDRESS = _("Weibo wants to know from which IP address is written; fill it in where the account is set up.")


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = outgoing.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    _check(account, outgoing, text)
    return _message(account, outgoing, text) if outgoing.private else _comment(account, outgoing, text)


def rip(account: Account) -> str:
    """The address from which we are said to write."""
    return str(account.settings.get("rip", "")).strip()


def _check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what Weibo would say, before anything is sent."""
    if not text:
        raise DeliveryError(_("There is nothing to send."), True)
    if outgoing.files:
        raise DeliveryError(_("Weibo takes no files with an answer."), True)
    length = limits.length(account, outgoing.private)
    if (taken := measure(text, length)) > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)
    if not outgoing.private and not rip(account):
        raise DeliveryError(NO_ADDRESS, True)


def _comment(account: Account, outgoing: Outgoing, text: str) -> Sent:
    """Below a post, or below a comment, whose author is then told; that is what Weibo calls to reply."""
    api = Api(account)
    said: dict[str, str | int] = {"comment": text, "comment_ori": 0, "rip": rip(account)}
    if outgoing.in_reply_to.startswith("comment:"):
        post = outgoing.thread_key.partition(":")[0]
        cid = number_of(outgoing.in_reply_to, "comment")
        answer = api.post("comments/reply", sends=True, **said, id=post, cid=cid, without_mention=0)
    else:
        post = number_of(outgoing.in_reply_to, "status")
        answer = api.post("comments/create", sends=True, **said, id=post)
    with understood(sends=True):
        return Sent(comment_id(answer.identifier("idstr", "id")), real_now())


def _message(account: Account, outgoing: Outgoing, text: str) -> Sent:
    """To whoever wrote to us before; the token is that of the fans service."""
    api = Api(account, "fans_token")
    asked: dict[str, str | int] = {
        "type": "text",
        "data": quote(json.dumps({"text": text}, ensure_ascii=False)),
        "receiver_id": outgoing.recipient,
        "save_sender_box": 1,
    }
    answer = api.ask("POST", f"{at(api.application, MESSAGES)}/2/messages/reply.json", asked, sends=True)
    if answer.has("result") and not answer.flag("result"):
        raise DeliveryError(_("Weibo did not take the private message."), True)
    return Sent(f"message:{outgoing.key}", real_now(), CHAT.format(outgoing.recipient))
