"""Events as X's webhook brings them, for tests that need no network: built from the fields that matter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from webcare.channels.account import Account
from webcare.channels.receipt import keep
from webcare.lib.now import now

_numbers = count(1)


def post(
    account: Account,
    text: str,
    *,
    id: str | None = None,
    author: str = "555",
    handle: str = "bramdw",
    name: str = "Bram de Wit",
    at: datetime | None = None,
    conversation: str | None = None,
    answers: str | None = None,
    quotes: str | None = None,
    versions: tuple[str, ...] = (),
    event_type: str = "post.mention.create",
) -> dict[str, Any]:
    """A post that mentions us, answers us or (with our own author id) is ours."""
    number = id or str(2_000_000_000_000_000_000 + next(_numbers))
    references = [{"type": "replied_to", "id": answers}] if answers else []
    references += [{"type": "quoted", "id": quotes}] if quotes else []
    return _event(
        account,
        event_type,
        {
            "id": number,
            "text": text,
            "author_id": author,
            "created_at": _iso(at or now()),
            "conversation_id": conversation or number,
            "in_reply_to_user_id": account.external_id if author != account.external_id else "555",
            "referenced_tweets": references,
            "edit_history_tweet_ids": [*versions, number],
        },
        [{"id": author, "username": handle, "name": name}],
    )


def event_of(account: str, id: str, text: str, handle: str, author: str, at: datetime) -> dict[str, Any]:
    """The event of a post that stands on the make-believe network, for the account with this id there."""
    return post(Account(external_id=account), text, id=id, author=author, handle=handle, name=handle.title(), at=at)


def deleted(account: Account, id: str, author: str = "555") -> dict[str, Any]:
    """A post was taken away."""
    return _event(account, "post.delete", {"id": id, "author_id": author}, [])


def direct(
    account: Account, text: str, *, id: str | None = None, sender: str = "555", at: datetime | None = None
) -> dict[str, Any]:
    """A direct message to us, or from us when we are the sender; in the old shape that X still sends."""
    number = id or str(3_000_000_000_000_000_000 + next(_numbers))
    other = account.external_id if sender != account.external_id else "555"
    stamp = str(int((at or now()).timestamp() * 1000))
    message = {"sender_id": sender, "target": {"recipient_id": other}, "message_data": {"text": text, "entities": {}}}
    payload = {
        "direct_message_events": [
            {"type": "message_create", "id": number, "created_timestamp": stamp, "message_create": message}
        ],
        "users": {
            "555": {"id": "555", "name": "Bram de Wit", "screen_name": "bramdw"},
            account.external_id: {"id": account.external_id, "name": "Lowland Air", "screen_name": "lowlandair"},
        },
    }
    kind = "dm.received" if sender != account.external_id else "dm.sent"
    return _event(account, kind, payload, [])


def arrive(account: Account, *events: dict[str, Any], received_at: datetime | None = None) -> None:
    """Keep the events as receipts, as the door does."""
    for event in events:
        keep("x", event["data"]["event_uuid"], json.dumps(event).encode(), received_at=received_at)


def _event(account: Account, kind: str, payload: dict[str, Any], users: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {
            "event_uuid": str(9_000_000_000 + next(_numbers)),
            "filter": {"user_id": account.external_id},
            "event_type": kind,
            "payload": {key: value for key, value in payload.items() if value is not None},
        },
        "includes": {"users": users},
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
