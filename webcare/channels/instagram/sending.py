"""An answer leaves for Instagram: below a comment, where somebody mentioned us, or as a direct message."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.instagram import limits
from webcare.channels.instagram.api import Api, speaking
from webcare.channels.instagram.comments import MENTION
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.outgoing import check_files, check_text, tidy
from webcare.lib.now import real_now


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = tidy(outgoing.text)
    check(account, outgoing, text)
    if not outgoing.private:
        return _comment(account, outgoing, text)
    first = {"comment_id": path_id(outgoing.goes_on_from)} if outgoing.goes_on_from else {}
    return speaking(account).send(outgoing, text, first)


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what Instagram would say, before anything is sent."""
    check_text("Instagram", limits.length(account, outgoing.private), outgoing, text)
    if not outgoing.private and outgoing.files:
        raise DeliveryError(_("Instagram takes no files in comments."), True)
    is_photo = all(file.content_type in limits.PHOTOS for file in outgoing.files)
    check_files("Instagram", outgoing, limits.MESSAGE_FILES, limits.PHOTO_BYTES if is_photo else limits.FILE_BYTES)


def mention_of(outgoing: Outgoing) -> str:
    """The post of somebody else in which we were mentioned; empty below our own."""
    kind, _bar, rest = outgoing.thread_key.partition(":")
    return rest.partition(":")[0] if kind == MENTION else ""


def _comment(account: Account, outgoing: Outgoing, text: str) -> Sent:
    """Below our own posts an answer hangs under the comment; elsewhere only a mention lets us say something."""
    api, answered = Api.of(account), path_id(outgoing.in_reply_to)
    if place := mention_of(outgoing):
        wish = {"media_id": path_id(place), "message": text}
        wish |= {"comment_id": answered} if answered != place else {}
        answer = api.call("POST", f"{path_id(account.external_id)}/mentions", json=wish, sends=True)
    else:
        answer = api.call("POST", f"{answered}/replies", json={"message": text}, sends=True)
    with understood(sends=True):
        return Sent(answer.identifier("id"), real_now())
