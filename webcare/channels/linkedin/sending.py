"""An answer leaves for LinkedIn: as a comment below the customer's words, or below the post that names us."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.length import measure
from webcare.channels.linkedin import limits
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.completing import comment_name
from webcare.channels.linkedin.fields import POST, Shape, comment_urn, number_of, post_of
from webcare.channels.linkedin.parse import comment_link
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that LinkedIn has room for."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = tidy(outgoing.text)
    check(account, outgoing, text)
    api = Api(account)
    post, above = place(api, outgoing.in_reply_to)
    body: dict[str, Any] = {"actor": account.external_id, "object": post, "message": {"text": text}}
    body |= {"parentComment": above} if above else {}
    answer = api.call("POST", f"socialActions/{named(above or post)}/comments", json=body, sends=True)
    with understood(sends=True):
        external_id = _name(api, answer, post)
        created = answer.maybe_shape("created")
        at = created.maybe_moment("time") if created else None
    return Sent(external_id, at or real_now(), comment_link(external_id))


def tidy(text: str) -> str:
    """Line ends as LinkedIn counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what LinkedIn would say, before anything is sent."""
    if outgoing.private:
        raise DeliveryError(_("A page on LinkedIn cannot write to anybody in private."), True)
    if outgoing.files:
        raise DeliveryError(_("LinkedIn takes no files with comments here."), True)
    fits(account, text)


def fits(account: Account, text: str) -> None:
    """Raise unless there is something, and not too much of it."""
    if not text:
        raise DeliveryError(_("There is nothing to send."), True)
    length = limits.length(account, private=False)
    if length and (taken := measure(text, length)) > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)


def place(api: Api, answered: str) -> tuple[str, str]:
    """The post, and the comment below which an answer stands: LinkedIn hangs an answer to an answer under the first one."""
    if POST.match(answered):
        return answered, ""
    comment = comment_urn(answered)
    if not comment:
        raise DeliveryError(_("LinkedIn knows nothing under this name."), True)
    with understood():
        told = api.get(f"socialActions/{named(post_of(comment))}/comments/{number_of(comment)}")
        return post_of(comment), told.maybe_comment("parentComment") or comment


def _name(api: Api, answer: Shape, post: str) -> str:
    """From the answer; where that is empty, from the header with its number."""
    if answer.values:
        return comment_name(answer)
    return Shape({"urn": f"urn:li:comment:({post},{api.headers.get('x-restli-id', '')})"}, "").comment("urn")
