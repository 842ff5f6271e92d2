"""What bots hear of: brought to the address that they gave, or kept until they ask."""

import asyncio
import json
from typing import Any

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.telegram.shapes import chat_shape, letter_shape, person_shape
from sandbox.world.telegram import Bot, Letter
from sandbox.world.users import User

UNASKED = frozenset({"message_reaction"})  # told only to bots that name it
asking: dict[str, asyncio.Event] = {}  # bots that hold a line


def written(network: Network, letter: Letter, *, edited: bool = False) -> None:
    """Of what people write; a bot does not hear itself."""
    if not letter.from_bot:
        _tell(network, letter.bot_id, "edited_message" if edited else "message", letter_shape(network, letter))


def said(network: Network, bot_id: str, message: Any, *, edited: bool) -> None:
    """In a group."""
    _tell(network, bot_id, "edited_message" if edited else "message", message)


def reacted(network: Network, letter: Letter, person: User, before: str, after: str) -> None:
    told = {
        "chat": chat_shape(person),
        "message_id": letter.number,
        "user": person_shape(person),
        "date": now_ms() // 1000,
    }
    _tell(network, letter.bot_id, "message_reaction", {
        **told, "old_reaction": _signs(before), "new_reaction": _signs(after)
    })  # fmt: skip


def bring_what_waits(network: Network, bot: Bot) -> None:
    """It has an address from now on."""
    for body in network.world.bots.waiting(bot.id, 0, 1_000_000):
        send_off(network, [Told(bot.hook_id, "update", body.encode())])
    network.world.bots.waiting(bot.id, 1 << 62, 1)


def _tell(network: Network, bot_id: str, kind: str, told: Any) -> None:
    bot = network.world.bots.get(bot_id)
    if bot is None or (kind not in bot.allowed if bot.allowed else kind in UNASKED):
        return
    number = network.world.bots.next_update()
    body = json.dumps({"update_id": number, kind: told}, ensure_ascii=False, separators=(",", ":"))
    if bot.url:
        send_off(network, [Told(bot.hook_id, kind, body.encode())])
        return
    network.world.bots.wait(bot.id, number, body)
    if bot.id in asking:
        asking[bot.id].set()


def _signs(sign: str) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": sign}] if sign else []
