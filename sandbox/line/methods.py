"""What the program of an official account asks of LINE."""

import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime

from starlette.responses import Response

from sandbox.addressing import wrong_with
from sandbox.clock import now_ms
from sandbox.delivering import Courier
from sandbox.line import chatting
from sandbox.line.door import Call, Json
from sandbox.line.events import TOKEN_LIFE_MS
from sandbox.line.naming import line_id, person_with
from sandbox.line.problems import Problem
from sandbox.world.callbacks import Callback
from sandbox.world.chats import Chat
from sandbox.world.media import Media

PUSHED, REPLIED = "push:", "reply:"
PREPARING_MS = 1_500  # until a film or a sound is there


async def info(call: Call) -> Json:
    about = {"userId": line_id(call.account), "basicId": f"@{call.account.username}", "displayName": call.account.name}
    return {**about, "chatMode": "bot", "markAsReadMode": "manual"}


async def profile(call: Call) -> Json:
    """Only of somebody who is a friend of the account."""
    person = person_with(call.network, call.path("person"))
    if person is None or not chatting.are_friends(call.network, call.account, person):
        raise Problem(404, "Not found")
    return {"userId": line_id(person), "displayName": person.name, "language": "en"}


async def endpoint(call: Call) -> Json:
    callback = _callback(call)
    return {"endpoint": callback.url, "active": bool(callback.url)}


async def set_endpoint(call: Call) -> Json:
    url, known = str(call.asked.get("endpoint", "")), _callback(call)
    if wrong := wrong_with(url):
        raise Problem(400, f"Invalid webhook endpoint URL: {wrong}")
    call.network.world.callbacks.enter(replace(known, url=url))
    return {}


async def test_endpoint(call: Call) -> Json:
    """A call without events, signed as any other."""
    courier: Courier = call.request.app.state.courier
    status = await courier.try_out(_callback(call).id, line_id(call.account))
    reason = "OK" if status == 200 else "COULD_NOT_CONNECT" if status == 0 else "ERROR_STATUS_CODE"
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"statusCode": status, "reason": reason, "detail": str(status)}
    return {"success": status == 200, "timestamp": at, **told}


async def quota(call: Call) -> Json:
    return {"type": "limited", "value": _plan(call)}


async def consumption(call: Call) -> Json:
    return {"totalUsage": _used(call)}


async def reply(call: Call) -> Json:
    """With a token that is good once and for a minute; it costs nothing."""
    token, shelf = str(call.asked.get("replyToken", "")), call.network.world.line_chats
    asked = shelf.get(token.removeprefix("reply")) if token.startswith("reply") else None
    spent = shelf.tagged(call.account.id, f"{REPLIED}{token}", 0)
    too_late = asked is not None and now_ms() - asked.created_at > TOKEN_LIFE_MS
    if asked is None or asked.page_id != call.account.id or spent or too_late:
        raise Problem(400, "Invalid reply token")
    person = call.network.world.users.get(asked.person_id)
    if person is None:
        raise Problem(400, "Invalid reply token")
    text = str(call.message()["text"])
    return _sent(
        chatting.write(call.network, chatting.Words(call.account, person, True, text, tag=f"{REPLIED}{token}"))
    )


async def push(call: Call) -> Json:
    """Counts against the plan; the same retry key within a day sends nothing more."""
    person, key = (
        person_with(call.network, str(call.asked.get("to", ""))),
        call.request.headers.get("x-line-retry-key", ""),
    )
    if person is None:
        raise Problem(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
    if key and not _is_uuid(key):
        raise Problem(400, "Invalid retry key")
    text, shelf = str(call.message()["text"]), call.network.world.line_chats
    if before := shelf.tagged(call.account.id, f"{PUSHED}{key}", now_ms() - chatting.DAY_MS) if key else None:
        raise Problem(409, "The retry key is already accepted", **_sent(before))
    if _used(call) >= _plan(call):
        raise Problem(429, "You have reached your monthly limit.")
    words = chatting.Words(call.account, person, True, text, tag=f"{PUSHED}{key or uuid.uuid4()}")
    return _sent(chatting.write(call.network, words))


async def mark_as_read(call: Call) -> Json:
    if not str(call.asked.get("markAsReadToken", "")).startswith("r"):
        raise Problem(400, "Invalid mark as read token")
    return {}


async def content(call: Call) -> Response:
    """What came along with a message."""
    chat, media = _file(call)
    if _is_prepared(chat, media):
        return Response(call.network.world.media.content(media.id), media_type=media.media_type)
    return Response(status_code=202)


async def transcoding(call: Call) -> Json:
    chat, media = _file(call)
    return {"status": "succeeded" if _is_prepared(chat, media) else "processing"}


def _file(call: Call) -> tuple[Chat, Media]:
    chat = call.network.world.line_chats.get(call.path("message"))
    media = call.network.world.media.get(chat.media_id or "") if chat and chat.page_id == call.account.id else None
    if chat is None or media is None:
        raise Problem(404, "Not found")
    return chat, media


def _is_prepared(chat: Chat, media: Media) -> bool:
    """A film or a sound takes a moment."""
    slow = media.media_type.startswith(("video/", "audio/"))
    return not slow or now_ms() > chat.created_at + PREPARING_MS


def _callback(call: Call) -> Callback:
    found = call.network.world.callbacks.of("line", call.account.id)
    if found is None:
        raise Problem(404, "Webhook endpoint not found")
    return found


def _plan(call: Call) -> int:
    """Messages that may be pushed in a month."""
    return int(_callback(call).mode)


def _used(call: Call) -> int:
    """What was pushed this month."""
    now = time.gmtime()
    month = datetime(now.tm_year, now.tm_mon, 1, tzinfo=UTC)
    return call.network.world.line_chats.count_of(call.account.id, PUSHED, int(month.timestamp() * 1000))


def _sent(chat: Chat) -> Json:
    return {"sentMessages": [{"id": chat.id, "quoteToken": f"q{chat.id}"}]}


def _is_uuid(written: str) -> bool:
    try:
        return str(uuid.UUID(written)) == written.lower()
    except ValueError:
        return False
