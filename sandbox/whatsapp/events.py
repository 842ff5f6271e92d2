"""What WhatsApp tells programs: what people write, what colleagues say on the telephone, and what became of messages."""

import json
from typing import Any

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.whatsapp.naming import business_id, message_id, number_id, person_id, telephone, who
from sandbox.world.chats import Chat
from sandbox.world.users import User


def chat_written(network: Network, chat: Chat, app_id: str | None) -> None:
    """What a program sent itself does not come back; its statuses do."""
    page, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    if page is None or person is None or (chat.from_page and app_id):
        return
    message: dict[str, Any] = {
        "id": message_id(chat),
        "timestamp": str(chat.created_at // 1000),
        **_content(network, chat),
    }
    if chat.from_page:
        ends = {"from": telephone(page), "to": telephone(person), "to_user_id": person_id(page, person)}
        _tell(network, page, "smb_message_echoes", {"message_echoes": [ends | message]})
        return
    ends = {"from": telephone(person), "from_user_id": person_id(page, person)}
    _tell(network, page, "messages", {"contacts": [who(page, person)], "messages": [ends | message]})


def chat_edited(network: Network, chat: Chat) -> None:
    """Programs hear nothing of it."""


def chat_unsent(network: Network, chat: Chat) -> None:
    """Nor of this."""


def status(
    network: Network, page: User, chat: Chat, kind: str, handle: str = "", error: tuple[int, str] | None = None
) -> None:
    """`kind`: sent, delivered, read or failed. `handle`: what the program gave along with its message."""
    person = network.world.users.get(chat.person_id)
    told: dict[str, Any] = {"id": message_id(chat), "status": kind, "timestamp": str(now_ms() // 1000)}
    told |= {"recipient_id": telephone(person), "recipient_user_id": person_id(page, person)} if person else {}
    told |= {"biz_opaque_callback_data": handle} if handle else {}
    if error is not None:
        code, title = error
        told["errors"] = [{"code": code, "title": title, "message": title, "error_data": {"details": title}}]
    _tell(network, page, "messages", {"statuses": [told]})


def _content(network: Network, chat: Chat) -> dict[str, Any]:
    media = network.world.media.get(chat.media_id or "")
    if media is None:
        return {"type": "text", "text": {"body": chat.text}}
    kind = media.media_type.partition("/")[0]
    kind = kind if kind in {"image", "video", "audio"} else "document"
    told: dict[str, Any] = {"id": media.id, "mime_type": media.media_type} | (
        {"caption": chat.text} if chat.text else {}
    )
    told |= {"filename": media.alt_text or "file"} if kind == "document" else {}
    return {"type": kind, kind: told}


def _tell(network: Network, page: User, field: str, value: dict[str, Any]) -> None:
    metadata = {"display_phone_number": telephone(page), "phone_number_id": number_id(page)}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    entry = {"id": business_id(page), "changes": [change]}
    event = {"object": "whatsapp_business_account", "entry": [entry]}
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    hooks = network.world.pages.listening(business_id(page), field, "whatsapp_business_account")
    send_off(network, [Told(hook.id, field, body) for hook in hooks])
