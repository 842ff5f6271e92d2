"""The adapter at its tower, a real process: both ways, every way in which a send can end, and what was missed.

For a real network: the same questions, and one for each thing that it does in a way of its own.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcare.settings")
os.environ.setdefault("WEBCARE_SECRET_KEYS", "only-for-tests")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/never")  # an adapter asks no tables
os.environ.setdefault("WEBCARE_PRIVATE_ORIGINS", "http://127.0.0.1:*")
django.setup()

from webcare.channels.account import Account  # noqa: E402 - Django has to be set up first
from webcare.channels.adapter import BadSignature, DeliveryError, Outgoing, WebhookRequest  # noqa: E402 - the same
from webcare.channels.application import Application  # noqa: E402 - the same
from webcare.channels.inbound import Deleted, Inbound, Parsing, Received, Unparsable  # noqa: E402 - the same
from webcare.channels.registry import adapter  # noqa: E402 - the same
from webcare.lib.now import real_now  # noqa: E402 - the same
from webcare_semaphore import parse as parsing_room  # noqa: E402 - the same

PAYLOADS = Path(parsing_room.__file__).parent / "payloads"
TOWER = Path(__file__).parent / "tower.py"
US = Parsing(real_now(), own_ids=frozenset({"1111"}))
SEMAPHORE = adapter("semaphore")  # by the entry point of this package


class Tower:
    """How a test acts on the tower."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def act(self, deed: str, **asked: Any) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("POST", f"/act/{deed}", json.dumps(asked))
        told = json.loads(line.getresponse().read())
        line.close()
        return told

    def texts(self) -> list[str]:
        return [each["text"] for each in self.act("look")["signals"]]


@pytest.fixture(scope="module")
def process() -> Iterator[Tower]:
    server = subprocess.Popen([sys.executable, str(TOWER)], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        yield Tower(int(server.stdout.readline()))
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


@pytest.fixture
def tower(process: Tower) -> Tower:
    process.act("anew")
    return process


@pytest.fixture
def account(tower: Tower) -> Account:
    application = Application(
        network="semaphore", settings={"api_base": tower.url}, secrets={"secret": "a-secret-of-the-tower"}
    )
    found = Account(network="semaphore", application=application, secrets={"key": "a-key-of-the-station"})
    SEMAPHORE.connect(found, "")
    return found


@pytest.fixture
def door(account: Account) -> Iterator[tuple[str, list[WebhookRequest]]]:
    """Our address, where nothing gets in that the tower did not sign."""
    heard: list[WebhookRequest] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            request = WebhookRequest(body, {name.lower(): value for name, value in self.headers.items()})
            assert account.application
            SEMAPHORE.verify(account.application, request)
            heard.append(request)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    server.server_close()


def caught(account: Account) -> list[Inbound]:
    return [one for event in SEMAPHORE.catch_up(account) for one in SEMAPHORE.parse(event.payload, US)]


def texts(told: list[Inbound]) -> list[str]:
    return [one.text for one in told if isinstance(one, Received)]


ANSWER = Outgoing("key-1", "We look, Mia.", True, "mia-7")


@pytest.mark.parametrize("payload", sorted(PAYLOADS.iterdir()), ids=lambda path: path.stem)
def test_every_captured_payload_is_understood(payload: Path) -> None:
    told = SEMAPHORE.parse(payload.read_bytes(), US)
    assert bool(told) == (payload.stem != "weather_that_concerns_nobody")


def test_a_signal_says_who_said_what_when_and_to_whom() -> None:
    [said] = SEMAPHORE.parse((PAYLOADS / "signal.json").read_bytes(), US)
    [ours] = SEMAPHORE.parse((PAYLOADS / "answer_from_the_tower_itself.json").read_bytes(), US)
    assert isinstance(said, Received)
    assert isinstance(ours, Received)
    assert (said.account, said.author.name, said.text, said.private) == ("1111", "Mia", "Where is my bag? 🧳", True)
    assert (ours.ours, ours.recipient, ours.parents) == (True, said.author, (said.external_id,))
    assert said.thread_key == ours.thread_key == "mia-7"


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"event": "sneeze", "station": "1111"}', b'{"event": "signal"}'])
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes) -> None:
    with pytest.raises(Unparsable, match=r"\.$"):
        SEMAPHORE.parse(payload, US)


def test_the_parser_needs_no_django() -> None:
    question = f"import sys, {parsing_room.__name__}; print('django' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", question], text=True).strip() == "False"


def test_what_people_do_is_told_at_our_door_and_by_nobody_else(
    account: Account, tower: Tower, door: tuple[str, list[WebhookRequest]]
) -> None:
    url, heard = door
    SEMAPHORE.connect(account, url)
    said = tower.act("signal", text="Where is my bag?")
    tower.act("withdraw", id=said["id"])
    told = [one for request in heard for one in SEMAPHORE.parse(request.body, US)]
    assert [type(one) for one in told] == [Received, Deleted]
    assert len({SEMAPHORE.receipt_key(request) for request in heard}) == 2
    assert account.application
    for forged in (replace(heard[0], body=heard[0].body + b" "), replace(heard[0], headers={})):
        with pytest.raises(BadSignature):
            SEMAPHORE.verify(account.application, forged)
    SEMAPHORE.disconnect(account)
    tower.act("signal", text="Anybody?")
    assert len(heard) == 2


def test_what_was_missed_is_read_once_and_known_by_the_key_of_the_door(account: Account, tower: Tower) -> None:
    for number in range(5):
        tower.act("signal", text=f"number {number}")
    events = list(SEMAPHORE.catch_up(account))
    assert len(events) == 5
    assert [event.key for event in events] == [SEMAPHORE.receipt_key(WebhookRequest(e.payload, {})) for e in events]
    assert caught(account) == []
    tower.act("signal", text="and another")
    assert texts(caught(account)) == ["and another"]


def test_an_event_that_makes_no_sense_holds_up_no_other(account: Account, tower: Tower) -> None:
    tower.act("signal", text="before")
    tower.act("odd", events=[{"number": 2, "event": 7}])
    tower.act("signal", text="after")
    events = {event.key: event for event in SEMAPHORE.catch_up(account)}.values()
    assert sorted(bool(event.error) for event in events) == [False, False, True]


def test_an_answer_stands_there_once_however_often_it_is_sent(account: Account, tower: Tower) -> None:
    said = tower.act("signal", text="Where is my bag?")
    first = SEMAPHORE.send(account, replace(ANSWER, in_reply_to=said["id"]))
    assert SEMAPHORE.send(account, ANSWER) == first
    assert tower.texts() == ["Where is my bag?", "We look, Mia."]
    assert SEMAPHORE.find_sent(account, ANSWER, real_now()) == first
    ours = [one for one in caught(account) if isinstance(one, Received) and one.ours]
    assert [(one.external_id, one.parents) for one in ours] == [(first.external_id, (said["id"],))]


@pytest.mark.parametrize(("fault", "stands"), [("lost", False), ("done", True), (500, False)])
def test_where_the_outcome_is_unknown_it_says_so_and_finds_out(
    account: Account, tower: Tower, fault: int | str, stands: bool
) -> None:
    tower.act("faults", faults=[fault])
    with pytest.raises(DeliveryError) as lost:
        SEMAPHORE.send(account, ANSWER)
    assert lost.value.unknown
    assert bool(SEMAPHORE.find_sent(account, ANSWER, real_now())) == stands


def test_a_refusal_says_what_to_do(account: Account, tower: Tower) -> None:
    tower.act("faults", faults=[429, 422, 410])
    for meaning in ("retry_after", "permanent", "gone"):
        with pytest.raises(DeliveryError, match=r"\.$") as no:
            SEMAPHORE.send(account, ANSWER)
        assert getattr(no.value, meaning)
        assert not no.value.unknown
    tower.act("faults", faults=[429])
    with pytest.raises(DeliveryError) as busy:
        SEMAPHORE.send(account, ANSWER)
    assert busy.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    "change", [{"private": False}, {"text": " "}, {"text": "x" * 201}, {"recipient": "nobody"}], ids=str
)
def test_what_cannot_be_sent_is_refused_for_good(account: Account, tower: Tower, change: dict[str, Any]) -> None:
    with pytest.raises(DeliveryError) as no:
        SEMAPHORE.send(account, replace(ANSWER, **change))
    assert no.value.permanent
    assert tower.texts() == []


def test_ours_is_taken_down_also_twice(account: Account, tower: Tower) -> None:
    sent = SEMAPHORE.send(account, ANSWER)
    SEMAPHORE.take_down(account, sent.external_id, private=True)
    SEMAPHORE.take_down(account, sent.external_id, private=True)
    assert tower.texts() == []
    with pytest.raises(DeliveryError):
        SEMAPHORE.take_down(account, "../station", private=True)


def test_the_connection_test_says_what_works_and_what_does_not(account: Account) -> None:
    assert (account.external_id, account.handle, account.name) == ("1111", "lowlandair", "Lowland Air")
    assert all(line.ok for line in SEMAPHORE.check(account))
    assert SEMAPHORE.recipient(account, "mia") == "mia-7"
    account.secrets["key"] = "another"
    assert [line.ok for line in SEMAPHORE.check(account)] == [False, True]
    with pytest.raises(DeliveryError) as ended:
        SEMAPHORE.send(account, ANSWER)
    assert ended.value.reauth
