"""Our bot at telegram-test-api, as far as that knows Telegram."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.channels.conftest import free_port
from tests.partners.installed import running, told
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.application import Application
from webcare.channels.collecting import collect
from webcare.channels.telegram.adapter import TelegramAdapter
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import real_now
from webcare.team.brand import Brand

pytestmark = pytest.mark.django_db(transaction=True)
TELEGRAM = TelegramAdapter()
TOKEN = "666:a-token-that-only-tests-know"
MIA = {"id": 72, "first_name": "Mia", "username": "mia_reist", "is_bot": False}
CHAT = {"id": 72, "first_name": "Mia", "username": "mia_reist", "type": "private"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running([str(Path(__file__).with_name("telegram.cjs")), str(free_port())]) as process:
        yield told(process)["server"]


@pytest.fixture
def account(transactional_db: None, server: str) -> Account:
    account = Account(
        network="telegram",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=Application.objects.create(network="telegram", name="Telegram", settings={"api_base": server}),
        settings={"updates": "asking"},
        secrets={"bot_token": TOKEN},
        connected_at=real_now(),
    )
    TELEGRAM.connect(account, "")
    account.save()
    return account


def says(server: str, text: str) -> None:
    said = {"botToken": TOKEN, "from": MIA, "chat": CHAT, "date": int(real_now().timestamp()), "text": text}
    assert httpx2.post(f"{server}/sendMessage", json=said).json()["ok"]


def reads(server: str) -> list[dict[str, Any]]:
    """What Mia finds in her app, once."""
    found = httpx2.post(f"{server}/getUpdates", json={"token": TOKEN, "chatId": CHAT["id"]}).json()
    return [each["message"] for each in found["result"]]


def asked(account: Account, server: str, text: str) -> Message:
    says(server, text)
    collect(account)
    receive_waiting()
    return Message.objects.get(text=text)


def test_who_the_bot_is_and_what_somebody_writes_to_it_arrives_once(account: Account, server: str) -> None:
    assert (account.external_id, account.handle) == ("666", "TestNameBot")
    question = asked(account, server, "Where is my bag?")
    assert (question.private, question.handle and question.handle.name) == (True, "Mia")
    collect(account)
    receive_waiting()
    assert Message.objects.count() == 1


def test_an_answer_arrives_and_a_moment_that_cannot_be_leaves_it_unconfirmed(account: Account, server: str) -> None:
    """It tells in thousandths of a second when it took the answer, and Telegram in seconds; so we do not say that it stands."""
    question = asked(account, server, "Which gate?")
    answer = Outgoing(
        "k", "C4, until 14:20.", True, "72", in_reply_to=question.external_id or "",
        thread_key=question.conversation.thread_key,
    )  # fmt: skip
    with pytest.raises(DeliveryError) as doubtful:
        TELEGRAM.send(account, answer)
    assert doubtful.value.unknown
    [arrived] = reads(server)
    assert (arrived["text"], arrived["chat_id"]) == ("C4, until 14:20.", 72)
    assert arrived["reply_parameters"]["message_id"] == int((question.external_id or "").rpartition(":")[2])


def test_an_answer_is_edited_and_taken_back(account: Account, server: str) -> None:
    question = asked(account, server, "When?")
    thread = question.conversation.thread_key
    with pytest.raises(DeliveryError):
        TELEGRAM.send(account, Outgoing("k", "At two.", True, "72", thread_key=thread))
    history = httpx2.post(f"{server}/getUpdatesHistory", json={"token": TOKEN}).json()["result"]
    number = max(each["messageId"] for each in history)
    external_id = (question.external_id or "").rpartition(":")[0] + f":{number}"
    TELEGRAM.edit(account, external_id, "At three.", True)
    assert [each["text"] for each in reads(server)] == ["At three."]
    TELEGRAM.take_down(account, external_id, True)
    left = httpx2.post(f"{server}/getUpdatesHistory", json={"token": TOKEN}).json()["result"]
    assert number not in [each["messageId"] for each in left]
