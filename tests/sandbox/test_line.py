"""The make-believe LINE: what programs ask is answered as published, and what customers do by hand is told to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openapi_schema_validator import OAS30Validator

from sandbox.client import LineKeys, Sandbox
from tests.sandbox.running import SECRET, Running

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "specs" / "line" / "messaging-api.yml"
BOT = "/api.line.me/v2/bot"
published = pytest.mark.skipif(not SPECIFICATION.exists(), reason="the published description is not at hand")


@pytest.fixture
def keys(sandbox: Sandbox) -> LineKeys:
    sandbox.create_app(SECRET)
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("anna", "Anna")
    return sandbox.line_keys("lowlandair", plan=2)


@pytest.fixture
def http(running: Running, keys: LineKeys) -> Iterator[httpx2.Client]:
    headers = {"authorization": f"Bearer {keys.token}"}
    with httpx2.Client(base_url=running.url, trust_env=False, headers=headers) as client:
        yield client


def push(http: httpx2.Client, to: str, text: str, key: str = "") -> httpx2.Response:
    wish = {"to": to, "messages": [{"type": "text", "text": text}]}
    return http.post(f"{BOT}/message/push", json=wish, headers={"x-line-retry-key": key or str(uuid.uuid4())})


@published
def test_answers_are_as_published(sandbox: Sandbox, http: httpx2.Client) -> None:
    yaml = pytest.importorskip("yaml")
    document = yaml.safe_load(SPECIFICATION.read_text())

    def has_shape(name: str, value: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        OAS30Validator(schema).validate(value)

    anna = sandbox.line_id("anna")
    sandbox.line_follow("anna", "lowlandair")
    has_shape("BotInfoResponse", http.get(f"{BOT}/info").json())
    has_shape("UserProfileResponse", http.get(f"{BOT}/profile/{anna}").json())
    has_shape("MessageQuotaResponse", http.get(f"{BOT}/message/quota").json())
    has_shape("QuotaConsumptionResponse", http.get(f"{BOT}/message/quota/consumption").json())
    has_shape("PushMessageResponse", push(http, anna, "hello").json())
    has_shape("ErrorResponse", push(http, "U" + "0" * 32, "hello").json())
    has_shape("TestWebhookEndpointResponse", http.post(f"{BOT}/channel/webhook/test", json={}).json())


def test_a_push_is_sent_once_under_its_key_and_counts_against_the_plan(sandbox: Sandbox, http: httpx2.Client) -> None:
    anna, key = sandbox.line_id("anna"), str(uuid.uuid4())
    first, again = push(http, anna, "one", key), push(http, anna, "one", key)
    assert (first.status_code, again.status_code) == (200, 409)
    assert again.json()["sentMessages"] == first.json()["sentMessages"]
    assert push(http, anna, "x", "no uuid").status_code == 400
    assert push(http, anna, "two").status_code == 200
    assert push(http, anna, "three").json()["message"] == "You have reached your monthly limit."
    assert http.get(f"{BOT}/message/quota/consumption").json() == {"totalUsage": 2}
    assert [each.text for each in sandbox.lines()] == ["one", "two"]


def test_a_reply_token_is_good_once(sandbox: Sandbox, http: httpx2.Client) -> None:
    asked = sandbox.line("anna", "lowlandair", "hello?")

    def reply(token: str, text: str = "Hi") -> int:
        wish = {"replyToken": token, "messages": [{"type": "text", "text": text}]}
        return http.post(f"{BOT}/message/reply", json=wish).status_code

    assert reply("another") == 400
    assert reply(f"reply{asked.id}", "x" * 5001) == 400
    assert [reply(f"reply{asked.id}"), reply(f"reply{asked.id}")] == [200, 400]
    assert http.get(f"{BOT}/info", headers={"authorization": "Bearer x"}).status_code == 401


def test_customers_write_take_back_and_block_by_hand(running: Running, sandbox: Sandbox, http: httpx2.Client) -> None:
    with httpx2.Client(base_url=running.url, trust_env=False, follow_redirects=True) as anna:
        anna.get("/line?as=anna")
        home = {"origin": running.url}
        page = anna.post("/line/lowlandair", data={"text": "hello?"}, headers=home)
        [said] = sandbox.lines()
        assert (said.text, said.person) == ("hello?", "anna")
        assert "Unsend" in page.text and "Block" in page.text
        anna.post(f"/line/chats/{said.id}/removal", headers=home)
        assert sandbox.lines() == []
        anna.post("/line/lowlandair/removal", headers=home)
        assert http.get(f"{BOT}/profile/{sandbox.line_id('anna')}").status_code == 404
