"""Nothing that X did not sign gets in, and X believes that we know the secret."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.x.signing import HEADER, TOKEN, challenge_answer, signature, verify

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "signature_vectors.json"
BODY = b'{"data":{"event_uuid":"7"}}'


def request(signed: str | None, body: bytes = BODY) -> WebhookRequest:
    return WebhookRequest(body, {} if signed is None else {HEADER: signed})


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the published signature vectors are not at {VECTORS}")
def test_the_published_vectors_hold() -> None:
    vectors = json.loads(VECTORS.read_text())
    post, challenge = vectors["x_post"], vectors["x_crc"]
    verify(post["consumer_secret"], request(post[HEADER], post["body"].encode()))
    status, kind, body = challenge_answer(
        challenge["consumer_secret"], WebhookRequest(b"", {}, {"crc_token": challenge["crc_token"]})
    )
    assert (status, kind) == (200, "application/json")
    assert json.loads(body) == {"response_token": challenge["response_token"]}


def test_what_was_signed_gets_in() -> None:
    verify("secret", request(signature("secret", BODY)))


@pytest.mark.parametrize(
    "signed",
    [
        None,
        "",
        signature("another secret", BODY),
        signature("secret", BODY + b" "),
        signature("secret", BODY).upper(),
        signature("secret", BODY).removeprefix("sha256="),
        "sha256=é\u202e",
    ],
)
def test_anything_else_stays_outside(signed: str | None) -> None:
    with pytest.raises(BadSignature):
        verify("secret", request(signed))


def test_without_a_stored_secret_nobody_gets_in() -> None:
    with pytest.raises(BadSignature, match="No consumer secret"):
        verify("", request(signature("", BODY)))


@given(st.binary(max_size=200), st.text(max_size=200))
def test_no_made_up_signature_gets_in(body: bytes, made_up: str) -> None:
    with pytest.raises(BadSignature):
        verify("secret", request(made_up, body))


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
