"""What Facebook tells programs: changes on a page's wall and where it is mentioned, and Messenger, for each page that asked."""

import json
from typing import Any

from sandbox.clock import now_ms
from sandbox.facebook.naming import entry_id, message_id, parent_id, person_id, post_id
from sandbox.meta.names import media_url
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Entry


def entry_changed(network: Network, entry: Entry, verb: str) -> None:
    """The page whose wall it is hears of everything on it, and pages hear of where others mention them."""
    for page_id, field in _readers(network, entry):
        page = network.world.users.get(page_id)
        if page is not None and page.is_brand:
            change = {"field": field, "value": _value(network, page, entry, verb)}
            _tell(network, page, field, {"time": now_ms() // 1000, "changes": [change]})


def entry_liked(network: Network, entry: Entry, by: User, stands: bool) -> None:
    """Only the page whose wall it is hears of it."""
    page = network.world.users.get(entry.wall_id)
    if page is None or not page.is_brand:
        return
    value: dict[str, Any] = {
        "item": "reaction",
        "verb": "add" if stands else "remove",
        "reaction_type": "like",
        "post_id": post_id(network, page, entry),
        "from": {"id": person_id(page, by), "name": by.name},
        "created_time": now_ms() // 1000,
    }
    value |= {} if entry.is_post else {"comment_id": entry_id(network, page, entry)}
    _tell(network, page, "feed", {"time": now_ms() // 1000, "changes": [{"field": "feed", "value": value}]})


def chat_written(network: Network, chat: Chat, app_id: str | None) -> None:
    """What a page says itself comes back as an echo."""
    message: dict[str, Any] = {"mid": message_id(chat)}
    message |= {"text": chat.text} if chat.text else {}
    if chat.media_id is not None:
        media = network.world.media.get(chat.media_id)
        kind = media.media_type.partition("/")[0] if media else "file"
        kind = kind if kind in {"image", "video", "audio"} else "file"
        message["attachments"] = [{"type": kind, "payload": {"url": media_url(network, chat.media_id)}}]
    if chat.from_page:
        message |= {"is_echo": True} | ({"app_id": int(app_id)} if app_id else {})
    _tell_chat(network, chat, "message_echoes" if chat.from_page else "messages", {"message": message})
    if chat.from_page:
        reached = {"mids": [message_id(chat)], "watermark": chat.created_at}
        _tell_of_person(network, chat, "message_deliveries", {"delivery": reached})


def chat_edited(network: Network, chat: Chat) -> None:
    told = {"mid": message_id(chat), "text": chat.text, "num_edit": chat.edits}
    _tell_chat(network, chat, "message_edits", {"message_edit": told})


def chat_unsent(network: Network, chat: Chat) -> None:
    _tell_chat(network, chat, "messages", {"message": {"mid": message_id(chat), "is_deleted": True}})


def chat_reacted(network: Network, chat: Chat, sign: str, name: str) -> None:
    """Without a sign, the one that stood there was taken back."""
    told = {"action": "react", "emoji": sign, "reaction": name} if sign else {"action": "unreact"}
    _tell_of_person(network, chat, "message_reactions", {"reaction": {"mid": message_id(chat), **told}})


def chat_read(network: Network, chat: Chat) -> None:
    """The person has read up to there."""
    _tell_of_person(network, chat, "message_reads", {"read": {"watermark": chat.created_at}})


def person_came(network: Network, page: User, person: User, ref: str) -> None:
    """By a link, into an exchange that stands there already."""
    event = {"sender": {"id": person_id(page, person)}, "recipient": {"id": page.id}, "timestamp": now_ms()}
    told = {"time": now_ms(), "messaging": [{**event, "referral": _referral(ref)}]}
    _tell(network, page, "messaging_referrals", told)


def person_began(network: Network, chat: Chat, ref: str) -> None:
    """With the button that a new exchange shows to whoever came by a link."""
    pressed = {"mid": message_id(chat), "title": chat.text, "payload": "GET_STARTED", "referral": _referral(ref)}
    _tell_of_person(network, chat, "messaging_postbacks", {"postback": pressed})


def _referral(ref: str) -> dict[str, str]:
    return {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}


def _readers(network: Network, entry: Entry) -> list[tuple[str, str]]:
    mentioned = [each for each in network.world.wall.mentioned_in(entry.id) if each != entry.wall_id]
    return [(entry.wall_id, "feed"), *((each, "mention") for each in mentioned)]


def _value(network: Network, page: User, entry: Entry, verb: str) -> dict[str, Any]:
    author = network.world.users.get(entry.author_id)
    picture = media_url(network, entry.media_id)
    kind = ("photo" if picture else "status") if entry.is_post else "comment"
    value: dict[str, Any] = {
        "item": kind,
        "verb": verb,
        "post_id": post_id(network, page, entry),
        "created_time": entry.created_at // 1000,
    }
    value |= {"from": {"id": person_id(page, author), "name": author.name}} if author else {}
    if not entry.is_post:
        value |= {"comment_id": entry_id(network, page, entry), "parent_id": parent_id(network, page, entry)}
    if verb != "remove":
        value["message"] = entry.text
        value |= {"link" if entry.is_post else "photo": picture} if picture else {}
    return value


def _tell_chat(network: Network, chat: Chat, field: str, told: dict[str, Any]) -> None:
    page, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    if page is None or person is None:
        return
    ends = {"page": {"id": page.id}, "person": {"id": person_id(page, person)}}
    sender, recipient = ("page", "person") if chat.from_page else ("person", "page")
    at = chat.created_at if "message" in told else now_ms()
    event = {"sender": ends[sender], "recipient": ends[recipient], "timestamp": at, **told}
    _tell(network, page, field, {"time": now_ms(), "messaging": [event]})


def _tell_of_person(network: Network, chat: Chat, field: str, told: dict[str, Any]) -> None:
    """What the person did, with a message of the page."""
    page, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    if page and person:
        ends = {"sender": {"id": person_id(page, person)}, "recipient": {"id": page.id}}
        _tell(network, page, field, {"time": now_ms(), "messaging": [{**ends, "timestamp": now_ms(), **told}]})


def _tell(network: Network, page: User, field: str, entry: dict[str, Any]) -> None:
    body = json.dumps(
        {"object": "page", "entry": [{"id": page.id, **entry}]}, ensure_ascii=False, separators=(",", ":")
    )
    send_off(network, [Told(hook.id, field, body.encode()) for hook in network.world.pages.listening(page.id, field)])
