"""The make-believe network as a process, our registration with it, and a door at which its events arrive."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from sandbox.client import Sandbox
from tests.channels.doorway import Door, doorway
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.lib.now import real_now
from webcare.team.brand import Brand

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
SECRET = "a-consumer-secret"


def wait_until(question: Callable[[], T | None], seconds: float = 20.0) -> T:
    """The first true answer; fails when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"still not true after {seconds:g} seconds")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def network() -> Iterator[Sandbox]:
    """One process for the whole run."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", str(port), "--delete-reaches-mentioned"], cwd=ROOT
    )
    try:
        with Sandbox(f"http://127.0.0.1:{port}") as client:
            wait_until(client.is_up, 60)
            yield client
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def sandbox(network: Sandbox) -> Sandbox:
    """The network with nobody on it but the company and two customers."""
    network.reset()
    network.clear_faults()
    network.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    network.create_user("mia_reist", "Mia", followers=97)
    network.create_user("tomvanzetten", "Tom van Zetten")
    return network


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    """Our registration with the network."""
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=["http://127.0.0.1/back"])
    return Application.objects.create(
        network="x",
        name="Lowland Air on X",
        settings={"api_base": sandbox.url, "client_id": keys.client_id},
        secrets={
            "consumer_secret": SECRET,
            "client_secret": keys.client_secret,
            "app_bearer": keys.bearer_token,
            "id": keys.id,
        },
    )


@pytest.fixture
def account(application: Application, sandbox: Sandbox) -> Account:
    """@lowlandair, whose owner agreed."""
    tokens = sandbox.issue_tokens("lowlandair", app=application.secrets["id"])
    return Account.objects.create(
        network="x",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=tokens.user_id,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"access_token": tokens.access_token, "refresh_token": tokens.refresh_token},
        connected_at=real_now(),
    )


@pytest.fixture
def door(application: Application) -> Iterator[Door]:
    """Our address, at which X's events arrive."""
    with doorway(application) as found:
        yield found
