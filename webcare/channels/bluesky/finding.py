"""After an unknown outcome: does our answer stand on Bluesky? And who, or which chat, is meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.chats import MESSAGE, message_id
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import DID, HANDLE, rkey_of
from webcare.channels.bluesky.problems import Refused
from webcare.channels.bluesky.sessions import understood
from webcare.channels.delivery import belongs_to_another
from webcare.lib.sentence import Sentence

SKEW = timedelta(seconds=5)  # by which Bluesky's clock and ours may differ
AT_ONCE, MOST_PAGES = 100, 5
NOBODY = Sentence(_("“%(written)s” is nobody whom Bluesky knows; write a handle such as mia.bsky.social."))
CLOSED_TO_US = _("This person takes no private messages from us on Bluesky. Answer in public, or let them write first.")


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our answer, if it is there. Raises DeliveryError where Bluesky cannot be read."""
    return _find_message(account, outgoing, since - SKEW) if outgoing.private else find_post(account, outgoing)


def find_post(account: Account, outgoing: Outgoing) -> Sent | None:
    """It has the name that we chose, or it is not there."""
    api = Api(account)
    place = api.own_post(rkey_of(outgoing.key))
    record = api.record(place)
    if record is None:
        return None
    with understood():
        return Sent(place.uri, record.shape("value").time("createdAt"), place.permalink)


def did_behind(api: Api, handle: str) -> str:
    """Who has this handle; empty where nobody does."""
    try:
        answer = api.get("com.atproto.identity.resolveHandle", handle=handle)
    except Refused as error:
        if error.permanent and not error.reauth:
            return ""
        raise
    with understood():
        return answer.did("did")


def recipient(account: Account, written: str) -> str:
    """The DID of somebody, who may be given by it or by handle. Raises DeliveryError."""
    name = written.strip().removeprefix("@")
    if DID.match(name):
        return name
    found = did_behind(Api(account), name.lower()) if HANDLE.match(name) else ""
    if not found:
        raise DeliveryError(NOBODY(written=written), True)
    return found


def convo_with(api: Api, person: str) -> str:
    """The chat with somebody; begun where they let us."""
    answer = api.get("chat.bsky.convo.getConvoAvailability", chat=True, members=[person])
    with understood():
        if not answer.flag("canChat"):
            raise DeliveryError(CLOSED_TO_US, True)
        if known := answer.maybe_shape("convo"):
            return known.chat_id("id")
    begun = api.get("chat.bsky.convo.getConvoForMembers", chat=True, members=[person])
    with understood():
        return begun.shape("convo").chat_id("id")


def _find_message(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    api = Api(account)
    wanted = _alike(outgoing.text)
    with understood():
        for message in _ours(api, convo_with(api, outgoing.recipient), since):
            sent = Sent(message_id(message), message.time("sentAt"))
            if _alike(message.words("text")) == wanted and not belongs_to_another(account, outgoing, sent):
                return sent
    return None


def _ours(api: Api, convo: str, since: datetime) -> Iterator[Shape]:
    """What we said in a chat, newest first."""
    cursor = ""
    for _page in range(MOST_PAGES):
        answer = api.get("chat.bsky.convo.getMessages", chat=True, convoId=convo, limit=AT_ONCE, cursor=cursor)
        for message in answer.shapes("messages"):
            if message.time("sentAt") < since:
                return
            if message.kind() == MESSAGE and message.shape("sender").did("did") == api.did:
                yield message
        cursor = answer.maybe_words("cursor")
        if not cursor:
            return


def _alike(text: str) -> str:
    return " ".join(text.split())
