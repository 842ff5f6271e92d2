"""Only LinkedIn gets in, and our answer to its challenge is of no use to anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.linkedin.signing import HEADER, challenge_answer, signature, verify

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "signature_vectors.json"
BODY = b'{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[]}'


def test_a_signed_body_is_let_in_and_a_changed_one_is_not() -> None:
    signed = {HEADER: signature("lisecret", BODY)}
    verify("lisecret", WebhookRequest(BODY, signed))
    for secret, body, headers in (
        ("lisecret", BODY + b" ", signed), ("other", BODY, signed), ("lisecret", BODY, {}), ("", BODY, signed),
        ("lisecret", BODY, {HEADER: "é" * 64}),
    ):  # fmt: skip
        with pytest.raises(BadSignature):
            verify(secret, WebhookRequest(body, headers))


def test_a_challenge_is_answered_with_its_proof() -> None:
    asked = WebhookRequest(b"", {}, {"challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0"})
    status, kind, body = challenge_answer("lisecret", asked)
    assert (status, kind) == (200, "application/json")
    assert json.loads(body)["challengeCode"] == "890e4665-4dfe-4ab1-b689-ed553bceeed0"


@pytest.mark.parametrize("code", ["", "hmacsha256=" + BODY.decode(), "hmacsha256=", "x" * 36, "a" * 65, "a\n" * 8])
def test_what_could_be_an_event_is_never_answered(code: str) -> None:
    assert challenge_answer("lisecret", WebhookRequest(b"", {}, {"challengeCode": code}))[0] == 400


def test_without_a_secret_there_is_no_answer() -> None:
    assert challenge_answer("", WebhookRequest(b"", {}, {"challengeCode": "0" * 32}))[0] == 503


@pytest.mark.skipif(not VECTORS.exists(), reason="the published vectors are not here")
def test_proofs_are_those_that_linkedin_makes() -> None:
    vectors = json.loads(VECTORS.read_text())
    post, challenge = vectors["linkedin_post"], vectors["linkedin_challenge"]
    assert signature(post["client_secret"], post["body"].encode()) == post["X-LI-Signature"]
    asked = WebhookRequest(b"", {}, {"challengeCode": challenge["challengeCode"]})
    body = json.loads(challenge_answer(challenge["client_secret"], asked)[2])
    assert body["challengeResponse"] == challenge["challengeResponse"]
