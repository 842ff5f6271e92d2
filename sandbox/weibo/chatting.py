"""Private messages on Weibo: a person writes to an account, whose program may answer for a while."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import Empty, WindowClosed
from sandbox.sending_off import Told, send_off
from sandbox.watching import Happening, News
from sandbox.weibo.shapes import moment
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Span

WINDOW_MS = 48 * 3_600_000
ANSWERS = 1  # to what somebody wrote last
KINDS = {"image": "发了一张图片", "audio": "发了一个语音"}


@dataclass(frozen=True)
class Words:
    """A text or a file; `from_account` says which of the two speaks."""

    account: User
    person: User
    from_account: bool
    text: str = ""
    media_id: str | None = None
    at: int | None = None


def write(network: Network, words: Words, manner: Manner = USUAL) -> Chat:
    """Raises a Refusal."""
    if not words.text.strip() and words.media_id is None:
        raise Empty("content is null!")
    at = words.at or now_ms()
    number = network.world.snowflakes.at(at)
    people = (words.account.id, words.person.id, words.from_account)
    chat = Chat(number, *people, words.text, words.media_id, at)
    with network.world.database.together():
        network.world.weibo_chats.add(chat)
        if manner.told and not words.from_account:
            _push(network, chat)
    network.watchers.tell(News(Happening.CHAT, f"weibo-{chat.page_id}-{chat.person_id}", by=chat.sender_id))
    return chat


def answer(network: Network, words: Words) -> Chat:
    """What a program writes: within the window after the person's last message."""
    last = network.world.weibo_chats.last_word(words.account.id, words.person.id)
    if last is None or now_ms() - last > WINDOW_MS:
        raise WindowClosed("the receiver has not sent a message to you in time!")
    since = network.world.weibo_chats.between(words.account.id, words.person.id, Span(since=last, limit=100))
    if sum(1 for each in since if each.from_page) >= ANSWERS:
        raise WindowClosed("the message has been replied already!")
    return write(network, words)


def _push(network: Network, chat: Chat) -> None:
    callback = network.world.callbacks.of("weibo", chat.page_id)
    if callback is None:
        return
    told: dict[str, Any] = {"type": "text", "receiver_id": int(chat.page_id), "sender_id": int(chat.person_id)}
    told |= {"created_at": moment(chat.created_at), "text": chat.text, "data": {}}
    media = network.world.media.get(chat.media_id or "")
    if media is not None:
        kind = "audio" if media.media_type.startswith("audio/") else "image"
        told |= {"type": "voice" if kind == "audio" else "image", "text": KINDS[kind]}
        told["data"] = {"vfid": int(media.id), "tovfid": int(media.id)}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    send_off(network, [Told(callback.id, str(told["type"]), body.encode())])
