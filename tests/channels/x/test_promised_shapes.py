"""What we ask of X and what the sandbox answers is what X has published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from sandbox.client import Sandbox
from tests.channels.doorway import Door
from tests.channels.x.test_sending import PNG
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.x import api, subscribing
from webcare.channels.x.adapter import XAdapter
from webcare.lib.now import real_now

SPEC = Path(__file__).resolve().parents[4] / "shared" / "specs" / "x" / "openapi.json"
X = XAdapter()

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="X's published description is not on this machine")


@dataclass(frozen=True)
class Exchange:
    """One call as it went over the wire."""

    method: str
    path: str
    query: dict[str, str]
    sent_type: str
    sent: bytes
    status: int
    got_type: str
    got: bytes

    @property
    def request(self) -> MockRequest:
        return MockRequest(
            "https://api.x.com", self.method.lower(), self.path, args=self.query, headers={"authorization": "Bearer x"},
            data=self.sent, content_type=self.sent_type or "application/json",
        )  # fmt: skip


@pytest.fixture(scope="module")
def published() -> OpenAPI:
    """Without what a calling library cannot check: the tokens."""
    spec = json.loads(SPEC.read_text())
    for path in spec["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return OpenAPI.from_dict(spec, config=Config(spec_validator_cls=None))  # it lists an expansion twice


@pytest.fixture
def wire() -> Iterator[list[Exchange]]:
    """Everything that passes while a test runs."""
    passed: list[Exchange] = []

    def note(response: httpx2.Response) -> None:
        request = response.request
        response.read()
        passed.append(
            Exchange(
                request.method, request.url.path, dict(request.url.params), request.headers.get("content-type", ""),
                request.read(), response.status_code, response.headers.get("content-type", ""), response.content,
            )
        )  # fmt: skip

    client = api.client()
    client.event_hooks = {"request": [], "response": [note]}
    yield passed
    client.event_hooks = {"request": [], "response": []}


def everything(account: Account, sandbox: Sandbox, door: Door) -> None:
    """Every kind of call that the adapter makes."""
    X.connect(account, door.url)
    account.save()
    assert account.application is not None
    subscribing.validate(account.application, account.application.settings["webhook_id"])
    complaint = sandbox.post("mia_reist", "@lowlandair my bag")
    sandbox.dm("mia_reist", "lowlandair", "QX7RT2")
    mia = next(person.id for person in sandbox.users() if person.handle == "mia_reist")
    photo = OutgoingFile("tag.png", "image/png", PNG, alt="A bag tag")
    link = X.capabilities.private_link.format(account=account.external_id)
    public = Outgoing("k", f"We found it. {link}", False, mia, in_reply_to=complaint.id, files=(photo,))
    private = replace(public, text="Your booking?", private=True)
    for outgoing in (public, private):
        sent = X.send(account, outgoing)
        assert X.find_sent(account, outgoing, real_now() - timedelta(seconds=1)) is not None
        list(X.catch_up(account))
        list(X.follow(account, [f"{complaint.id}:{mia}"]))
        X.take_down(account, sent.external_id, outgoing.private)
    ours = sandbox.post("lowlandair", "We fly again")
    reply = sandbox.reply("mia_reist", ours.id, "no")
    for action in ("hide", "unhide", "mute", "unmute", "block", "unblock"):
        X.moderate(account, action, reply.id, mia)
    door.is_open = False
    with pytest.raises(DeliveryError):
        subscribing.validate(account.application, account.application.settings["webhook_id"])
    door.is_open = True
    list(X.catch_up(account))
    assert all(line.ok for line in X.check(account))
    X.disconnect(account)


@pytest.mark.parametrize("dialect", ["spec", "live"])
def test_every_call_and_answer_is_as_published(
    account: Account, sandbox: Sandbox, door: Door, wire: list[Exchange], published: OpenAPI, dialect: str
) -> None:
    sandbox.faults(dialect=dialect)
    everything(account, sandbox, door)
    assert len({(each.method, each.path.rstrip("0123456789")) for each in wire}) >= 20
    for each in wire:
        assert 200 <= each.status < 300, each
        if not each.sent_type.startswith("multipart/"):  # what a library reads of its own parts is its business
            published.validate_request(each.request)
        if dialect == "spec":
            response = MockResponse(each.got, each.status, content_type=each.got_type)
            published.validate_response(each.request, response)


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", "/2/tweets", {}, {"txt": "a field that there is not"}),
        ("POST", "/2/activity/subscriptions", {}, {"event_type": "post.sneeze", "filter": {"user_id": "1"}}),
        ("GET", "/2/dm_events", {"max_results": "101"}, None),
        ("GET", "/2/users/me", {"user.fields": "id,shoe_size"}, None),
    ],
)
def test_the_publication_would_notice_a_mistake(
    published: OpenAPI, method: str, path: str, query: dict[str, str], body: object
) -> None:
    sent = json.dumps(body).encode() if body else b""
    with pytest.raises(OpenAPIError):
        published.validate_request(Exchange(method, path, query, "application/json", sent, 200, "", b"").request)
