"""What we ask of the Graph for an Instagram account has names that Meta has published: calls, parameters, fields, words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from sandbox.client import OnWall, Sandbox
from tests.channels.doorway import Door
from tests.channels.instagram.test_sandbox import INSTAGRAM, PNG, account, answer_to, hook, storm, understood
from tests.channels.meta.published import UNPUBLISHED, Call, fields, needed, strange_in, unknown_fields
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing
from webcare.channels.meta import api
from webcare.lib.now import real_now

__all__ = ["account", "hook", "storm"]
pytestmark = needed
PART = re.compile(rb'name="(\w+)"[^\r]*\r\n(?:[^\r]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
KINDS = {"178411": "IGUser", "aWdt_": "UnifiedThread", "18": "IGMedia", "17": "IGComment"}  # by how the sandbox numbers


@pytest.fixture
def wire() -> Iterator[list[httpx2.Request]]:
    """Everything that is asked while a test runs."""
    asked: list[httpx2.Request] = []
    client = api.client()
    client.event_hooks = {"request": [asked.append], "response": []}
    yield asked
    client.event_hooks = {"request": [], "response": []}


def everything(account: Account, hook: Door, sandbox: Sandbox, storm: OnWall) -> None:
    """Each kind of call at least once."""
    INSTAGRAM.connect(account, hook.url)
    INSTAGRAM.check(account)
    asked = sandbox.comment("mia_reist", storm.id, "my bag", on="instagram")
    gate = sandbox.wall_post(
        "tomvanzetten", "@lowlandair", media_id=sandbox.upload("tomvanzetten", PNG.content), on="instagram"
    )
    mention = sandbox.comment("mia_reist", gate.id, "ask @lowlandair", on="instagram")
    late = sandbox.chat("tomvanzetten", "lowlandair", "?", on="instagram", at=real_now() - timedelta(hours=30))
    sent = INSTAGRAM.send(account, answer_to(asked))
    INSTAGRAM.find_sent(account, answer_to(asked), real_now())
    INSTAGRAM.send(account, answer_to(mention, thread_key=f"mention:{gate.name}:{mention.person_id}"))
    private = answer_to(asked, private=True, in_reply_to="", goes_on_from=asked.name)
    INSTAGRAM.send(account, private)
    INSTAGRAM.find_sent(account, private, real_now())
    sandbox.chat("mia_reist", "lowlandair", "Hello?", on="instagram")
    INSTAGRAM.send(account, replace(private, text="", goes_on_from="", files=(PNG,)))
    INSTAGRAM.send(account, Outgoing("key-2", "Here.", private=True, recipient=late.person_id))
    understood(account, lacking(account, storm, gate, mention))
    list(INSTAGRAM.catch_up(account))
    for action in ("hide", "unhide", "block", "unblock"):
        INSTAGRAM.moderate(account, action, asked.name, asked.person_id)
    INSTAGRAM.insights(account, [sent.external_id])
    INSTAGRAM.followers(account)
    INSTAGRAM.take_down(account, sent.external_id, private=False)
    INSTAGRAM.disconnect(account)


def lacking(account: Account, storm: OnWall, gate: OnWall, mention: OnWall) -> bytes:
    """An event that leaves out everything that Meta ever leaves out."""
    person = {"id": mention.person_id}
    comment = {"id": "1799", "text": "?", "from": person, "media": {"id": storm.name}, "timestamp": 1784927148}
    values = {"comments": comment, "mentions": {"media_id": gate.name, "comment_id": mention.name}}
    changes = [{"field": name, "value": value} for name, value in values.items()]
    changes.append({"field": "mentions", "value": {"media_id": gate.name}})
    said = {"sender": person, "recipient": {"id": account.external_id}, "timestamp": 1784927148000}
    talk = [{**said, "message": {"mid": "m_1", "text": "?"}}]
    entry = {"id": account.external_id, "time": 1784927148, "changes": changes, "messaging": talk}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def told(request: httpx2.Request) -> dict[str, Any]:
    """Its parameters, wherever they stand."""
    kind, body, asked = request.headers.get("content-type", ""), request.read(), dict[str, Any](request.url.params)
    if kind.startswith("application/json"):
        return asked | dict(json.loads(body))
    return asked | {name.decode(): value for name, value in PART.findall(body)}


def calls(account: Account, wire: list[httpx2.Request]) -> list[Call]:
    """Each as Meta's lists name it; what they do not speak of is left out."""
    assert account.application
    page, app = account.settings["page_id"], str(account.application.settings["app_id"])
    found = []
    for request in wire:
        _, _version, node, *edge = request.url.path.split("/")
        kind = {"me": "Page", page: "Page", app: "Application"}.get(node) or next(
            (name for begins, name in KINDS.items() if node.startswith(begins)), ""
        )
        if kind:
            asked = {name: value.decode() if isinstance(value, bytes) and name != "filedata" else value
                     for name, value in told(request).items()}  # fmt: skip
            found.append(Call(request.method, kind, "".join(edge), asked))
        else:
            assert node in {"", "debug_token"}, request.url.path
    return found


def test_every_call_its_parameters_and_their_words_are_published(
    account: Account, hook: Door, sandbox: Sandbox, storm: OnWall, wire: list[httpx2.Request]
) -> None:
    everything(account, hook, sandbox, storm)
    made = calls(account, wire)
    assert [strange for call in made for strange in strange_in(call)] == []
    known = fields("Page", "IGUser", "IGMedia", "IGComment", "UnifiedThread") | UNPUBLISHED
    assert {str(call): unknown for call in made if (unknown := unknown_fields(call, known))} == {}
    assert len({str(call) for call in made}) >= 18, "all of them were made"
