"""A full disk, a lost database, a clock set back, a flood of repeats: nothing is lost, nothing comes twice."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory

from tests.commands.terminal import here
from tests.conversations import files
from tests.hooks.test_events import SECRET, sign
from tests.lib.test_station import wait_until
from tests.racing import race
from tests.scripted import scripted_account, scripted_network
from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import InboundAttachment
from webcare.channels.receipt import PATIENCE, Receipt
from webcare.conversations import filing
from webcare.conversations.attaching import store_inbound
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.fetching import PATIENCE as FETCHES
from webcare.conversations.fetching import fetch_waiting
from webcare.conversations.mending import mend_times
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.demo import cast
from webcare.hooks.events import hook
from webcare.lib import claiming
from webcare.lib.claiming import in_turn
from webcare.lib.now import now, real_now

pytestmark = pytest.mark.django_db(transaction=True)
FLOOD = 10_000
URL = "https://pictures.example/bag.png"


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def application() -> Application:
    return Application.objects.create(network="x", name="Ours", secrets={"consumer_secret": SECRET})


def hand_in(application: Application, body: bytes) -> Any:
    return Client(raise_request_exception=False).post(
        f"/hooks/x/{application.key}",
        data=body,
        content_type="application/json",
        headers={"x-twitter-webhooks-signature": sign(body)},
    )


@contextmanager
def full_disk(*tables: str) -> Iterator[None]:
    """PostgreSQL's own error for it, raised where it would be: when a row is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        for table in tables:
            cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TRIGGER no_room ON {table}")


def test_a_full_disk_asks_the_network_to_come_again_and_then_has_the_event_once(
    world: World, application: Application
) -> None:
    body = json.dumps(post(world.x, "@lowlandair where is my bag?", id="11")).encode()
    with full_disk("webcare_receiptkey", "webcare_receipt"):
        answer = hand_in(application, body)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert not Receipt.objects.exists()
    assert [hand_in(application, body).status_code for _ in range(2)] == [200, 200]
    receive_waiting()
    assert Message.objects.count() == 1


def test_a_full_disk_sets_no_event_aside_however_long_it_lasts(world: World) -> None:
    arrive(
        world.x, post(world.x, "@lowlandair where is my bag?", id="11"), post(world.x, "@lowlandair hello?", id="12")
    )
    with full_disk("webcare_message"):
        for _ in range(PATIENCE + 2):
            Receipt.objects.update(leased_until=None, next_attempt_at=real_now())
            with pytest.raises(Exception, match="No space left"):
                receive_waiting()
    assert not Receipt.objects.set_aside().exists()
    assert all(receipt.attempts < PATIENCE and receipt.leased_until is None for receipt in Receipt.objects.all())
    assert all(receipt.next_attempt_at < real_now() + timedelta(minutes=2) for receipt in Receipt.objects.all())
    Receipt.objects.update(leased_until=None, next_attempt_at=real_now())
    while receive_waiting():
        pass
    assert Message.objects.count() == 2


def test_a_database_that_is_in_the_way_for_too_long_asks_the_network_to_come_again(
    world: World, application: Application
) -> None:
    """As under `webcare web`: a lock that does not come free within the limit."""
    body = json.dumps(post(world.x, "@lowlandair where is my bag?", id="11")).encode()
    with psycopg.connect(here()) as other, connection.cursor() as cursor:
        other.execute("LOCK TABLE webcare_receipt, webcare_receiptkey, webcare_application")
        cursor.execute("SET lock_timeout = '200ms'")
        assert hand_in(application, body).status_code == 503
        other.rollback()
        cursor.execute("RESET lock_timeout")
    assert hand_in(application, body).status_code == 200


def test_a_lost_database_is_said_on_pages_and_at_the_networks_door(world: World, application: Application) -> None:
    body = json.dumps(post(world.x, "@lowlandair where is my bag?", id="11")).encode()
    visitor = Client(raise_request_exception=False)
    visitor.force_login(world.anna, backend="django.contrib.auth.backends.ModelBackend")
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    try:
        at_the_door, page = hand_in(application, body), visitor.get("/queue")
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host
    assert (at_the_door.status_code, at_the_door["Retry-After"]) == (503, "30")
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "database does not answer" in page.content.decode()
    assert hand_in(application, body).status_code == 200
    assert visitor.get("/queue").status_code == 200


def test_no_room_for_files_is_said_to_people_and_waited_out_for_customers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is the operating system's own; a disk of our own to fill is not to be had without being root."""

    def no_room(_content: bytes) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    talk = world.conversation(cast.BRAM)
    visitor = Client(raise_request_exception=False)
    visitor.force_login(world.anna, backend="django.contrib.auth.backends.ModelBackend")
    there = f"/conversations/{talk.pk}/attachments"
    with scripted_network() as network:
        account = scripted_account(world.air)
        theirs = world.conversation(cast.BRAM, account=account).messages.get()
        network.files[URL] = files.picture()
        waiting = store_inbound(theirs, InboundAttachment(url=URL))
        with monkeypatch.context() as full:
            full.setattr(filing, "_save", no_room)
            answer = visitor.post(there, {"file": SimpleUploadedFile("bag.png", files.picture(), "image/png")})
            assert (answer.status_code, answer["Retry-After"]) == (503, "30")
            for _ in range(FETCHES + 2):
                Attachment.objects.update(leased_until=None, next_attempt_at=real_now())
                fetch_waiting()
        waiting.refresh_from_db()
        assert waiting.failed_at is None
        Attachment.objects.update(leased_until=None, next_attempt_at=real_now())
        fetch_waiting()
        waiting.refresh_from_db()
        assert waiting.fetched_at is not None
    answer = visitor.post(there, {"file": SimpleUploadedFile("bag.png", files.picture(), "image/png")})
    assert answer.status_code == 200


def test_two_workers_on_one_event_make_one_message_of_it(world: World) -> None:
    """Its lease ended while the first was still at it."""
    arrive(
        world.x, *(post(world.x, f"@lowlandair bag {n}?", id=f"1{n}", author=f"8{n}", handle=f"h{n}") for n in range(9))
    )

    def receive() -> int:
        Receipt.objects.update(leased_until=None)
        return receive_waiting()

    race(*[receive] * 4)
    Receipt.objects.update(leased_until=None, next_attempt_at=real_now())
    receive_waiting()
    assert Message.objects.count() == Conversation.objects.count() == 9
    assert not Receipt.objects.pending().exists() and not Receipt.objects.set_aside().exists()


def test_the_clock_is_set_back_an_hour_and_work_does_not_wait_for_it(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair untouched?", id="11"), post(world.x, "@lowlandair under way?", id="12"))
    Receipt.objects.filter(key=Receipt.objects.latest("pk").key).update(leased_until=real_now() + claiming.LEASE)
    with time_machine.travel(real_now() - timedelta(hours=1), tick=True):
        assert receive_waiting() == 0
        assert mend_times() == 2
        arrive(world.x, post(world.x, "@lowlandair after it?", id="13"))
        assert receive_waiting() == 3
        assert Message.objects.count() == 3
        assert mend_times() == 0
        assert Message.objects.get(external_id="13").counts_from <= now()


def test_a_set_back_clock_frees_answers_too_and_leaves_a_pause_after_a_failure_alone(world: World) -> None:
    at = real_now()
    taken = world.x.deliveries.create(outgoing={}, release_at=now(), next_attempt_at=at + timedelta(seconds=10))
    paused = world.x.deliveries.create(
        outgoing={}, release_at=now(), next_attempt_at=at + timedelta(hours=1), attempts=7
    )
    with time_machine.travel(at - timedelta(hours=1), tick=True):
        assert mend_times() == 1
        taken.refresh_from_db()
        paused.refresh_from_db()
        assert taken.next_attempt_at <= real_now() < paused.next_attempt_at
    assert mend_times() == 0


def test_an_event_of_five_megabytes_is_kept_and_understood_or_set_aside_with_a_sentence(
    world: World, application: Application
) -> None:
    event = post(world.x, "@lowlandair " + "where is my bag? " * 300_000, id="11")
    body = json.dumps(event).encode()
    assert len(body) > 5_000_000
    assert hand_in(application, body).status_code == 200
    arrive(world.x, post(world.x, "@lowlandair and mine?", id="12"))
    for _ in range(PATIENCE):
        receive_waiting()
        Receipt.objects.update(leased_until=None, next_attempt_at=real_now())
    assert Message.objects.filter(external_id="12").exists()
    assert not Receipt.objects.pending().exists()
    assert Message.objects.filter(external_id="11").exists() or Receipt.objects.set_aside().get().error


def test_ten_thousand_times_the_same_event_at_once_is_one_message(world: World, application: Application) -> None:
    body = json.dumps(post(world.x, "@lowlandair hello, is anybody there?", id="11")).encode()
    make = RequestFactory()
    signature = sign(body)

    def knock() -> set[int]:
        return {
            hook(
                make.post(
                    f"/hooks/x/{application.key}",
                    data=body,
                    content_type="application/json",
                    headers={"x-twitter-webhooks-signature": signature},
                ),
                network="x",
                key=application.key,
            ).status_code
            for _ in range(FLOOD // 8)
        }

    assert race(*[knock] * 8) == [{200}] * 8
    assert Receipt.objects.count() == 1
    receive_waiting()
    assert Message.objects.count() == 1


def test_who_is_told_to_stop_finishes_one_and_gives_the_rest_back_untouched(world: World) -> None:
    for _ in range(3):
        world.x.deliveries.create(outgoing={}, release_at=now())
    claimed: list[Delivery] = Delivery.objects.claim(10)
    worked: list[int] = []
    try:
        for row in in_turn(claimed):
            worked.append(row.pk)
            claiming.ending.set()
    finally:
        claiming.ending.clear()
    assert worked == [claimed[0].pk]
    rest = Delivery.objects.exclude(pk=claimed[0].pk)
    assert set(rest.values_list("attempts", "leased_until")) == {(0, None)}
    assert len(Delivery.objects.claim(10)) == 2


def test_what_somebody_else_has_taken_meanwhile_is_not_worked_on_twice(world: World) -> None:
    for _ in range(2):
        world.x.deliveries.create(outgoing={}, release_at=now())
    slow: list[Delivery] = Delivery.objects.claim(10)
    Delivery.objects.filter(pk=slow[1].pk).update(leased_until=real_now() - timedelta(seconds=1))
    quick: list[Delivery] = Delivery.objects.claim(10)
    assert [row.pk for row in quick] == [slow[1].pk]
    assert [row.pk for row in in_turn(slow)] == [slow[0].pk]
    assert [row.pk for row in in_turn(quick)] == [slow[1].pk]


def test_a_lease_goes_on_while_its_row_is_worked_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "LEASE", timedelta(seconds=0.3))
    world.x.deliveries.create(outgoing={}, release_at=now())
    [claimed] = Delivery.objects.claim(1)
    rows = in_turn([claimed])
    assert next(rows).pk == claimed.pk
    first = Delivery.objects.get().leased_until
    wait_until(lambda: bool(first and (Delivery.objects.get().leased_until or first) > first))
    Delivery.objects.update(leased_until=None)  # it is done
    assert not list(rows)
    assert Delivery.objects.get().leased_until is None
