"""What was set aside is seen by administrators and can be played again; what is stuck is seen by leads."""

from __future__ import annotations

import json

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.receipt import Receipt, keep
from webcare.ledger.event import Event
from webcare.lib.now import now

ERROR = "Unparsable: there is no text"


def set_aside(key: str, error: str = ERROR, payload: bytes = b'{"text": "<script>alert(1)</script>"}') -> Receipt:
    assert keep("x", key, payload, error=error)
    return Receipt.objects.get(key=key)


def test_an_event_is_shown_escaped_and_not_without_end(sit: Seat, world: World) -> None:
    receipt = set_aside("a", payload=json.dumps({"text": "<script>alert(1)</script>" + "x" * 30_000}).encode())
    page = sit(world.joost).get(f"/settings/receipts/{receipt.pk}").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "It is cut off below." in page
    assert page.count("x") < 25_000


@pytest.mark.parametrize("payload", [b"\xff\xfe\x00", b"[" * 5_000, "שלום\u202e".encode(), b""])
def test_any_bytes_can_be_looked_at(sit: Seat, world: World, payload: bytes) -> None:
    receipt = set_aside("b", payload=payload)
    assert sit(world.joost).get(f"/settings/receipts/{receipt.pk}").status_code == 200


def test_one_is_played_again_once(sit: Seat, world: World) -> None:
    receipt = set_aside("a")
    joost = sit(world.joost)
    assert ERROR in joost.get("/settings/receipts").content.decode()
    assert joost.post(f"/settings/receipts/{receipt.pk}/replay").status_code == 302
    assert joost.post(f"/settings/receipts/{receipt.pk}/replay").status_code == 302
    receipt.refresh_from_db()
    assert (receipt.set_aside_at, receipt.error, receipt.attempts) == (None, "", 0)
    assert (
        Event.objects.filter(verb="receipt.played_again", subject_id=receipt.pk, actor_id=world.joost.pk).count() == 1
    )


def test_an_event_that_never_came_cannot_be_played_again(sit: Seat, world: World) -> None:
    assert sit(world.joost).post("/settings/receipts/987654321/replay").status_code == 404


def test_all_with_one_error_are_played_again_and_no_others(sit: Seat, world: World) -> None:
    for number in range(3):
        set_aside(f"same-{number}")
    other = set_aside("other", error="KeyError: 'user'")
    page = sit(world.joost).get("/settings/receipts").content.decode()
    assert "3 events" in page
    answer = sit(world.joost).post("/settings/receipts/replays", {"network": "x", "error": ERROR}, follow=True)
    assert "3 events are played again." in answer.content.decode()
    assert list(Receipt.objects.set_aside()) == [other]


def test_the_list_can_be_narrowed(sit: Seat, world: World) -> None:
    here, there = set_aside("a"), set_aside("b", error="KeyError: 'user'")
    Receipt.objects.filter(pk=there.pk).update(account=world.mail)
    joost = sit(world.joost)
    assert f'/settings/receipts/{there.pk}"' not in joost.get("/settings/receipts", {"error": ERROR}).content.decode()
    narrowed = joost.get("/settings/receipts", {"account": world.mail.pk}).content.decode()
    assert f'/settings/receipts/{there.pk}"' in narrowed
    assert f'/settings/receipts/{here.pk}"' not in narrowed
    assert f"?account={world.mail.pk}" in joost.get("/settings/accounts").content.decode()


def test_only_administrators_read_what_customers_wrote(sit: Seat, world: World) -> None:
    receipt = set_aside("a")
    for person in (world.noor, world.anna, world.willem):
        assert sit(person).get(f"/settings/receipts/{receipt.pk}").status_code == 403
        assert sit(person).post(f"/settings/receipts/{receipt.pk}/replay").status_code == 403
    receipt.refresh_from_db()
    assert receipt.set_aside_at


def test_an_answer_that_is_stuck_is_found_and_tried_again(sit: Seat, world: World) -> None:
    conversation = world.conversation()
    message = conversation.reply(world.anna, text="We look into it.", key="k1")
    delivery = message.delivery
    assert delivery
    type(delivery).objects.filter(pk=delivery.pk).update(failed_at=now(), error="The network was asleep.")
    noor = sit(world.noor)
    page = noor.get("/settings/deliveries").content.decode()
    assert "The network was asleep." in page
    assert "We look into it." in page
    assert noor.post(f"/messages/{message.pk}/delivery").status_code == 302
    delivery.refresh_from_db()
    assert delivery.failed_at is None
    assert "Nothing is stuck" in noor.get("/settings/deliveries").content.decode()


def test_what_is_stuck_at_a_brand_that_one_does_not_see_is_not_shown(sit: Seat, world: World) -> None:
    message = world.conversation(account=world.holidays_x).reply(world.anna, text="Sun!", key="k2")
    assert message.delivery
    type(message.delivery).objects.filter(pk=message.delivery.pk).update(failed_at=now())
    world.giulia.role = "lead"
    world.giulia.save()
    assert "Sun!" not in sit(world.giulia).get("/settings/deliveries").content.decode()
    assert "Sun!" in sit(world.noor).get("/settings/deliveries").content.decode()
