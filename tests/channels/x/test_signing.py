"""X believes that we know the secret, and nobody can have anything else signed with it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import published, vector
from webcare.channels.adapter import WebhookRequest
from webcare.channels.x.signing import TOKEN, challenge_answer, signature


@published
def test_the_published_challenge_is_answered_as_x_expects() -> None:
    challenge = vector("x_crc")
    asked = WebhookRequest(b"", {}, {"crc_token": challenge["crc_token"]})
    status, kind, body = challenge_answer(challenge["consumer_secret"], asked)
    assert (status, kind) == (200, "application/json")
    assert json.loads(body) == {"response_token": challenge["response_token"]}


@pytest.mark.parametrize("query", [{}, {"crc_token": ""}, {"crc_token": "x" * 5000}])
def test_a_challenge_without_a_token_is_the_callers_mistake(query: dict[str, str]) -> None:
    assert challenge_answer("secret", WebhookRequest(b"", {}, query))[0] == 400


@pytest.mark.parametrize("token", ['{"data":{}}', "[]", '{"for_user_id":"1"}', "a b", "a\nb", "é", "{", "\ud800"])
def test_no_challenge_makes_us_sign_an_event(token: str) -> None:
    """Whoever knows the address could have anything signed with the key that proves X's events."""
    status, _, body = challenge_answer("secret", WebhookRequest(b"", {}, {"crc_token": token}))
    assert status == 400
    assert b"sha256" not in body


@given(st.from_regex(TOKEN, fullmatch=True))
def test_what_is_signed_for_a_challenge_is_never_an_object(token: str) -> None:
    status, _, body = challenge_answer("secret", WebhookRequest(b"", {}, {"crc_token": token}))
    assert status == 200
    assert json.loads(body) == {"response_token": signature("secret", token.encode())}
    assert not token.lstrip().startswith(("{", "["))


def test_a_challenge_before_the_secret_is_stored_gets_no_made_up_answer() -> None:
    status, _, body = challenge_answer("", WebhookRequest(b"", {}, {"crc_token": "abc"}))
    assert status == 503
    assert b"response_token" not in body
