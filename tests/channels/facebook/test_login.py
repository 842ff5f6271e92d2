"""What whoever runs pages agreed to: which of their pages answer for us, and what is missing for the others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.facebook.graph import PAGE, TOKEN, Graph
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Grant, Presence
from webcare.channels.registry import adapter

AGREED = Grant({"user_token": TOKEN})
OURS: dict[str, Any] = {
    "id": PAGE,
    "name": "Lowland Air",
    "access_token": "of-the-page",
    "tasks": ["MODERATE", "MESSAGING"],
    "instagram_business_account": {"id": "178414", "username": "lowlandair"},
}


def offered(page: Account, graph: Graph, *pages: dict[str, Any], on: str = "facebook") -> list[Presence]:
    graph.instead["accounts"] = {"data": list(pages)}
    assert page.application
    return list(adapter(on).presences(page.application, AGREED))


def test_each_page_has_an_access_of_its_own(page: Account, graph: Graph) -> None:
    second = {**OURS, "id": "1000000000000002", "name": "Lowland Cargo", "access_token": "of-the-other"}
    assert offered(page, graph, second, OURS) == [
        Presence(PAGE, "Lowland Air", Grant({"page_token": "of-the-page"})),
        Presence("1000000000000002", "Lowland Cargo", Grant({"page_token": "of-the-other"})),
    ]


@pytest.mark.parametrize(
    ("scopes", "alone", "changes", "says"),
    [
        ({"pages_messaging"}, [], {}, "nobody agreed to pages_messaging for Lowland Air"),
        (
            set(),
            [{"scope": "pages_messaging", "target_ids": ["5"]}],
            {},
            "nobody agreed to pages_messaging for Lowland Air",
        ),
        (set(), [{"scope": "pages_messaging", "target_ids": [PAGE]}, {"scope": "pages_show_list"}], {}, ""),
        (
            set(),
            [],
            {"tasks": ["ANALYZE", "MODERATE"]},
            "may not do all that we need on the page Lowland Air (MESSAGING)",
        ),
        (set(), [], {"access_token": None}, "gives us no access to the page Lowland Air"),
        (set(), [], {"tasks": None}, ""),
    ],
)
def test_what_a_page_lacks_is_said(
    page: Account, graph: Graph, scopes: set[str], alone: list[Any], changes: dict[str, Any], says: str
) -> None:
    graph.scopes, graph.alone = [each for each in graph.scopes if each not in scopes], alone
    [found] = offered(page, graph, OURS | changes)
    assert says in found.lacking
    assert bool(says) == bool(found.lacking)


def test_whoever_chose_no_page_or_does_not_show_them_hears_what_to_do(page: Account, graph: Graph) -> None:
    with pytest.raises(DeliveryError, match="runs no page on Facebook, or chose none"):
        offered(page, graph)
    graph.scopes.remove("pages_show_list")
    with pytest.raises(DeliveryError, match="nobody agreed to pages_show_list"):
        offered(page, graph, OURS)


def test_instagram_is_opened_by_the_page_that_it_is_linked_to(page: Account, graph: Graph) -> None:
    graph.scopes += ["instagram_basic", "instagram_manage_comments", "instagram_manage_messages"]
    graph.alone = [{"scope": "instagram_basic", "target_ids": ["178414"]}]
    without = {**OURS, "id": "1000000000000002", "name": "Lowland Cargo", "instagram_business_account": None}
    air, cargo = offered(page, graph, OURS, without, on="instagram")
    assert air == Presence("178414", "@lowlandair", Grant({"page_token": "of-the-page"}))
    assert "No professional account of Instagram is linked to the page Lowland Cargo" in cargo.lacking


def test_permissions_are_asked_for_one_by_one_or_by_a_configuration(page: Account) -> None:
    assert page.application
    asked = adapter("facebook").authorize_url(page.application, "https://care.example/back", "s", "v")
    assert "scope=pages_show_list%2Cpages_read_engagement" in asked
    assert "config_id" not in asked
    page.application.settings |= {"login_configuration": " 4711 ", "api_base": ""}
    asked = adapter("facebook").authorize_url(page.application, "https://care.example/back", "s", "v")
    assert asked.startswith("https://www.facebook.com/v26.0/dialog/oauth?")
    assert "config_id=4711" in asked
    assert "scope" not in asked
