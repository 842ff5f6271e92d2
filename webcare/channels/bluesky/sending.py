"""An answer leaves for Bluesky: as a reply under a name that we choose, or as a message in a chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Length, Outgoing, OutgoingFile, Sent
from webcare.channels.bluesky import finding, limits, texts
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.chats import message_id
from webcare.channels.bluesky.naming import POST, rkey_of
from webcare.channels.bluesky.posts import IMAGES
from webcare.channels.bluesky.problems import Refused
from webcare.channels.bluesky.sessions import understood
from webcare.channels.length import measure
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that Bluesky has room for."))
TOO_HEAVY = Sentence(_("The text takes %(taken)s bytes, and Bluesky takes %(limit)s."))
NOT_TAKEN = Sentence(_("Bluesky does not take %(file)s."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s kB that a picture may have on Bluesky."))
CLOSED_THREAD = _("Whoever began this exchange lets nobody answer there, or not us.")
NOT_IN_CHATS = _("Bluesky takes no files in private messages.")
NOT_THERE = _("What is answered is no longer there on Bluesky, or hidden from us.")


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = outgoing.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    _check(outgoing, text)
    return _message(account, outgoing, text) if outgoing.private else _reply(account, outgoing, text)


def _check(outgoing: Outgoing, text: str) -> None:
    """Raise what Bluesky would say, before anything leaves."""
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    if outgoing.private:
        _check_length(text, limits.MESSAGE, limits.MESSAGE_BYTES)
    else:
        _check_length(text, limits.POST, limits.POST_BYTES)
    if outgoing.private and outgoing.files:
        raise DeliveryError(NOT_IN_CHATS, True)
    if len(outgoing.files) > limits.MOST_PICTURES:
        raise DeliveryError(_("Bluesky takes at most four pictures."), True)
    for file in outgoing.files:
        if file.content_type not in limits.PICTURES:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)
        if len(file.content) > limits.PICTURE_BYTES:
            raise DeliveryError(TOO_LARGE(file=file.filename, most=limits.PICTURE_BYTES // 1000), True)


def _check_length(text: str, length: Length, most_bytes: int) -> None:
    """What people see as letters, and what they weigh."""
    if (taken := measure(text, length)) > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)
    if (taken := len(text.encode())) > most_bytes:
        raise DeliveryError(TOO_HEAVY(taken=taken, limit=most_bytes), True)


def _reply(account: Account, outgoing: Outgoing, text: str) -> Sent:
    api, at = Api(account), real_now()
    place = api.own_post(rkey_of(outgoing.key))
    record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": _written(at), **_facets(api, text)}
    if outgoing.in_reply_to:
        record["reply"] = _answered(api, outgoing.in_reply_to)
    if outgoing.files:
        record["embed"] = {"$type": IMAGES, "images": [_picture(api, file) for file in outgoing.files]}
    wish = {"repo": api.did, "collection": POST, "rkey": place.rkey, "record": record}
    try:
        answer = api.post("com.atproto.repo.createRecord", wish, sends=True)
    except Refused as error:
        if error.unknown and (there := _there_already(account, outgoing)):
            return there  # the name was taken: by this very answer, which went out before
        raise
    with understood(sends=True):
        found = answer.post("uri")
    return Sent(found.uri, at, found.permalink)


def _there_already(account: Account, outgoing: Outgoing) -> Sent | None:
    """Whoever cannot look now will look later."""
    try:
        return finding.find_post(account, outgoing)
    except DeliveryError:
        return None


def _answered(api: Api, uri: str) -> Mapping[str, Any]:
    """The post that is answered and the one at the top, each with the digest of what it says."""
    found = api.posts([uri])
    if not found:
        raise DeliveryError(NOT_THERE, True, gone=True)
    with understood():
        post = found[0]
        parent = _reference(post)
        seen = post.maybe_shape("viewer")
        if seen and seen.flag("replyDisabled"):
            raise DeliveryError(CLOSED_THREAD, True)
        reply = post.shape("record").maybe_shape("reply")
        return {"root": _reference(reply.shape("root")) if reply else parent, "parent": parent}


def _reference(post: Any) -> Mapping[str, str]:
    return {"uri": post.post("uri").uri, "cid": post.words("cid")}


def _facets(api: Api, text: str) -> Mapping[str, Any]:
    """A handle that nobody has stays a word."""
    people = {handle: did for handle in texts.named(text) if (did := finding.did_behind(api, handle))}
    found = texts.facets(text, people)
    return {"facets": found} if found else {}


def _picture(api: Api, file: OutgoingFile) -> Mapping[str, Any]:
    return {"image": api.upload(file.content, file.content_type), "alt": file.alt}


def _message(account: Account, outgoing: Outgoing, text: str) -> Sent:
    api = Api(account)
    convo = finding.convo_with(api, outgoing.recipient)
    told = {"convoId": convo, "message": {"text": text, **_facets(api, text)}}
    answer = api.post("chat.bsky.convo.sendMessage", told, chat=True, sends=True)
    with understood(sends=True):
        return Sent(message_id(answer), answer.time("sentAt"))


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
