"""The form for what was said by phone or at a counter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.receipt import Receipt
from webcare.conversations.conversation import Conversation
from webcare.conversations.hearing import where_it_is_noted
from webcare.conversations.receiving import receive_waiting
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

KEY = "a" * 32


@pytest.fixture
def desk(world: World) -> Account:
    return counter(world.air)


def counter(brand: Brand) -> Account:
    (network,) = where_it_is_noted()
    called = {"external_id": f"{brand.pk}:counter", "handle": f"Counter of {brand.name}", "connected_at": now()}
    return Account.objects.create(network=network, brand=brand, **called)


def filled(account: Account, **others: object) -> dict[str, Any]:
    said = localtime(now() - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    form = {"key": KEY, "account": account.pk, "words": "Waar is mijn koffer?", "place": "phone", "at": said}
    return {**form, "language": "nl", "name": "Bram", **others}


def test_what_is_written_down_opens_as_a_conversation(world: World, sit: Seat, desk: Account) -> None:
    anna = sit(world.anna)
    assert "What they said" in anna.get("/spoken").content.decode()
    response = anna.post("/spoken", filled(desk, phone="+31 6 12345678", booking="LA4X7Q"))
    assert response.headers["Location"] == f"/spoken/notes/{KEY}"
    assert "being read" in anna.get(response.headers["Location"]).content.decode()
    receive_waiting()
    conversation = Conversation.objects.get(account=desk)
    assert anna.get(response.headers["Location"]).headers["Location"] == f"/conversations/{conversation.pk}"
    page = anna.get(f"/conversations/{conversation.pk}").content.decode()
    assert "By phone · booking LA4X7Q · noted by" in page
    assert "Keep the answer" in page
    assert "nothing is sent" in page


def test_a_note_that_waits_for_long_stops_looking_and_says_that_it_is_safe(
    world: World, sit: Seat, desk: Account
) -> None:
    anna = sit(world.anna)
    anna.post("/spoken", filled(desk))
    page = anna.get(f"/spoken/notes/{KEY}?looks=20").content.decode()
    assert "It is safe" in page
    assert "http-equiv" not in page


def test_pressing_twice_is_one_note(world: World, sit: Seat, desk: Account) -> None:
    anna = sit(world.anna)
    assert {anna.post("/spoken", filled(desk)).status_code for _ in range(2)} == {302}
    assert Receipt.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(world: World, sit: Seat, desk: Account) -> None:
    handle = world.conversation(cast.BRAM).handle
    response = sit(world.anna).post("/spoken", filled(desk, handle=handle.pk))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say how you know that it is Bram" in page
    assert "Waar is mijn koffer?" in page
    assert f'value="{KEY}"' in page, "the same note, when it is pressed again"
    assert not Receipt.objects.exists()


def test_a_customer_is_found_by_name_and_chosen_with_a_proof(world: World, sit: Seat, desk: Account) -> None:
    anna, handle = sit(world.anna), world.conversation(cast.BRAM).handle
    assert cast.BRAM.name in anna.get("/spoken/people", {"q": cast.BRAM.name}).content.decode()
    assert cast.BRAM.name in anna.get("/spoken", {"handle": handle.pk}).content.decode()
    anna.post("/spoken", filled(desk, handle=handle.pk, proof="booking", proof_words="LA4X7Q and the birthday"))
    receive_waiting()
    assert Conversation.objects.get(account=desk).handle.customer == handle.customer


def test_nobody_writes_under_a_brand_that_they_do_not_see(world: World, sit: Seat, desk: Account) -> None:
    theirs = counter(world.holidays)
    giulia = sit(world.giulia)
    assert giulia.post("/spoken", filled(theirs)).status_code == 422
    stranger = world.conversation(account=world.holidays_x).handle
    assert giulia.post("/spoken", filled(desk, handle=stranger.pk)).status_code == 404
    assert not Receipt.objects.exists()


def test_where_nothing_is_connected_the_page_says_who_can(world: World, sit: Seat) -> None:
    assert "An administrator connects" in sit(world.anna).get("/spoken").content.decode()


def test_a_counter_is_connected_by_its_name_alone(world: World, sit: Seat) -> None:
    joost: Client = sit(world.joost)
    (network,) = where_it_is_noted()
    joost.post(f"/settings/networks/{network}/accounts", {"brand": world.air.pk, "asked_name": "Balie Schiphol"})
    account = Account.objects.get(network=network)
    assert account.handle == "Balie Schiphol"
    assert "writing" in joost.post(f"/settings/accounts/{account.pk}/checks").content.decode().lower()
