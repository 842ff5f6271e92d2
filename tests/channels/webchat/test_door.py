"""The widget's door: who may frame it, who may write, how much, and what hostile input gets as an answer."""

from __future__ import annotations

import json
from threading import Thread

import pytest
from django.db import connection

from tests.channels.webchat.conftest import SITE, Browser, connected
from tests.operations.test_bad_days import full_disk
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.connecting import disconnect
from webcare.channels.receipt import Receipt
from webcare.channels.webchat import limits
from webcare.channels.webchat.line import ChatLine
from webcare.channels.webchat.session import ChatSession, digest
from webcare.pages.chat import door


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    """What one test asked for is not held against the next."""
    door.pacer.counts = {}


def test_only_the_sites_that_were_named_may_frame_the_chat(world: World) -> None:
    account = connected(world, sites=f"{SITE} https://*.lowlandair.example")
    answer = Browser(account).client.get(f"/chat/{account.external_id}")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == f"'self' {SITE} https://*.lowlandair.example"
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    assert "X-Frame-Options" not in answer


def test_the_loader_tells_no_secret_and_asks_nobody_else(widget: Account) -> None:
    answer = Browser(widget).client.get(f"/chat/{widget.external_id}.js")
    script = answer.content.decode()
    assert (answer.status_code, answer["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
    assert widget.external_id in script
    assert widget.secrets["identity_secret"] not in script
    assert "http" not in script.replace("http-equiv", "")
    assert len(answer.content) < 8 * 1024
    assert "no-store" not in answer["Cache-Control"]


def test_a_widget_that_was_let_go_shows_nothing_and_takes_nothing(
    world: World, widget: Account, visitor: Browser
) -> None:
    visitor.begin()
    disconnect(widget, world.joost)
    assert visitor.client.get(f"/chat/{widget.external_id}.js").content.startswith(b"/* This chat is not connected")
    assert visitor.say("Hello?").status_code == 404
    assert visitor.client.get(f"/chat/{widget.external_id}").status_code == 404


def test_a_script_of_another_page_may_not_write(visitor: Browser) -> None:
    visitor.begin()
    body = {"name_of_it": "0d6f7c1e-1", "text": "Hello?"}
    assert visitor.ask("messages", body, headers={"Origin": SITE}).status_code == 403
    assert visitor.ask("messages", body, headers={"Origin": "null"}).status_code == 403
    assert visitor.ask("messages", body, headers={"Origin": "http://testserver"}).status_code == 201


def test_only_a_hash_of_the_token_is_kept_and_another_token_opens_nothing(world: World, visitor: Browser) -> None:
    visitor.begin()
    row = ChatSession.objects.get()
    assert len(visitor.token) == 43, "256 bits"
    assert row.digest == digest(visitor.token) != visitor.token
    right, visitor.token = visitor.token, row.key
    assert visitor.ask("thread").status_code == 401
    elsewhere = Browser(connected(world), token=right)
    assert elsewhere.ask("thread").status_code == 401, "a token is one widget's"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b'{"text": 7, "name_of_it": "0d6f7c1e-1"}', 400),
        (b'{"text": "Hello?"}', 400),
        (b'{"text": "Hello?", "name_of_it": "short"}', 400),
        (b'{"text": "Hello?", "name_of_it": "' + b"x" * 65 + b'"}', 400),
        (b'{"text": "   ", "name_of_it": "0d6f7c1e-1"}', 422),
        (b'{"text": "Hello?", "name_of_it": "0d6f7c1e-1", "files": [{"key": "no key"}]}', 422),
        (b'{"text": "Hello?", "name_of_it": "0d6f7c1e-1", "files": [7]}', 400),
        (json.dumps({"text": "x" * 4001, "name_of_it": "0d6f7c1e-1"}).encode(), 413),
        (b'{"text": "' + b"x" * 70_000 + b'"}', 413),
        (b'{"a":' * 20_000, 413),
        (b'{"a":' * 10_000, 400),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_not_kept(
    visitor: Browser, body: bytes, status: int
) -> None:
    visitor.begin()
    answer = visitor.ask("messages", body)
    assert answer.status_code == status
    assert answer.json()["why"]
    assert not Receipt.objects.exists()
    assert not ChatLine.objects.exists()


def test_signs_that_postgresql_cannot_keep_are_left_out(visitor: Browser) -> None:
    visitor.begin()
    visitor.ask("messages", b'{"name_of_it": "0d6f7c1e-1", "text": "a\\u0000b\\ud800c"}')
    assert ChatLine.objects.get().text == "ab?c"


@pytest.mark.parametrize("table", ["webcare_chatline", "webcare_receipt", "webcare_receiptkey"])
def test_words_that_cannot_be_kept_now_are_asked_for_again_and_come_once(visitor: Browser, table: str) -> None:
    visitor.begin()
    with full_disk(table):
        answer = visitor.say("Where is my bag?", "0d6f7c1e-1")
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "sent again" in answer.json()["why"]
        assert not ChatLine.objects.exists() and not Receipt.objects.exists()
    assert [visitor.say("Where is my bag?", "0d6f7c1e-1").status_code for _ in range(2)] == [201, 201]
    assert ChatLine.objects.count() == Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("filename", "content", "status"),
    [
        ("empty.txt", b"", 422),
        ("page.png", b"<html><script>alert(1)</script>", 422),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        ("program.pdf", b"MZ" + bytes(64), 422),
        ("large.txt", b"x" * (limits.FILES.bytes + 1), 422),
        ("plan.txt", b"Monday: fly", 201),
    ],
)
def test_files_are_what_their_bytes_say_and_not_too_large(
    visitor: Browser, filename: str, content: bytes, status: int
) -> None:
    assert visitor.bring(filename, content).status_code == status


def test_a_file_brought_twice_is_one(visitor: Browser) -> None:
    first = visitor.bring("plan.txt", b"Monday: fly", "0d6f7c1e-1").json()
    assert visitor.bring("plan.txt", b"Monday: fly", "0d6f7c1e-1").json() == first


def test_who_says_too_much_is_slowed_down_and_told_for_how_long(visitor: Browser, widget: Account) -> None:
    answers = [visitor.say(f"Hello? {number}") for number in range(limits.SAYINGS_A_MINUTE + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [201] * limits.SAYINGS_A_MINUTE
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert Browser(widget).say("Another visitor").status_code == 201


def test_the_same_words_at_the_same_moment_from_several_tabs_are_one_message(visitor: Browser) -> None:
    visitor.begin()
    statuses: list[int] = []

    def tab() -> None:
        own = Browser(visitor.account, visitor.token)
        statuses.append(own.say("Hello?", "0d6f7c1e-1").status_code)
        connection.close()

    tabs = [Thread(target=tab) for _ in range(6)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(60)
    assert statuses == [201] * 6
    assert (ChatLine.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_line_and_its_event_are_kept_together_or_not_at_all(visitor: Browser) -> None:
    """Something fails between the two."""
    visitor.begin()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE webcare_receipt RENAME TO webcare_receipt_away")
    try:
        with pytest.raises(Exception, match="webcare_receipt"):
            visitor.say("Hello?")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE webcare_receipt_away RENAME TO webcare_receipt")
    assert not ChatLine.objects.exists()
    assert visitor.say("Hello?").status_code == 201
