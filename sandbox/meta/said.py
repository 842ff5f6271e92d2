"""Exchanges and private messages as the Graph shows them to a page: only the fields that were asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.meta.call import Call
from sandbox.meta.fields import Field
from sandbox.meta.names import media_url
from sandbox.meta.problems import Problem
from sandbox.meta.talk import Talk
from sandbox.world.chats import Chat

Json = dict[str, Any]
MESSAGE_FIELDS = "id,created_time"


def moment(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def message_shape(call: Call, talk: Talk, chat: Chat, fields: Sequence[Field]) -> Json:
    shown = {each.name: _message_field(call, talk, chat, each.name) for each in fields}
    return {name: value for name, value in shown.items() if value is not None}


def exchange_shape(call: Call, talk: Talk, last: Chat, fields: Sequence[Field]) -> Json:
    person = call.network.world.users.get(last.person_id)
    page = call.as_page
    told = {
        "id": talk.names.exchange_id(page, person) if person else None,
        "updated_time": moment(last.created_at),
        "participants": {"data": [talk.names.who(page, person), talk.names.who(page, page)]} if person else None,
    }
    return {each.name: told[each.name] for each in fields if told.get(each.name) is not None}


def _message_field(call: Call, talk: Talk, chat: Chat, name: str) -> Any:
    page, users = call.as_page, call.network.world.users
    match name:
        case "id":
            return talk.names.message_id(chat)
        case "created_time":
            return moment(chat.created_at)
        case "message":
            return chat.text
        case "from" | "to":
            known = users.get(chat.sender_id if name == "from" else chat.recipient_id)
            whom = talk.names.who(page, known) if known else None
            return whom if name == "from" or whom is None else {"data": [whom]}
        case "attachments":
            return _attachments(call, chat)
    raise Problem(100, f"Tried accessing nonexisting field ({name})")


def _attachments(call: Call, chat: Chat) -> Json | None:
    media = call.network.world.media.get(chat.media_id or "")
    if media is None:
        return None
    url, kind = media_url(call.network, media.id), media.media_type.partition("/")[0]
    told: Json = {"id": media.id, "mime_type": media.media_type, "size": media.total_bytes}
    told |= {f"{kind}_data": {"url": url}} if kind in {"image", "video"} else {"file_url": url}
    return {"data": [told]}
