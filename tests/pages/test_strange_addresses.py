"""Addresses, names and the page one comes from may say anything: nothing breaks, and nobody is led elsewhere."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

import pytest

from tests.pages.conftest import Seat
from tests.world import EMAIL, World
from webcare.cases.opening import open_case
from webcare.customers.handle import Handle
from webcare.demo import cast
from webcare.routing.view import SavedView
from webcare.team.invitation import Invitation
from webcare.team.inviting import join


@pytest.mark.parametrize("page", ["999999999999999999", "9" * 31, "-1", "0", "²"])
@pytest.mark.parametrize("address", ["/cases?tab=closed&page=", "/search?q=bag&page=", "/queue?shown="])
def test_a_page_beyond_all_pages_is_empty(world: World, sit: Seat, address: str, page: str) -> None:
    assert sit(world.anna).get(address + quote(page)).status_code == HTTPStatus.OK


def test_a_saved_view_keeps_no_sign_that_no_text_can_hold(world: World, sit: Seat) -> None:
    answer = sit(world.anna).post("/views", {"name": "odd", "query": "network=x%00&language=%00nl"})
    assert answer.status_code == HTTPStatus.FOUND
    assert SavedView.objects.get().filters == {"network": "x", "language": "nl"}


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("http://testserver//elsewhere.example/x", "/"),
        ("http://elsewhere.example/x", "/"),
        ("http://testserver/cases", "/cases"),
        ("", "/"),
    ],
)
def test_one_goes_back_to_our_own_pages_only(world: World, sit: Seat, came_from: str, goes_to: str) -> None:
    close = f"/conversations/{world.conversation().pk}/closure"
    assert sit(world.anna).post(close, headers={"referer": came_from})["Location"] == goes_to


@pytest.mark.parametrize("name", ["A" * 120, "ΐ ΐ", "ŉ" * 60, "李", "١٢", "-"])
def test_whoever_is_invited_may_be_called_anything(world: World, name: str) -> None:
    for number in range(2):
        guest = Invitation.objects.create(email=f"guest{number}@lowlandair.example", invited_by=world.joost)
        person = join(guest, name, "a sentence that only I know")
        assert person is not None and person.name == name and person.slug


def test_a_case_shows_no_handle_of_a_brand_that_one_does_not_see(world: World, sit: Seat) -> None:
    conversation = world.conversation()
    case = open_case(conversation, world.anna)
    hidden = world.handle(cast.BRAM, EMAIL)
    Handle.objects.filter(pk=hidden.pk).update(customer=conversation.handle.customer, handle="only@elsewhere.example")
    assert "only@elsewhere.example" not in sit(world.anna).get(case.path).content.decode()
