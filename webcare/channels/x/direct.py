"""Direct messages: the old shape that events still have, the new one of the API, and encrypted ones that stay closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from webcare.channels.inbound import Author, InboundAttachment, Received
from webcare.channels.x.fields import Shape
from webcare.channels.x.includes import Includes, attachment_of, author_of
from webcare.channels.x.wording import links_of, plain

ENCRYPTED = "An encrypted message, which only the X app can open. Please read and answer it there."


def conversation_of(one: str, other: str) -> str:
    """X's name for what two people write each other: the smaller id, a hyphen, the larger."""
    return "-".join(sorted((one, other), key=lambda id_: (len(id_), id_)))


def received(payload: Shape, includes: Includes, account: str, own_ids: frozenset[str]) -> Sequence[Received]:
    """The messages of one event; people who join or leave say nothing."""
    own = own_ids | {account}
    if not payload.has("direct_message_events"):
        return [_new(payload, includes, account, own)] if _is_message(payload, "event_type", "MessageCreate") else []
    people = {person.external_id: person for person in map(author_of, payload.mapped("users"))}
    events = payload.shapes("direct_message_events")
    return [_old(event, people, account, own) for event in events if _is_message(event, "type", "message_create")]


def encrypted(payload: Shape, account: str, own_ids: frozenset[str]) -> Received:
    """A message whose words only the X app can show; that it came, and from whom, is known all the same."""
    sender, conversation = payload.identifier("sender_id"), payload.short("conversation_id")
    people = re.split("[:-]", conversation)
    return _received(
        external_id=payload.short("id"),
        author=Author(sender),
        other=next((id_ for id_ in people if id_ != sender and id_.isdecimal()), ""),
        conversation=conversation_of(*people) if len(people) == 2 else conversation,
        account=account,
        own=own_ids | {account},
        text=ENCRYPTED,
        sent_at=payload.milliseconds("created_at_msec"),
    )


def _old(event: Shape, people: dict[str, Author], account: str, own: frozenset[str]) -> Received:
    message = event.shape("message_create")
    sender, other = message.identifier("sender_id"), message.shape("target").identifier("recipient_id")
    data = message.shape("message_data")
    attachments, links = _old_attachments(data)
    links = links_of(data.maybe_shape("entities"), shown_media=bool(attachments)) | links
    return _received(
        external_id=event.identifier("id"),
        author=people.get(sender) or Author(sender),
        other=other,
        recipient=people.get(other),
        conversation=conversation_of(sender, other),
        account=account,
        own=own,
        text=plain(data.maybe_words("text"), links),
        sent_at=event.milliseconds("created_timestamp"),
        attachments=attachments,
    )


def _new(event: Shape, includes: Includes, account: str, own: frozenset[str]) -> Received:
    sender, conversation = event.identifier("sender_id"), event.short("dm_conversation_id")
    people = event.identifiers("participant_ids") or tuple(conversation.split("-"))
    other = next((id_ for id_ in people if id_ != sender and id_.isdecimal()), "")
    attachments = includes.attachments(event)
    return _received(
        external_id=event.identifier("id"),
        author=includes.author(sender),
        other=other,
        recipient=includes.author(other),
        conversation=conversation,
        account=account,
        own=own,
        text=text_of(event, attachments),
        sent_at=event.time("created_at"),
        attachments=attachments,
    )


def text_of(event: Shape, attachments: tuple[InboundAttachment, ...] = ()) -> str:
    """The text of a direct message in its new shape."""
    return plain(event.maybe_words("text"), links_of(event.maybe_shape("entities"), shown_media=bool(attachments)))


def _received(
    *,
    external_id: str,
    author: Author,
    other: str,
    conversation: str,
    account: str,
    own: frozenset[str],
    text: str,
    sent_at: datetime,
    recipient: Author | None = None,
    attachments: tuple[InboundAttachment, ...] = (),
) -> Received:
    ours = author.external_id in own
    return Received(
        account=author.external_id if ours else account,
        external_id=external_id,
        author=author,
        text=text,
        sent_at=sent_at,
        thread_key=conversation,
        private=True,
        ours=ours,
        recipient=(recipient or Author(other)) if ours and other else None,
        permalink=f"https://x.com/messages/{conversation}",
        attachments=attachments,
    )


def _old_attachments(data: Shape) -> tuple[tuple[InboundAttachment, ...], dict[str, str]]:
    """The file, and the link that X put into the text for it."""
    attachment = data.maybe_shape("attachment")
    media = attachment.maybe_shape("media") if attachment else None
    found = attachment_of(media.identifier("id_str"), media) if media else None
    if media is None or found is None:
        return (), {}
    return (found,), {media.maybe_words("url"): ""}


def _is_message(event: Shape, field: str, kind: str) -> bool:
    return event.maybe_words(field) in {"", kind}
