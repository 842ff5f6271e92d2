"""The door for webhooks: whatever is sent to it, it answers with a clear sentence, and loses nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from tests.x_events import deleted, post
from webcare.channels.application import Application
from webcare.channels.receipt import Receipt
from webcare.channels.spending import Spending
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.lib.limits import HOOK_BYTES

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a-consumer-secret"


@pytest.fixture
def application() -> Application:
    return Application.objects.create(network="x", name="Ours", secrets={"consumer_secret": SECRET})


def sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def call(application: Application, body: bytes, signature: str | None = None, key: str | None = None) -> int:
    response = Client().post(
        f"/hooks/x/{key or application.key}",
        data=body,
        content_type="application/json",
        headers={"x-twitter-webhooks-signature": sign(body) if signature is None else signature},
    )
    return response.status_code


def test_a_signed_event_is_kept_and_acknowledged_before_it_is_understood(application: Application) -> None:
    world = World.build()
    body = json.dumps(post(world.x, "@lowlandair where is my bag?", id="11")).encode()
    assert call(application, body) == 200
    receipt = Receipt.objects.get()
    assert bytes(receipt.payload) == body and receipt.parsed_at is None
    receive_waiting()
    assert Message.objects.get().external_id == "11"


def test_a_thousand_repeats_are_one_receipt(application: Application) -> None:
    world = World.build()
    body = json.dumps(post(world.x, "@lowlandair hello?", id="11")).encode()
    assert {call(application, body) for _ in range(1000)} == {200}
    assert Receipt.objects.count() == 1


def test_what_an_event_costs_is_counted_once_at_the_price_that_was_set(application: Application) -> None:
    application.keep(settings={"price_post_event": "0.007"})
    world = World.build()
    told = post(world.x, "@lowlandair hello?", id="11")
    free = deleted(world.x, "11")
    for event in (told, told, free):
        assert call(application, json.dumps(event).encode()) == 200
    assert Spending.objects.values_list("application", "item", "count", "micros").get() == (
        application.pk, "post_event", 1, 7_000,
    )  # fmt: skip


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=AAAA", "md5=nothing", "sha256=" + "é" * 10])
def test_a_wrong_signature_is_refused_and_nothing_is_kept(application: Application, signature: str) -> None:
    assert call(application, b'{"data": {}}', signature) == 401
    assert not Receipt.objects.exists()


def test_a_signature_over_another_body_is_refused(application: Application) -> None:
    assert call(application, b'{"data": {"event_uuid": "1"}}', sign(b"something else")) == 401


def test_a_guessed_address_is_not_found(application: Application) -> None:
    assert call(application, b"{}", key="guessed") == 404
    assert Client().post("/hooks/nowhere/guessed", data=b"{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"7", b'"text"', b"\xff\xfe\x00", b'{"data": null}', b'{"data": {"event_type": "x"}}'],
)
def test_signed_rubbish_is_kept_and_set_aside_with_its_error(application: Application, body: bytes) -> None:
    """It might be the network's fault, or ours: somebody has to look at it, and can play it again."""
    World.build()
    assert call(application, body) == 200
    receive_waiting()
    assert Receipt.objects.set_aside().get().error


@pytest.mark.parametrize("uuid", [r"a\u0000b", r"\ud800", r"a\nb"])
def test_an_id_that_no_column_can_hold_is_kept_all_the_same(application: Application, uuid: str) -> None:
    body = f'{{"data": {{"event_uuid": "{uuid}", "event_type": "post.create"}}}}'.encode()
    assert [call(application, body) for _ in range(2)] == [200, 200]
    assert bytes(Receipt.objects.get().payload) == body


def test_an_oversized_event_is_refused_with_a_sentence(application: Application) -> None:
    body = b'{"data": "' + b"a" * (HOOK_BYTES + 1) + b'"}'
    assert call(application, body) == 413
    assert not Receipt.objects.exists()


def test_the_networks_challenge_is_answered(application: Application) -> None:
    """The vector is our own arithmetic on a public scheme: HMAC-SHA256 of the token with the consumer secret."""
    response = Client().get(f"/hooks/x/{application.key}", {"crc_token": "abc123"})
    assert response.status_code == 200
    assert response.json() == {"response_token": sign(b"abc123")}


def test_a_challenge_without_a_token_is_refused(application: Application) -> None:
    assert 400 <= Client().get(f"/hooks/x/{application.key}").status_code < 500


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(application: Application, method: str) -> None:
    assert getattr(Client(), method)(f"/hooks/x/{application.key}").status_code == 405


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=10,
    )
)
def test_no_signed_json_whatsoever_breaks_the_door_or_the_worker(application: Application, payload: object) -> None:
    assert call(application, json.dumps({"data": payload}).encode()) == 200
    receive_waiting()
    assert not Receipt.objects.pending().filter(attempts__gt=0).exists()


def test_a_secret_that_was_changed_a_moment_ago_is_the_one_that_counts(application: Application) -> None:
    world = World.build()
    bodies = [json.dumps(post(world.x, f"@lowlandair {number}?", id=str(number))).encode() for number in (1, 2)]
    assert call(application, bodies[0]) == 200
    application.keep(secrets={"consumer_secret": "another-secret"})
    assert call(application, bodies[1], sign(bodies[1], "another-secret")) == 200
    assert Receipt.objects.count() == 2
