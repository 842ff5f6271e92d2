"""Nothing that Meta did not sign gets in, and Meta learns that the address is ours."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.meta.signing import HEADER, challenge_answer, signature, verify, verify_token

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "signature_vectors.json"
BODY = b'{"object":"page","entry":[]}'


def request(signed: str | None, body: bytes = BODY) -> WebhookRequest:
    return WebhookRequest(body, {} if signed is None else {HEADER: signed})


def asked(**changes: str) -> WebhookRequest:
    query = {"mode": "subscribe", "challenge": "1158201444", "verify_token": verify_token("secret"), **changes}
    return WebhookRequest(b"", {}, {f"hub.{name}": value for name, value in query.items()})


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the published signature vectors are not at {VECTORS}")
def test_the_published_vector_holds() -> None:
    vector = json.loads(VECTORS.read_text())["meta"]
    verify(vector["app_secret"], request(vector["X-Hub-Signature-256"], vector["body"].encode()))


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
    with pytest.raises(BadSignature, match="No app secret"):
        verify("", request(signature("", BODY)))


@given(st.binary(max_size=200), st.text(max_size=200))
def test_no_made_up_signature_gets_in(body: bytes, made_up: str) -> None:
    with pytest.raises(BadSignature):
        verify("secret", request(made_up, body))


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
