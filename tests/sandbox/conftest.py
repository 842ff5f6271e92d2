"""One network for all tests of it; everyone begins with an empty one, a brand and a customer."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest

from sandbox.client import AccountTokens, AppKeys, Person, Sandbox
from tests.sandbox.running import SECRET, Listener, Running, listening, network, speaking
from tests.sandbox.specification import SPECIFICATION, Specification

EVENTS = (
    "post.create",
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.delete",
    "dm.received",
    "dm.sent",
    "like.create",
)


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    with network() as started:
        yield started


@pytest.fixture(scope="session")
def specification() -> Specification | None:
    """None where the material is not at hand; then only the answers themselves are tested."""
    return Specification() if SPECIFICATION.exists() else None


@pytest.fixture
def sandbox(running: Running) -> Iterator[Sandbox]:
    with Sandbox(running.url) as client:
        client.clear_faults()
        client.reset()
        yield client
        client.clear_faults()


@dataclass(frozen=True)
class Stage:
    """`account` speaks for the brand, `program` for the app itself, `http` for nobody."""

    sandbox: Sandbox
    app: AppKeys
    tokens: AccountTokens
    brand: Person
    anna: Person
    http: httpx2.Client
    account: httpx2.Client
    program: httpx2.Client

    def hear(self, listener: Listener, events: tuple[str, ...] = EVENTS) -> str:
        """Registers the webhook, subscribes, and returns its id."""
        webhook = self.program.post("/2/webhooks", json={"url": listener.url}).json()["data"]["id"]
        for event_type in events:
            wanted = {"event_type": event_type, "filter": {"user_id": self.brand.id}, "webhook_id": webhook}
            assert self.account.post("/2/activity/subscriptions", json=wanted).status_code == 200
        return str(webhook)


@pytest.fixture
def http(running: Running) -> Iterator[httpx2.Client]:
    """A client without token and without checks."""
    with httpx2.Client(base_url=running.url, trust_env=False) as client:
        yield client


@pytest.fixture
def stage(
    sandbox: Sandbox, running: Running, specification: Specification | None, http: httpx2.Client
) -> Iterator[Stage]:
    """Names fields as the specification does, and checks every exchange against it."""
    sandbox.faults(dialect="spec", rate_limit_scale=100)
    brand = sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True)
    anna = sandbox.create_user("anna", "Anna")
    app = sandbox.create_app(SECRET)
    tokens = sandbox.issue_tokens("lowlandair")

    def check(response: httpx2.Response) -> None:
        if specification is not None:
            specification.check(response)

    with (
        speaking(running.url, tokens.access_token, check) as account,
        speaking(running.url, app.bearer_token, check) as program,
    ):
        yield Stage(sandbox, app, tokens, brand, anna, http, account, program)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as ear:
        yield ear
