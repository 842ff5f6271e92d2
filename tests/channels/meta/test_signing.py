"""Meta learns that the address is ours, and nobody else learns anything."""

from __future__ import annotations

import pytest

from webcare.channels.adapter import WebhookRequest
from webcare.channels.meta.signing import challenge_answer, verify_token


def asked(**changes: str) -> WebhookRequest:
    query = {"mode": "subscribe", "challenge": "1158201444", "verify_token": verify_token("secret"), **changes}
    return WebhookRequest(b"", {}, {f"hub.{name}": value for name, value in query.items()})


def test_the_challenge_comes_back_as_it_is() -> None:
    assert challenge_answer("secret", asked()) == (200, "text/plain; charset=utf-8", b"1158201444")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"verify_token": "guessed"}, 403),
        ({"verify_token": verify_token("another secret")}, 403),
        ({"verify_token": "é"}, 403),
        ({"mode": "unsubscribe"}, 400),
        ({"challenge": ""}, 400),
        ({"challenge": "<script>"}, 400),
        ({"challenge": "7" * 300}, 400),
    ],
)
def test_whoever_asks_otherwise_is_told_nothing(changes: dict[str, str], status: int) -> None:
    answered, _, body = challenge_answer("secret", asked(**changes))
    assert answered == status
    assert b"1158201444" not in body
    assert b"script" not in body


def test_a_challenge_before_the_secret_is_stored_waits() -> None:
    assert challenge_answer("", asked())[0] == 503


def test_the_word_for_the_handshake_is_no_signature_of_anything() -> None:
    assert verify_token("secret") != verify_token("another secret")
    assert "secret" not in verify_token("secret")
