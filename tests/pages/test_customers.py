"""A customer in the browser's own requests: every account, everything that happened, and who else they are."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.cases.opening import open_case
from webcare.conversations.restricting import lift, restrict
from webcare.customers.code import LinkCode
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.demo import cast

HTMX = {"HX-Request": "true"}
PROOF = {"proof": "phone", "words": "called the number of booking K7PQ2M"}


@pytest.fixture
def anna(world: World, sit: Seat) -> Client:
    return sit(world.anna)


@pytest.fixture
def bram(world: World) -> Handle:
    return world.conversation(cast.BRAM, "Where is my suitcase?").handle


@pytest.fixture
def mail(world: World) -> Handle:
    return world.conversation(cast.BRAM, "It is blue.", account=world.mail).handle


def link(client: Client, there: Handle, here: Handle) -> None:
    sent = {"handle": here.pk, **PROOF}
    assert client.post(f"/customers/{there.customer_id}/handles", sent, headers=HTMX).status_code == 204


def test_everything_that_is_known_stands_on_one_page(world: World, anna: Client, bram: Handle, mail: Handle) -> None:
    open_case(world.conversation(cast.BRAM), world.anna, title="Lost suitcase")
    restrict(world.noor, bram, world.x, "mute", "twelve times the same")
    link(anna, bram, mail)
    page = anna.get(bram.customer.path).content.decode()
    for words in (
        "Where is my suitcase?", "It is blue.", "Lost suitcase", "twelve times the same", "muted",
        PROOF["words"], "linked the handle",
    ):  # fmt: skip
        assert words in page, words


def test_the_other_account_is_found_by_name_but_never_linked_by_it(
    world: World, anna: Client, bram: Handle, mail: Handle
) -> None:
    there = f"/customers/{bram.customer_id}/handles"
    assert f'value="{mail.pk}"' in anna.get(there, {"q": mail.name}, headers=HTMX).content.decode()
    for sent in (
        {"handle": mail.pk},
        {"handle": mail.pk, "proof": "code", "words": "x"},
        {"handle": mail.pk, "proof": "both"},
    ):
        assert anna.post(there, sent, headers=HTMX).status_code == 422, sent
    mail.refresh_from_db()
    assert mail.customer_id != bram.customer_id


def test_an_old_address_leads_on(anna: Client, bram: Handle, mail: Handle) -> None:
    old = mail.customer.path
    link(anna, bram, mail)
    assert anna.get(old).headers["Location"] == bram.customer.path


def test_separating_wants_a_reason(anna: Client, bram: Handle, mail: Handle) -> None:
    link(anna, bram, mail)
    here = f"/handles/{mail.pk}/separation"
    assert anna.get(here, headers=HTMX).status_code == 200
    assert anna.post(here, {"reason": " "}, headers=HTMX).status_code == 422
    assert anna.post(here, {"reason": "a brother"}, headers=HTMX).status_code == 204
    mail.refresh_from_db()
    assert mail.customer_id != bram.customer_id


def test_a_code_is_sent_from_the_page(world: World, anna: Client, bram: Handle) -> None:
    here = f"/handles/{bram.pk}/code"
    dialog = anna.get(here, headers=HTMX).content.decode()
    assert "{code}" in dialog
    assert "another account on X" in dialog
    assert "send the code to the address" in dialog
    assert anna.post(here, {"text": "Bitte: {code}", "key": "k1"}, headers=HTMX).status_code == 204
    assert LinkCode.objects.get().by == world.anna
    assert anna.post(here, {"text": "no code", "key": "k2"}, headers=HTMX).status_code == 422


def test_a_customer_of_a_brand_that_one_does_not_see_does_not_exist(world: World, sit: Seat) -> None:
    guest = world.conversation(account=world.holidays_x).handle
    giulia = sit(world.giulia)
    addresses = [guest.customer.path, f"{guest.customer.path}/handles", f"/handles/{guest.pk}/code"]
    assert {giulia.get(address).status_code for address in addresses} == {404}
    assert giulia.post(f"/handles/{guest.pk}/separation", {"reason": "x"}).status_code == 404
    assert giulia.post(f"/handles/{guest.pk}/code", {"text": "{code}"}).status_code == 404


def test_a_handle_of_another_brand_is_not_told_of(world: World, sit: Seat, bram: Handle) -> None:
    elsewhere = world.conversation(cast.CUSTOMERS[1], "Which hotel?", account=world.holidays_x).handle
    elsewhere.link(bram.customer, world.noor, Proof.PHONE, "called")
    page = sit(world.giulia).get(bram.customer.path).content.decode()
    assert elsewhere.name not in page and "Which hotel?" not in page


def test_why_another_brand_restricted_somebody_is_not_told(world: World, sit: Seat, bram: Handle) -> None:
    elsewhere = world.conversation(cast.BRAM, "Which hotel?", account=world.holidays_x)
    assert elsewhere.handle == bram
    theirs = restrict(world.noor, bram, world.holidays_x, "mute", "shouted at the hotel desk")
    lift(restrict(world.noor, bram, world.holidays_x, "block", "and came back"), world.noor)
    restrict(world.noor, bram, world.x, "block", "twelve times the same")
    here = bram.conversations.get(account=world.x).pk
    sjoerd, noor = sit(world.sjoerd), sit(world.noor)
    for address in (f"/conversations/{here}/restrictions", bram.customer.path):
        seen, all_of_it = (client.get(address, headers=HTMX).content.decode() for client in (sjoerd, noor))
        assert "twelve times the same" in seen and "twelve times the same" in all_of_it
        assert "shouted" not in seen and "shouted" in all_of_it
        assert "came back" not in seen and "unblocked" not in seen
    assert sjoerd.delete(f"/restrictions/{theirs.pk}").status_code == 404


def test_who_only_reads_changes_nothing(world: World, sit: Seat, bram: Handle, mail: Handle) -> None:
    willem = sit(world.willem)
    assert "hx-post" not in willem.get(bram.customer.path).content.decode()
    assert willem.post(f"/customers/{bram.customer_id}/handles", {"handle": mail.pk, **PROOF}).status_code == 403


def test_a_long_history_costs_the_same_number_of_queries(world: World, anna: Client, bram: Handle) -> None:
    anna.get(bram.customer.path)
    one = queries(anna, bram.customer.path)
    for _number in range(12):
        open_case(world.conversation(cast.BRAM), world.daniel)
    many = queries(anna, bram.customer.path)
    assert len(many) <= len(one) + 2, "\n".join(many)  # owners and cases, once there are any
