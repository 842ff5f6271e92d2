"""After an unknown outcome: does our answer stand on LinkedIn? Read from below what was answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.delivery import belongs_to_another
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.completing import comment_name
from webcare.channels.linkedin.fields import Shape
from webcare.channels.linkedin.parse import comment_link
from webcare.channels.linkedin.sending import place, tidy
from webcare.lib.now import real_now

SKEW = timedelta(seconds=5)  # by which LinkedIn's clock and ours may differ


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our comment, if it is there. Raises DeliveryError where LinkedIn cannot be read."""
    api = Api(account)
    post, above = place(api, outgoing.in_reply_to)
    with understood():
        found = _ours(api, above or post, outgoing, since - SKEW)
        return next((sent for sent in found if not belongs_to_another(account, outgoing, sent)), None)


def alike(text: str) -> str:
    """What of a text LinkedIn leaves as it was."""
    return " ".join(unicodedata.normalize("NFC", tidy(text)).split())


def _ours(api: Api, above: str, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    """All of them, since LinkedIn promises no order."""
    wanted = alike(outgoing.text)
    for page in api.pages(f"socialActions/{named(above)}/comments"):
        for comment in page.shapes("elements"):
            at = _made(comment)
            if comment.maybe_actor("actor") == api.account.external_id and at >= start and _says(comment, wanted):
                external_id = comment_name(comment)
                yield Sent(external_id, at, comment_link(external_id))


def _says(comment: Shape, wanted: str) -> bool:
    message = comment.maybe_shape("message")
    return message is not None and alike(message.maybe_words("text")) == wanted


def _made(comment: Shape) -> datetime:
    created = comment.maybe_shape("created")
    return (created.maybe_moment("time") if created else None) or real_now()
