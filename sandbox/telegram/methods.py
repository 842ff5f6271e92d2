"""The methods of the Bot API that this network knows."""

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from sandbox.addressing import wrong_with
from sandbox.multipart import BadForm, File, form_of
from sandbox.network import Network
from sandbox.telegram import grouping, talking, updates
from sandbox.telegram.problems import Problem
from sandbox.telegram.shapes import GROUPS, Json, bot_shape, letter_shape
from sandbox.telegram.talking import Words
from sandbox.world.groups import GroupLetter
from sandbox.world.telegram import Bot, Letter
from sandbox.world.users import User

LONGEST_WAIT = 50
LONGEST_DESCRIPTION = 512
LARGEST_FILE = 50 * 1024**2


@dataclass(frozen=True)
class Call:
    """One call of a bot: what it asks, and the files that it hands over."""

    network: Network
    bot: Bot
    brand: User
    asked: Json
    files: dict[str, File]

    def text(self, name: str) -> str:
        return str(self.asked.get(name, ""))

    def number(self, name: str, usual: int = 0) -> int:
        try:
            return int(self.asked.get(name, usual))
        except (TypeError, ValueError):
            raise Problem(400, f"{name} must be a number") from None

    def inner(self, name: str) -> Any:
        """An object or a list, which a form writes as JSON."""
        value = self.asked.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value
        except ValueError:
            raise Problem(400, f"can't parse {name}") from None

    @property
    def is_for_group(self) -> bool:
        """The one group of this bot; every other one is not found."""
        return str(self.asked.get("chat_id", "")) == f"{GROUPS}{self.bot.id}"

    def group_letter(self, verb: str) -> GroupLetter:
        found = self.network.world.groups.numbered(self.bot.id, self.number("message_id"))
        if found is None:
            raise Problem(400, f"message to {verb} not found")
        return found

    def person(self) -> User:
        found = self.network.world.users.get(str(self.asked.get("chat_id", "")))
        if found is None or found.is_brand:
            raise Problem(400, "chat not found")
        return found

    def letter(self, verb: str) -> Letter:
        found = self.network.world.letters.numbered(self.bot.id, self.person().id, self.number("message_id"))
        if found is None:
            raise Problem(400, f"message to {verb} not found")
        return found


async def call_of(request: Request, network: Network, bot: Bot, brand: User) -> Call:
    asked: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Problem(400, "can't parse JSON object") from None
        return Call(network, bot, brand, asked | (body if isinstance(body, dict) else {}), {})
    try:
        form = await form_of(request)
    except BadForm as error:
        raise Problem(400, str(error)) from None
    return Call(network, bot, brand, asked | form.texts, form.files)


async def get_me(call: Call) -> Json:
    return {**bot_shape(call.brand), "can_join_groups": True, "can_read_all_group_messages": False}


async def set_description(call: Call) -> bool:
    words = call.text("description")
    if len(words.encode("utf-16-le")) // 2 > LONGEST_DESCRIPTION:
        raise Problem(400, "bot description is too long")
    call.network.world.bots.describe(call.bot.id, words)
    return True


async def get_description(call: Call) -> Json:
    return {"description": call.network.world.bots.description(call.bot.id)}


async def set_webhook(call: Call) -> bool:
    url, kinds = call.text("url"), call.inner("allowed_updates") or []
    if url and (wrong := wrong_with(url)):
        raise Problem(400, f"bad webhook: {wrong}")
    allowed = tuple(str(each) for each in kinds)
    kept = replace(call.bot, url=url, secret=call.text("secret_token"), allowed=allowed or call.bot.allowed)
    with call.network.world.database.together():
        call.network.world.bots.keep(kept)
        if url:
            updates.bring_what_waits(call.network, kept)
    return True


async def delete_webhook(call: Call) -> bool:
    call.network.world.bots.keep(replace(call.bot, url="", secret=""))
    return True


async def webhook_info(call: Call) -> Json:
    waiting = call.network.world.bots.count_waiting(call.bot.id)
    told: Json = {"url": call.bot.url, "has_custom_certificate": False, "pending_update_count": waiting}
    return told | ({"allowed_updates": list(call.bot.allowed)} if call.bot.allowed else {})


async def get_updates(call: Call) -> list[Json]:
    """Holds the line while nothing happens; whoever asks later ends the line of whoever asked before."""
    bots = call.network.world.bots
    if call.bot.url:
        raise Problem(
            409, "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    if kinds := call.inner("allowed_updates"):
        bots.keep(replace(call.bot, allowed=tuple(str(each) for each in kinds)))
    offset, limit = call.number("offset"), min(max(call.number("limit", 100), 1), 100)
    found = bots.waiting(call.bot.id, offset, limit)
    if not found and (seconds := min(call.number("timeout"), LONGEST_WAIT)) > 0:
        await _something(call, seconds)
        found = bots.waiting(call.bot.id, offset, limit)
    return [json.loads(body) for body in found]


async def send_message(call: Call) -> Json:
    if call.is_for_group:
        return _say(call)
    return _write(call, call.text("text"), None)


async def send_file(call: Call) -> Json:
    """Whatever kind of file the method is for, it is the one that came along."""
    if len(call.files) != 1:
        raise Problem(400, "there is no file in the request")
    file = next(iter(call.files.values()))
    if not 0 < len(file.content) <= LARGEST_FILE:
        raise Problem(400, "file is too big")
    shelf = call.network.world.media
    media = shelf.keep(call.bot.id, file.media_type, "telegram", file.content)
    shelf.describe(media.id, file.name)
    return _write(call, call.text("caption"), media.id)


async def edit_text(call: Call) -> Json:
    if call.is_for_group:
        after = grouping.edit(call.network, call.brand, call.group_letter("edit"), call.text("text"))
        return grouping.letter_shape(call.network, after)
    letter = call.letter("edit")
    if letter.media_id is not None:
        raise Problem(400, "there is no text in the message to edit")
    return _edit(call, letter, call.text("text"))


async def edit_caption(call: Call) -> Json:
    return _edit(call, call.letter("edit"), call.text("caption"))


async def delete_message(call: Call) -> bool:
    if call.is_for_group:
        grouping.remove(call.network, call.brand, call.group_letter("delete"))
        return True
    talking.remove(call.network, call.brand, call.letter("delete"))
    return True


async def get_file(call: Call) -> Json:
    media = call.network.world.media.get(call.text("file_id").removeprefix("file-"))
    if media is None:
        raise Problem(400, "wrong file_id or the file is temporarily unavailable")
    if media.total_bytes > 20 * 1024**2:
        raise Problem(400, "file is too big")
    told = {"file_id": f"file-{media.id}", "file_unique_id": f"u{media.id}", "file_size": media.total_bytes}
    return {**told, "file_path": f"files/{media.id}"}


def _say(call: Call) -> Json:
    """In the group; whoever answers what is gone is refused, unless they do without."""
    reply = call.inner("reply_parameters") or {}
    answers = int(reply.get("message_id", 0)) or None
    if answers and call.network.world.groups.numbered(call.bot.id, answers) is None:
        if not reply.get("allow_sending_without_reply"):
            raise Problem(400, "message to be replied not found")
        answers = None
    said = grouping.write(call.network, grouping.Words(call.brand, call.brand, call.text("text"), answers))
    return grouping.letter_shape(call.network, said)


def _write(call: Call, text: str, media_id: str | None) -> Json:
    person, answers = call.person(), None
    if reply := call.inner("reply_parameters"):
        answers = int(reply.get("message_id", 0))
        if call.network.world.letters.numbered(call.bot.id, person.id, answers) is None:
            if not reply.get("allow_sending_without_reply"):
                raise Problem(400, "message to be replied not found")
            answers = None
    words = Words(call.brand, person, True, text, media_id, answers)
    return letter_shape(call.network, talking.write(call.network, words))


def _edit(call: Call, letter: Letter, text: str) -> Json:
    if letter.text == text:
        raise Problem(
            400, "message is not modified: specified new message content is exactly the same as a current content"
        )
    return letter_shape(call.network, talking.edit(call.network, call.brand, letter, text))


async def _something(call: Call, seconds: int) -> None:
    before, mine = updates.asking.get(call.bot.id), asyncio.Event()
    updates.asking[call.bot.id] = mine
    if before is not None:
        before.set()
    try:
        async with asyncio.timeout(seconds):
            await mine.wait()
    except TimeoutError:
        return
    finally:
        taken_over = updates.asking.get(call.bot.id) is not mine
        if not taken_over:
            del updates.asking[call.bot.id]
    if taken_over:
        raise Problem(409, "terminated by other getUpdates request; make sure that only one bot instance is running")
