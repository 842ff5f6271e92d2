"""Each request has an id: the proxy's where it is believed, else ours; its line names the route and never the address."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from pytest_django import Settings

from tests.world import World


def answered(**headers: str) -> str:
    return str(Client().get("/healthz", headers=headers)["X-Request-ID"])


def test_the_proxys_id_is_kept_where_a_proxy_is_believed(settings: Settings) -> None:
    settings.TRUSTS_PROXY = True
    assert answered(**{"x-request-id": "abcdef-12345678"}) == "abcdef-12345678"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with space 123", 'quote"12345678', "x\u00e9x12345678"])
def test_what_no_proxy_makes_is_not_believed(settings: Settings, given: str) -> None:
    settings.TRUSTS_PROXY = True
    assert answered(**{"x-request-id": given}) != given


def test_without_a_proxy_nobody_chooses_an_id() -> None:
    first, second = answered(**{"x-request-id": "abcdef-12345678"}), answered()
    assert first != "abcdef-12345678"
    assert len(first) == len(second) == 16 and first != second


@pytest.mark.django_db
def test_the_line_of_a_request_says_the_route_and_not_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    World.build()
    with caplog.at_level(logging.INFO, "webcare.journal"):
        Client().get("/join/a-secret-of-an-invitation?q=my+passport")
        Client().get("/nowhere/my-passport")
    lines = [record.getMessage() for record in caplog.records]
    assert not any("secret-of" in line or "passport" in line for line in lines)
    assert any(line.startswith("GET join/<") for line in lines)
    assert "GET no such address" in lines
