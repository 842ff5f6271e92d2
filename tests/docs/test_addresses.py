"""Addresses in the documentation lead somewhere, and take the verbs that are told."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, resolve

from tests.docs.pages import name, pages, text

OURS = [name(page) for page in pages() if not name(page).startswith("sandbox/")]
ELSEWHERE = (
    "/srv/",
    "/var/",
    "/etc/",
    "/tmp/",
    "/usr/",
    "/2/",
    "/healthz",
)  # folders of a machine, X's and the sandbox's
BY_THE_LIVE_PROCESS = {"/live/", "/live/healthz"}
ADDRESS = re.compile(r"`(?:(GET|POST|DELETE) )?(?:https?://(?:webcare\.example\.org|127\.0\.0\.1:800\d))?(/[\w./…-]*)`")


@pytest.mark.parametrize("page", OURS)
def test_addresses_lead_somewhere(page: str) -> None:
    lost = [f"{verb} {address}" for verb, address in told(page) if not _is_there(verb, address)]
    assert not lost, "\n".join(lost)


def test_there_is_something_to_look_at() -> None:
    assert sum(len(told(page)) for page in OURS) > 10


def told(page: str) -> list[tuple[str, str]]:
    """Verb (empty where none is told) and path of every address between backticks."""
    return [(verb, address) for verb, address in ADDRESS.findall(text(page)) if not address.startswith(ELSEWHERE)]


def _is_there(verb: str, address: str) -> bool:
    if address in BY_THE_LIVE_PROCESS:
        return True
    try:
        view = resolve(address.replace("…", "abc")).func
    except Resolver404:
        return False
    return not verb or verb in getattr(view, "verbs", {verb: view})
