"""What Instagram tells programs: comments, where an account is mentioned (by ids alone), and direct messages."""

import json
from typing import Any

from sandbox.clock import now_ms
from sandbox.instagram.naming import account_id, entry_id, message_id, person_id, who
from sandbox.meta.names import media_url
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Entry


def entry_changed(network: Network, entry: Entry, verb: str) -> None:
    """Only what is new is told, to whose post it stands below and to accounts that are mentioned elsewhere."""
    if verb != "add":
        return
    owner = network.world.users.get(entry.wall_id)
    if owner and owner.is_brand and not entry.is_post:
        _change(network, owner, "comments", _comment(network, owner, entry))
    for user_id in network.world.grams.mentioned_in(entry.id):
        account = network.world.users.get(user_id)
        if account and account.is_brand and user_id not in {entry.wall_id, entry.author_id}:
            _change(network, account, "mentions", _mention(network, account, entry))


def chat_written(network: Network, chat: Chat, app_id: str | None) -> None:
    """What an account says itself comes back as an echo."""
    message: dict[str, Any] = {"mid": message_id(chat)} | ({"text": chat.text} if chat.text else {})
    if chat.media_id is not None:
        media = network.world.media.get(chat.media_id)
        kind = media.media_type.partition("/")[0] if media else "file"
        kind = kind if kind in {"image", "video", "audio"} else "file"
        message["attachments"] = [{"type": kind, "payload": {"url": media_url(network, chat.media_id)}}]
    _tell_chat(network, chat, "messages", {"message": message | ({"is_echo": True} if chat.from_page else {})})


def chat_edited(network: Network, chat: Chat) -> None:
    told = {"mid": message_id(chat), "text": chat.text, "num_edit": chat.edits}
    _tell_chat(network, chat, "message_edit", {"message_edit": told})


def chat_unsent(network: Network, chat: Chat) -> None:
    _tell_chat(network, chat, "messages", {"message": {"mid": message_id(chat), "is_deleted": True}})


def _comment(network: Network, account: User, entry: Entry) -> dict[str, Any]:
    author, post = network.world.users.get(entry.author_id), network.world.grams.get(entry.post_id)
    value: dict[str, Any] = {"id": entry_id(network, account, entry), "text": entry.text}
    value |= {"from": who(account, author)} if author else {}
    value |= {"media": {"id": entry_id(network, account, post), "media_product_type": "FEED"}} if post else {}
    above = network.world.grams.get(entry.parent_id) if entry.parent_id else None
    return value | ({"parent_id": entry_id(network, account, above)} if above else {})


def _mention(network: Network, account: User, entry: Entry) -> dict[str, Any]:
    post = network.world.grams.get(entry.post_id) or entry
    value = {"media_id": entry_id(network, account, post)}
    return value | ({} if entry.is_post else {"comment_id": entry_id(network, account, entry)})


def _change(network: Network, account: User, field: str, value: dict[str, Any]) -> None:
    _tell(network, account, field, {"time": now_ms() // 1000, "changes": [{"field": field, "value": value}]})


def _tell_chat(network: Network, chat: Chat, field: str, told: dict[str, Any]) -> None:
    account, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    if account is None or person is None:
        return
    ends = [{"id": person_id(account, person)}, {"id": account_id(account)}]
    sender, recipient = reversed(ends) if chat.from_page else ends
    at = chat.created_at if "message" in told else now_ms()
    event = {"sender": sender, "recipient": recipient, "timestamp": at, **told}
    _tell(network, account, field, {"time": now_ms(), "messaging": [event]})


def _tell(network: Network, account: User, field: str, entry: dict[str, Any]) -> None:
    event = {"object": "instagram", "entry": [{"id": account_id(account), **entry}]}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    hooks = network.world.pages.listening(account.id, field, "instagram")
    send_off(network, [Told(hook.id, field, body) for hook in hooks])
