"""After an unknown outcome: does our comment stand on Weibo? Private messages are shown to nobody but their people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.delivery import Delivery
from webcare.channels.weibo.api import Api, understood
from webcare.channels.weibo.fields import Shape
from webcare.channels.weibo.public import ANSWERS, comment_id

SKEW = timedelta(seconds=5)  # by which Weibo's clock and ours may differ; it writes whole seconds
AT_ONCE, MOST_PAGES = 50, 6


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our comment, if it is there. Raises DeliveryError where Weibo cannot be read."""
    if outgoing.private:
        raise DeliveryError(_("Weibo does not show us the private messages that we sent."), unknown=True)
    with understood():
        wanted, post = alike(outgoing.text), outgoing.thread_key.partition(":")[0]
        for comment in ours(Api(account), since - SKEW):
            below = comment.shape("status").identifier("idstr", "id") == post and _answers(comment, outgoing)
            if below and alike(ANSWERS.sub("", comment.maybe_words("text"), count=1)) == wanted:
                sent = Sent(comment_id(comment.identifier("idstr", "id")), comment.moment("created_at"))
                if not _belongs_to_another(account, outgoing, sent):
                    return sent
    return None


def ours(api: Api, since: datetime) -> Iterator[Shape]:
    """What we commented, newest first."""
    for page in range(1, MOST_PAGES + 1):
        listed = api.read("comments/by_me", count=AT_ONCE, page=page).shapes("comments")
        for comment in listed:
            if comment.moment("created_at") < since:
                return
            yield comment
        if len(listed) < AT_ONCE:
            return


def alike(text: str) -> str:
    """What of a text Weibo leaves as it was."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _answers(comment: Shape, outgoing: Outgoing) -> bool:
    """Whether it stands below what we answered."""
    above = comment.maybe_shape("reply_comment")
    if above is None:
        return outgoing.in_reply_to.startswith("status:")
    return comment_id(above.identifier("idstr", "id")) == outgoing.in_reply_to


def _belongs_to_another(account: Account, outgoing: Outgoing, sent: Sent) -> bool:
    """The same words may have gone out twice on purpose; one of them must not stand for both."""
    others = Delivery.objects.filter(account=account, external_id=sent.external_id).exclude(key=outgoing.key)
    return others.exists()
