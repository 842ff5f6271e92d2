"""A browser at the desk of a real house: web server, live stream and, where a story needs it, worker and network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from sandbox.client import Sandbox
from tests.browser.running import Traffic, close_connections, free_port, live_stream, network, wait_until
from tests.conftest import CHROMIUM
from tests.world import World
from webcare.team.person import Person

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
EXPECTED = (
    "Failed to load resource",
    "net::ERR_",
    "htmx:",
    "Response Status Error",
)  # about answers that a test provokes


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here drives a browser; where there is none, the run says how to get one."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium: apt-get install chromium, or set WEBCARE_CHROMIUM")
                )


@pytest.fixture
def world(transactional_db: None) -> World:
    """Lowland Air before the first customer writes, for all processes to see."""
    return World.build()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """The make-believe network; each story begins by saying who is on it."""
    with network() as sandbox:
        yield sandbox


@dataclass
class House:
    """A running house: `url` is where the desk is."""

    url: str
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def stream(live_server: LiveServer, django_db_setup: None) -> Iterator[int]:
    """The port of the live stream, one process for the whole run."""
    port = free_port()
    with live_stream(live_server.url, port):
        yield port


@pytest.fixture
def house(live_server: LiveServer, stream: int, world: World, settings: Any) -> Iterator[House]:
    """The web server and the live stream beside it."""
    policy = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.LIVE_PORT = str(stream)
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "connect-src": [*policy["connect-src"], f"http://localhost:{stream}"]}
    }
    house = House(live_server.url)
    yield house
    assert not house.complaints, "\n".join(house.complaints)


SitDown = Callable[..., Page]


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    """What the web server is busy with."""
    return Traffic()


@pytest.fixture
def sit_down(house: House, chromium: Browser, traffic: Traffic) -> Iterator[SitDown]:
    """`sit_down(person, path="/", **context)`: a browser of their own, signed in, with that page open."""
    contexts: list[BrowserContext] = []
    traffic.begin()

    def seated(person: Person | None, path: str = "/", **options: Any) -> Page:
        context = chromium.new_context(base_url=house.url, **{"viewport": WIDE, "reduced_motion": "reduce", **options})
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": _session_of(person), "url": house.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: _note(house, message))
        page.on("pageerror", lambda error: house.complaints.append(f"{page.url}: {error.stack}"))
        page.goto(path)
        return page

    yield seated
    for context in contexts:
        context.close()
    wait_until(traffic.is_over, "every request is answered")  # before the tables are emptied under its feet
    close_connections()


def _session_of(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _note(house: House, message: ConsoleMessage) -> None:
    """A page that complains is a page that breaks; the policy's refusals come this way too."""
    if message.type == "error" and not message.text.startswith(EXPECTED):
        house.complaints.append(message.text)
