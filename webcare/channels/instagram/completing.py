"""What Instagram leaves out of its events is read from the Graph: a mention's words, the post above, the name behind a number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.completing import accounts_behind, as_account
from webcare.channels.inbound import Unparsable
from webcare.channels.instagram.api import Api, speaking
from webcare.channels.instagram.comments import COMMENTS
from webcare.channels.meta.added import ADDED, Added
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.people import nameless, people_behind, person_told, raw_of

OF_COMMENT = "id,text,timestamp,from,username,media{id,permalink}"
OF_MENTIONING = "id,caption,timestamp,username,permalink"
OF_POST = "id,caption,timestamp,username"
Json = dict[str, Any]


def complete(source: Account | Application, payload: bytes) -> bytes:
    """The event with what it lacked; as it came where nothing is missing. Raises DeliveryError."""
    try:
        envelope = Shape.read(payload)
        before = Added.to(envelope)
        entries = [(entry.identifier("id"), entry) for entry in envelope.shapes("entry")]
        lacking = [(known, entry) for known, entry in entries if _lacks(known, entry, before)]
    except Unparsable:  # whoever parses it will say why
        return payload
    posts: list[Json] = []
    people: list[Json] = []
    mentions: list[Json] = []
    accounts = accounts_behind(source, {known for known, _entry in lacking})
    for known, entry in lacking:
        if (account := accounts.get(known)) is None:
            continue
        with as_account(account), understood():
            mentions += [_mention(account, value) for value in _unread(entry, before)]
            posts += _posts(account, {one for one in _commented(entry, known) if one not in before.posts})
            people += people_behind(
                speaking(account), {one for one in nameless(entry, known) if one not in before.people}
            )
    if not (posts or people or mentions):
        return payload
    there = envelope.maybe_shape(ADDED) or Shape({}, ADDED)
    added = {"posts": [*raw_of(there, "posts"), *posts], "people": [*raw_of(there, "people"), *people]}
    added |= {"mentions": [*raw_of(there, "mentions"), *mentions]}
    return json.dumps({**envelope.values, ADDED: added}, ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    )


def _lacks(account: str, entry: Shape, before: Added) -> bool:
    posts = any(one not in before.posts for one in _commented(entry, account))
    people = any(one not in before.people for one in nameless(entry, account))
    return posts or people or any(True for _ in _unread(entry, before))


def changes_of(entry: Shape) -> list[Shape]:
    """Some events stand in a list of changes, and others right in the entry."""
    return [*entry.shapes("changes"), *([entry] if entry.has("field") else [])]


def _unread(entry: Shape, before: Added) -> Iterator[Shape]:
    """Mentions of which nothing but their ids is known."""
    for change in changes_of(entry):
        value = change.maybe_shape("value")
        if change.maybe_words("field") != "mentions" or value is None:
            continue
        if (value.maybe_identifier("comment_id") or value.identifier("media_id")) not in before.mentions:
            yield value


def _commented(entry: Shape, account: str) -> Iterator[str]:
    """Our posts below which somebody else said something."""
    for change in changes_of(entry):
        value = change.maybe_shape("value")
        if value is None or change.maybe_words("field") not in COMMENTS:
            continue
        media, author = value.maybe_shape("media"), value.maybe_shape("from")
        ours = author is not None and account in {
            author.maybe_identifier("id"),
            author.maybe_identifier("self_ig_scoped_id"),
        }
        if media and not ours and (known := media.maybe_identifier("id")):
            yield known


def _mention(account: Account, mention: Shape) -> Json:
    """Its words, or that they are gone by now."""
    media, comment = mention.identifier("media_id"), mention.maybe_identifier("comment_id")
    wanted = f"mentioned_comment.comment_id({comment}){{{OF_COMMENT}}}" if comment else ""
    known = {"media_id": media} | ({"comment_id": comment} if comment else {})
    try:
        fields = wanted or f"mentioned_media.media_id({media}){{{OF_MENTIONING}}}"
        found = Api.of(account).get(path_id(account.external_id), fields=fields)
    except DeliveryError as error:
        if not error.gone:
            raise
        return {**known, "gone": True}
    told = found.maybe_shape("mentioned_comment", "mentioned_media") or Shape({}, "mention")
    person = told.maybe_shape("from")
    at = told.maybe_moment("timestamp")
    value: Json = {**known, "text": told.maybe_words("text", "caption")}
    value |= {"username": (person.maybe_words("username") if person else "") or told.maybe_words("username")}
    value |= {"from": {"id": person.identifier("id")}} if person else {}
    value |= {"timestamp": int(at.timestamp())} if at and at.timestamp() >= 0 else {}
    place = told.maybe_shape("media") or told
    return value | {"permalink": place.maybe_words("permalink")}


def _posts(account: Account, ids: set[str]) -> list[Json]:
    """A post that is gone is no reason to hold the comment back."""
    found = []
    for media in sorted(ids):
        try:
            post = Api.of(account).get(path_id(media), fields=OF_POST)
        except DeliveryError as error:
            if not error.gone:
                raise
            continue
        at = post.maybe_moment("timestamp")
        told: Json = {"id": media, "message": post.maybe_words("caption")}
        told |= {"from": person_told(account.external_id, post.maybe_words("username"))}
        found.append(told | ({"created_time": int(at.timestamp())} if at and at.timestamp() >= 0 else {}))
    return found
