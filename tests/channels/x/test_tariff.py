"""Each call and event of X costs what its list says, and nothing else costs anything."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db.models import Sum

from sandbox.client import Said, Sandbox
from tests.channels.x.test_sending import answer, complaint
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, WebhookRequest
from webcare.channels.spending import Spending
from webcare.channels.tariff import MILLION
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.fields import Shape
from webcare.channels.x.tariff import EVENTS, TARIFF, items_of

__all__ = ["answer", "complaint"]
X = XAdapter()


def spent() -> dict[str, int]:
    return dict(Spending.objects.values_list("item").annotate(count=Sum("count")))


@pytest.mark.parametrize(
    ("method", "path", "body", "data", "items"),
    [
        ("GET", "/2/users/1/mentions", None, [{}, {}, {}], {"own_read": 3}),
        ("GET", "/2/users/1/tweets", None, [], {"own_read": 0}),
        ("GET", "/2/dm_events", None, [{}], {"message_read": 1}),
        ("GET", "/2/dm_conversations/with/7/dm_events", None, [{}, {}], {"message_read": 2}),
        ("GET", "/2/tweets/search/recent", None, None, {"post_read": 0}),
        ("GET", "/2/users/me", None, {"id": "1"}, {"user_read": 1}),
        ("GET", "/2/users/by/username/mia", None, {"id": "1"}, {"user_read": 1}),
        ("POST", "/2/tweets", {"text": "We look into it."}, {"id": "1"}, {"post": 1}),
        ("POST", "/2/tweets", {"text": "See lowlandair.nl/bags"}, {"id": "1"}, {"post_with_link": 1}),
        ("POST", "/2/dm_conversations/with/7/messages", {"text": "x.com"}, {}, {"message": 1}),
        ("DELETE", "/2/tweets/7", None, {}, {"removal": 1}),
        ("DELETE", "/2/dm_events/7", None, None, {"removal": 1}),
        ("PUT", "/2/tweets/7/hidden", {"hidden": True}, {}, {"order": 1}),
        ("POST", "/2/users/1/muting", {}, {}, {"person": 1}),
        ("DELETE", "/2/users/1/muting/2", None, {}, {"order": 1}),
        ("POST", "/2/users/2/dm/block", None, {}, {"person": 1}),
        ("POST", "/2/media/upload/initialize", {}, {"id": "1"}, {}),
        ("GET", "/2/webhooks", None, [{}], {}),
        ("POST", "/2/activity/subscriptions", {}, {}, {}),
    ],
)
def test_a_call_is_what_x_charges_for(
    method: str, path: str, body: dict[str, object] | None, data: object, items: dict[str, int]
) -> None:
    answer = Shape({} if data is None else {"data": data}, "")
    assert items_of(method, path, body, answer) == items
    assert all(TARIFF.item(key) for key in items)


def test_an_event_is_what_x_charges_for() -> None:
    def billed(body: bytes) -> str:
        return X.billed(WebhookRequest(body, {}))

    kinds = ["post.mention.create", "dm.received", "dm.sent", "post.delete", "something.new"]
    told = [billed(json.dumps({"data": {"event_type": kind}}).encode()) for kind in kinds]
    assert told == ["post_event", "message_event", "", "", ""]
    assert all(TARIFF.item(key) for key in EVENTS.values())
    for hostile in (b"", b"[]", b'{"data": []}', b'{"data": {"event_type": {}}}', b"[" * 100_000, b"\xff"):
        assert billed(hostile) == ""


def test_what_we_write_and_read_is_counted(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    X.send(account, answer)
    X.send(account, replace(answer, text="More on https://lowlandair.nl/bags"))
    X.send(account, replace(answer, private=True, text="Your booking, please?"))
    assert spent() == {"post": 1, "post_with_link": 1, "message": 1}
    list(X.catch_up(account))
    found = spent()
    assert (found["own_read"], found["message_read"]) == (3, 1)  # her complaint, and what we wrote
    total = Spending.objects.aggregate(micros=Sum("micros"))["micros"]
    assert total == round((0.015 + 0.2 + 0.015 + 3 * 0.001 + 0.010) * MILLION)


@pytest.mark.parametrize(
    ("fault", "counted"), [("dropped_accepted", {"post": 1}), ("rate_limited", {}), ("forbidden", {})]
)
def test_what_x_may_have_done_is_counted_and_what_it_refused_is_not(
    account: Account, sandbox: Sandbox, complaint: Said, answer: Outgoing, fault: str, counted: dict[str, int]
) -> None:
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError):
        X.send(account, answer)
    assert spent() == counted
