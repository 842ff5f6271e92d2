"""After an unknown outcome: does our answer stand on X? Read from our own recent posts or the exchange itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.delivery import belongs_to_another
from webcare.channels.length import links
from webcare.channels.x import direct, posts, wishes
from webcare.channels.x.api import Api, path_id, understood
from webcare.channels.x.includes import Includes
from webcare.channels.x.sending import at_home, tidy, without_message_link

SKEW = timedelta(seconds=5)  # by which X's clock and ours may differ
PAGE = 20  # what we answer in the moments in question; each post or message that is read costs
GREETINGS = re.compile(r"(?:[@＠]\w+\s+)+")


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our message, if it is there. Raises DeliveryError where X cannot be read."""
    start = since - SKEW
    with understood():
        found = _messages(account, outgoing, start) if outgoing.private else _posts(account, outgoing, start)
        return next((sent for sent in found if not belongs_to_another(account, outgoing, sent)), None)


def alike(text: str) -> str:
    """What of a text X leaves as it was: not its links, nor the names that it puts before a reply."""
    shown = unicodedata.normalize("NFC", GREETINGS.sub("", without_message_link(tidy(text)), count=1))
    for start, end in reversed(links(shown)):
        shown = f"{shown[:start]}\N{LINK SYMBOL}{shown[end:]}"
    return " ".join(shown.split())


def _posts(account: Account, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    api, wanted = Api.of(account), alike(at_home(account, outgoing.text))
    begin = start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for page in api.pages(
        f"/2/users/{path_id(account.external_id)}/tweets", start_time=begin, max_results=PAGE, **wishes.OWN_POSTS
    ):
        includes = Includes.of(page)
        for post in page.shapes("data"):
            text = posts.text_of(post, attachments=includes.attachments(post))
            if posts.replied_to_of(post) == outgoing.in_reply_to and alike(text) == wanted:
                external_id = post.identifier("id")
                link = f"https://x.com/{account.handle or 'i'}/status/{external_id}"
                yield Sent(external_id, post.time("created_at"), link)


def _messages(account: Account, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    api, wanted = Api.of(account), alike(outgoing.text)
    path = f"/2/dm_conversations/with/{path_id(outgoing.recipient)}/dm_events"
    for page in api.pages(path, event_types="MessageCreate", max_results=PAGE, **wishes.OWN_MESSAGES):
        for event in page.shapes("data"):
            sent_at = event.time("created_at")
            if sent_at < start:
                return
            if event.identifier("sender_id") == account.external_id and alike(direct.text_of(event)) == wanted:
                link = f"https://x.com/messages/{event.short('dm_conversation_id')}"
                yield Sent(event.identifier("id"), sent_at, link)
