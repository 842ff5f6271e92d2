"""After an unknown outcome: does our answer stand on Instagram? Read from below the comment, or from the exchange itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.instagram.api import Api, speaking
from webcare.channels.instagram.sending import mention_of
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.asking import PAGE, SKEW, alike, belongs_to_another, messages_like, moment, said_by
from webcare.channels.meta.fields import Shape

COMMENT_FIELDS = "id,text,timestamp,from,username,parent_id"


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our answer, if it is there. Raises DeliveryError where Instagram cannot be read."""
    with understood():
        if outgoing.private:
            found = messages_like(speaking(account), outgoing, since - SKEW, [])
        else:
            found = _comments(account, outgoing, since - SKEW)
        return next((sent for sent in found if not belongs_to_another(account, outgoing, sent)), None)


def _comments(account: Account, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    """An answer to an answer hangs below the same comment. Below somebody else's post nobody lets us look."""
    if mention_of(outgoing):
        raise DeliveryError(_("Instagram does not let us read below other people's posts."))
    api, answered = Api.of(account), path_id(outgoing.in_reply_to)
    above = api.get(answered, fields="parent_id").maybe_identifier("parent_id")
    for top in dict.fromkeys(each for each in (answered, above) if each):
        for page in api.pages(f"{top}/replies", fields=COMMENT_FIELDS, limit=PAGE):
            for comment in page.shapes("data"):
                if moment(comment) >= start and is_ours(comment, account) and _says(comment, outgoing):
                    yield Sent(comment.identifier("id"), moment(comment))


def is_ours(comment: Shape, account: Account) -> bool:
    """By our number or, where the Graph tells only names, by ours."""
    named = comment.maybe_words("username")
    return said_by(comment, {account.external_id}) or (bool(named) and named == account.handle)


def _says(comment: Shape, outgoing: Outgoing) -> bool:
    return alike(comment.maybe_words("text")) == alike(outgoing.text)
