"""Our answer to its challenge is of no use to anybody else."""

from __future__ import annotations

import json

import pytest

from tests.vectors import published, vector
from webcare.channels.adapter import WebhookRequest
from webcare.channels.linkedin.signing import challenge_answer

BODY = b'{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[]}'


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


@published
def test_the_proof_is_the_one_that_linkedin_expects() -> None:
    challenge = vector("linkedin_challenge")
    asked = WebhookRequest(b"", {}, {"challengeCode": challenge["challengeCode"]})
    body = json.loads(challenge_answer(challenge["client_secret"], asked)[2])
    assert body["challengeResponse"] == challenge["challengeResponse"]
