"""What LINE tells the program of an account: signed calls with events in them."""

import json
import secrets
from typing import Any

from sandbox.clock import now_ms
from sandbox.line.naming import line_id
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.world.chats import Chat
from sandbox.world.media import Media
from sandbox.world.users import User

Json = dict[str, Any]
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LIFE_MS = 60_000
KINDS = {"image": "image", "video": "video", "audio": "audio"}


def written(network: Network, account: User, person: User, chat: Chat) -> None:
    """A text or a file, with a token for one free answer."""
    tokens = {"quoteToken": f"q{chat.id}", "markAsReadToken": f"r{chat.id}"}
    message = {"id": chat.id, **_said(network, chat), **tokens}
    _tell(network, account, person, "message", {"replyToken": reply_token(chat), "message": message}, chat.created_at)


def followed(network: Network, account: User, person: User) -> None:
    _tell(network, account, person, "follow", {"follow": {"isUnblocked": False}, "replyToken": secrets.token_hex(16)})


def unfollowed(network: Network, account: User, person: User) -> None:
    _tell(network, account, person, "unfollow", {})


def unsent(network: Network, account: User, person: User, chat: Chat) -> None:
    _tell(network, account, person, "unsend", {"unsend": {"messageId": chat.id}})


def reply_token(chat: Chat) -> str:
    """Good once, and for a minute."""
    return f"reply{chat.id}"


def _said(network: Network, chat: Chat) -> Json:
    media: Media | None = network.world.media.get(chat.media_id or "")
    if media is None:
        return {"type": "text", "text": chat.text}
    kind = KINDS.get(media.media_type.partition("/")[0])
    if kind is None:
        return {"type": "file", "fileName": media.alt_text or "file", "fileSize": media.total_bytes}
    return {"type": kind, "contentProvider": {"type": "line"}, **({} if kind == "image" else {"duration": 1000})}


def _tell(network: Network, account: User, person: User, kind: str, told: Json, at: int | None = None) -> None:
    callback = network.world.callbacks.of("line", account.id)
    if callback is None or not callback.url:
        return
    event = {
        "type": kind,
        "timestamp": at or now_ms(),
        "mode": "active",
        "webhookEventId": "01" + "".join(secrets.choice(LETTERS) for _ in range(24)),
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": line_id(person)},
        **told,
    }
    body = json.dumps({"destination": line_id(account), "events": [event]}, ensure_ascii=False, separators=(",", ":"))
    send_off(network, [Told(callback.id, kind, body.encode())])
