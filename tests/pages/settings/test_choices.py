"""Whoever runs pages agrees on Facebook, and an administrator chooses which of them answer customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import SECRET
from tests.pages.conftest import Seat
from tests.pages.settings.test_accounts import come_back, consent
from tests.world import World
from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter

Registered = Callable[[str], Application]


@pytest.fixture
def registered(world: World, sandbox: Sandbox, house: str) -> Registered:
    """Our app at Meta, and two pages of ours."""
    Account.objects.filter(network__in=["facebook", "instagram"]).delete()
    sandbox.create_user("lowlandcargo", "Lowland Cargo", is_brand=True, id="1000002")
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=[f"{house}/settings/accounts/consent"])

    def register(network: str) -> Application:
        known = {"api_base": sandbox.url, "app_id": keys.id}
        return Application.objects.create(network=network, name="Ours", settings=known, secrets={"app_secret": SECRET})

    return register


def agree(there: str, *pages: str, without: str = "", answer: str = "allow") -> str:
    """Whoever runs the pages chooses some of them, and refuses one permission; where Facebook sends them back to."""
    asked = parse_qs(urlsplit(there).query)["scope"][0].split(",")
    given = {f"page:{page}": "on" for page in pages} | {f"permission:{each}": "on" for each in asked if each != without}
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(there))
    said = httpx2.post(there, data={"answer": answer, **given}, headers={"origin": origin})
    assert said.status_code == 303, said.text
    return str(said.headers["location"])


def ours(network: str) -> list[Account]:
    return list(Account.objects.filter(network=network).order_by("external_id"))


@pytest.mark.parametrize("place", ["facebook", "instagram"])
def test_the_only_page_is_connected_at_once_with_an_access_that_does_not_end(
    sit: Seat, world: World, registered: Registered, place: str
) -> None:
    joost = sit(world.joost)
    there = consent(joost, registered(place), world)
    assert "Lowland Cargo" in httpx2.get(there).text
    answer = come_back(joost, agree(there, "lowlandair"))
    [account] = ours(place)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/settings/accounts/{account.pk}?new=1")
    assert (account.handle, account.brand, account.is_connected) == ("lowlandair", world.air, True)
    assert renewing.ends_at(account) is None, "that of a person was made longer before"
    assert set(account.secrets) == {"page_token"}, "whose it was is not kept"
    lines = adapter(place).check(account)
    assert all(line.ok for line in lines), lines


def test_of_several_pages_those_that_somebody_chooses_are_connected(
    sit: Seat, world: World, registered: Registered
) -> None:
    joost, application = sit(world.joost), registered("facebook")
    answer = come_back(joost, agree(consent(joost, application, world), "lowlandair", "lowlandcargo"))
    choice = answer.headers["Location"]
    assert ours("facebook") == []
    assert "user_token" not in str(joost.session["offered"]), "it waits encrypted"
    page = joost.get(choice).content.decode()
    assert page.index("Lowland Air") < page.index("Lowland Cargo")
    assert "Choose at least one." in joost.post(choice).content.decode()

    assert joost.post(choice, {"presence": ["1000002", "1"]}).status_code == 302
    assert [account.external_id for account in ours("facebook")] == ["1000002"]
    assert joost.post(choice, {"presence": ["1000001"]}).status_code == 422, "chosen from once"

    choice = come_back(joost, agree(consent(joost, application, world), "lowlandair", "lowlandcargo")).headers[
        "Location"
    ]
    assert "It is connected already." in joost.get(choice).content.decode()
    said = joost.post(choice, {"presence": ["1000001", "1000002"]}, follow=True).content.decode()
    assert "Connected: lowlandair." in said
    assert "Lowland Cargo is not connected: lowlandcargo is connected already" in said
    assert [account.external_id for account in ours("facebook")] == ["1000001", "1000002"]


def test_what_was_refused_is_said_and_nothing_is_connected(sit: Seat, world: World, registered: Registered) -> None:
    joost, application = sit(world.joost), registered("facebook")

    def said(*pages: str, **how: str) -> str:
        answer = come_back(joost, agree(consent(joost, application, world), *pages, **how))
        assert answer.status_code == 422
        return str(answer.content.decode())

    assert "nobody agreed. Nothing was changed" in said("lowlandair", answer="deny")
    assert "runs no page on Facebook, or chose none" in said()
    assert "nobody agreed to pages_messaging for Lowland Air" in said("lowlandair", without="pages_messaging")
    assert "nobody agreed to pages_show_list" in said("lowlandair", without="pages_show_list")
    assert ours("facebook") == []


def test_who_comes_back_late_twice_or_with_a_spent_code_hears_so(
    sit: Seat, world: World, registered: Registered
) -> None:
    joost, application = sit(world.joost), registered("facebook")
    back = agree(consent(joost, application, world), "lowlandair")
    session = joost.session
    session["consent"] = {**session["consent"], "at": session["consent"]["at"] - 1801}
    session.save()
    assert "More than 30 minutes went by" in come_back(joost, back).content.decode()
    assert "used already" in come_back(joost, back).content.decode()

    fresh = parse_qs(urlsplit(consent(joost, application, world)).query)["state"][0]
    assert come_back(joost, f"{back.partition('&state=')[0]}&state={fresh}").status_code == 302
    fresh = parse_qs(urlsplit(consent(joost, application, world)).query)["state"][0]
    spent = come_back(joost, f"{back.partition('&state=')[0]}&state={fresh}").content.decode()
    assert "does not take the code" in spent
    assert "has been used" in spent


def test_a_page_is_connected_again_as_itself_and_keeps_what_was_set(
    sit: Seat, world: World, registered: Registered
) -> None:
    joost, application = sit(world.joost), registered("facebook")
    come_back(joost, agree(consent(joost, application, world), "lowlandair"))
    [account] = ours("facebook")
    account.keep(settings={"human_agent": "yes"})
    account.revoke("Facebook no longer accepts our access.")
    before = account.secrets["page_token"]
    other = come_back(joost, agree(consent(joost, application, world, account=account.pk), "lowlandcargo"))
    assert "does not open lowlandair to us, but Lowland Cargo" in other.content.decode()
    both = agree(consent(joost, application, world, account=account.pk), "lowlandair", "lowlandcargo")
    assert come_back(joost, both).headers["Location"] == f"/settings/accounts/{account.pk}?new=1"
    [account] = ours("facebook")
    assert (account.reauth_at, account.settings["human_agent"]) == (None, "yes")
    assert account.secrets["page_token"] != before


def test_the_form_of_our_registration_says_where_people_come_back_to(
    sit: Seat, world: World, registered: Registered, house: Any
) -> None:
    page = sit(world.joost).get(f"/settings/applications/{registered('facebook').pk}").content.decode()
    assert f"{house}/settings/accounts/consent" in page
