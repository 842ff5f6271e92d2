"""Answers reach the place they are meant for, with the parameters that Telegram has published."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.application import Application
from webcare.channels.telegram.adapter import TelegramAdapter
from webcare.channels.telegram.catching import UPDATES, catch_up
from webcare.channels.telegram.checking import check

SPECIFICATION = Path(__file__).resolve().parents[4] / "shared" / "specs" / "telegram" / "api.json"
TELEGRAM = TelegramAdapter()
BOT, GROUP, GROWN = "8100000001", -1500, -1001500
MOVED = {
    "error_code": 400,
    "description": "Bad Request: group chat was upgraded",
    "parameters": {"migrate_to_chat_id": GROWN},
}
Json = dict[str, Any]


@dataclass
class Api:
    """A Bot API that says yes, or what `refusals` hold for the next calls."""

    url: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    refusals: list[Json] = field(default_factory=list)

    def answer(self, method: str, asked: Json) -> Json:
        self.calls.append((method, asked))
        if self.refusals:
            return {"ok": False, **self.refusals.pop(0)}
        if method == "getUpdates":
            return {"ok": True, "result": []}
        if method == "getMe":
            return {
                "ok": True,
                "result": {"id": int(BOT), "is_bot": True, "first_name": "L", "username": "lowlandairbot"},
            }
        if method == "getWebhookInfo":
            return {"ok": True, "result": {"url": "", "pending_update_count": 0}}
        if not method.startswith("send"):
            return {"ok": True, "result": True}
        chat = {"id": asked["chat_id"], "type": "supergroup", "username": "lowlandairtalk"}
        return {"ok": True, "result": {"message_id": 77, "date": 1784927148, "chat": chat}}


@pytest.fixture
def api() -> Iterator[Api]:
    found = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            told = found.answer(self.path.rpartition("/")[2], asked)
            body = json.dumps(told).encode()
            self.send_response(told.get("error_code", 200))
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def bot(api: Api) -> Account:
    return Account(
        network="telegram", external_id=BOT, secrets={"bot_token": f"{BOT}:{'A' * 30}"}, settings={"updates": "asking"},
        application=Application(network="telegram", settings={"api_base": api.url}),
    )  # fmt: skip


def answer(thread: str, to: str = "") -> Outgoing:
    return Outgoing("k", "We look.", False, "7200000021", in_reply_to=to, thread_key=thread)


@pytest.mark.parametrize(
    ("thread", "to", "where"),
    [
        (f"group:{GROUP}::7", f"{BOT}:{GROUP}:501", {"reply_parameters": {"message_id": 501, "allow_sending_without_reply": False}}),
        (f"group:{GROUP}:33:7", "", {"message_thread_id": 33}),
        (f"direct:{GROUP}:7200000021:", "", {"direct_messages_topic_id": 7200000021}),
        (f"business:{GROUP}:bc_Ab-12:", "", {"business_connection_id": "bc_Ab-12"}),
        (f"group:{GROUP}::7", f"{BOT}:-42:501", {}),
    ],
)  # fmt: skip
def test_each_place_is_reached_in_its_own_way(api: Api, bot: Account, thread: str, to: str, where: Json) -> None:
    sent = TELEGRAM.send(bot, answer(thread, to))
    assert api.calls == [("sendMessage", {"chat_id": GROUP, "text": "We look.", **where})]
    connection = "bc_Ab-12@" if thread.startswith("business") else ""
    assert sent.external_id == f"{BOT}:{connection}{GROUP}:77"
    assert sent.permalink == ("https://t.me/lowlandairtalk/77" if thread.startswith("group") else "")


def test_an_answer_follows_a_group_that_has_become_another_chat(api: Api, bot: Account) -> None:
    api.refusals = [MOVED]
    sent = TELEGRAM.send(bot, answer(f"group:{GROUP}::7", f"{BOT}:{GROUP}:501"))
    assert [(asked["chat_id"], "reply_parameters" in asked) for _, asked in api.calls] == [
        (GROUP, True),
        (GROWN, False),
    ]
    assert sent.external_id == f"{BOT}:{GROWN}:77"
    api.refusals = [MOVED, MOVED]
    with pytest.raises(DeliveryError):
        TELEGRAM.send(bot, answer(f"group:{GROUP}::7"))


def test_what_a_business_account_said_is_taken_back_and_changed_in_its_name(api: Api, bot: Account) -> None:
    TELEGRAM.take_down(bot, f"{BOT}:bc_Ab-12@7200000021:901", private=True)
    TELEGRAM.edit(bot, f"{BOT}:bc_Ab-12@7200000021:901", "We found it.", private=True)
    connection = {"business_connection_id": "bc_Ab-12"}
    assert api.calls == [
        ("deleteBusinessMessages", {**connection, "message_ids": [901]}),
        ("editMessageText", {**connection, "chat_id": 7200000021, "message_id": 901, "text": "We found it."}),
    ]
    with pytest.raises(DeliveryError, match="no message of Telegram"):
        TELEGRAM.take_down(bot, "m_55", private=True)


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="Telegram's published description is not on this machine")
def test_every_method_and_parameter_is_published(api: Api, bot: Account) -> None:
    published = json.loads(SPECIFICATION.read_text())
    TELEGRAM.send(bot, answer(f"group:{GROUP}:33:7", f"{BOT}:{GROUP}:501"))
    TELEGRAM.send(bot, answer(f"direct:{GROUP}:7200000021:"))
    TELEGRAM.edit(bot, f"{BOT}:{GROUP}:5", "x", private=False)
    TELEGRAM.take_down(bot, f"{BOT}:{GROUP}:5", private=False)
    TELEGRAM.take_down(bot, f"{BOT}:bc@{GROUP}:5", private=True)
    TELEGRAM.connect(bot, "")
    list(catch_up(bot))
    check(bot)
    with pytest.raises(DeliveryError):
        TELEGRAM.fetch(bot, "telegram-file:abc")
    strange = [
        (method, name)
        for method, asked in api.calls
        for name in asked
        if name not in {one["name"] for one in published["methods"][method].get("fields", [])}
    ]
    assert not strange
    assert len({method for method, _ in api.calls}) > 7, "all of them were made"
    assert set(UPDATES) <= {one["name"] for one in published["types"]["Update"]["fields"]}
