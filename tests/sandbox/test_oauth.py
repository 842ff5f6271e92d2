"""Tokens: how an app gets them, keeps them and loses them."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx2

from sandbox.client import Sandbox
from tests.sandbox.conftest import Stage
from tests.sandbox.running import SECRET

VERIFIER = "a-verifier-that-is-long-enough-for-the-rules-of-pkce"
CALLBACK = "http://127.0.0.1:9/done"


def _code(stage: Stage, scope: str = "tweet.read tweet.write users.read offline.access") -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": stage.app.client_id,
        "redirect_uri": CALLBACK,
        "scope": scope,
        "state": "st",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    agreed = stage.http.post("/i/oauth2/authorize", params=asked, data={"handle": "lowlandair", "answer": "allow"})
    assert agreed.status_code == 303
    answer = parse_qs(urlsplit(agreed.headers["location"]).query)
    assert answer["state"] == ["st"]
    return answer["code"][0]


def _token(stage: Stage, **form: str) -> httpx2.Response:
    return stage.http.post("/2/oauth2/token", data={"client_id": stage.app.client_id, **form})


def _redeem(stage: Stage, code: str, verifier: str = VERIFIER) -> httpx2.Response:
    return _token(stage, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=verifier)


def _status(stage: Stage, token: str, path: str = "/2/users/me") -> int:
    return stage.http.get(path, headers={"authorization": f"Bearer {token}"}).status_code


def test_an_account_that_agrees_gives_the_app_a_token(stage: Stage) -> None:
    tokens = _redeem(stage, _code(stage)).json()
    assert tokens["expires_in"] == 7200
    assert _status(stage, tokens["access_token"]) == 200


def test_a_code_works_once_and_only_with_its_verifier(stage: Stage) -> None:
    assert _redeem(stage, _code(stage), "a guess").status_code == 400
    code = _code(stage)
    assert _redeem(stage, code).status_code == 200
    assert _redeem(stage, code).status_code == 400


def test_a_refresh_token_works_once_and_brings_its_successor(stage: Stage) -> None:
    first = _redeem(stage, _code(stage)).json()
    second = _token(stage, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert second.status_code == 200
    assert _token(stage, grant_type="refresh_token", refresh_token=first["refresh_token"]).status_code == 400
    assert _token(stage, grant_type="refresh_token", refresh_token=second.json()["refresh_token"]).status_code == 200


def test_without_offline_access_there_is_nothing_to_refresh(stage: Stage) -> None:
    assert "refresh_token" not in _redeem(stage, _code(stage, "tweet.read users.read")).json()


def test_a_token_does_only_what_was_agreed_to(stage: Stage) -> None:
    token = _redeem(stage, _code(stage, "tweet.read users.read")).json()["access_token"]
    with_token = {"authorization": f"Bearer {token}"}
    assert stage.http.post("/2/tweets", json={"text": "hi"}, headers=with_token).status_code == 403


def test_the_app_itself_gets_a_bearer_for_what_needs_no_account(stage: Stage) -> None:
    made = stage.http.post(
        "/2/oauth2/token",
        data={"grant_type": "client_credentials"},
        auth=(stage.app.client_id, stage.app.client_secret),
    )
    bearer = made.json()["access_token"]
    assert _status(stage, bearer, "/2/webhooks") == 200
    assert _status(stage, bearer) == 403


def test_a_wrong_secret_gets_nothing(stage: Stage) -> None:
    made = stage.http.post(
        "/2/oauth2/token", data={"grant_type": "client_credentials"}, auth=(stage.app.client_id, "a guess")
    )
    assert made.status_code == 401
    assert _token(stage, grant_type="client_credentials").status_code == 401


def test_an_access_token_ends_and_a_revoked_account_is_out(stage: Stage) -> None:
    short = stage.sandbox.issue_tokens("lowlandair", expires_in=0)
    assert _status(stage, short.access_token) == 401
    fresh = _token(stage, grant_type="refresh_token", refresh_token=str(short.refresh_token)).json()
    assert _status(stage, fresh["access_token"]) == 200
    stage.sandbox.revoke_tokens("lowlandair")
    assert _status(stage, fresh["access_token"]) == 401
    assert _token(stage, grant_type="refresh_token", refresh_token=fresh["refresh_token"]).status_code == 400


def test_a_code_goes_only_to_an_address_of_the_app(sandbox: Sandbox, http: httpx2.Client) -> None:
    app = sandbox.create_app(SECRET, name="strict", redirect_uris=["https://desk.example/callback"])
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": CALLBACK,
        "scope": "tweet.read",
        "code_challenge": "x",
        "code_challenge_method": "plain",
    }
    refused = http.get("/i/oauth2/authorize", params=asked)
    assert refused.status_code == 400
    assert "location" not in refused.headers


def test_whoever_says_no_is_sent_back_with_a_no(stage: Stage) -> None:
    asked = {
        "response_type": "code",
        "client_id": stage.app.client_id,
        "redirect_uri": CALLBACK,
        "scope": "tweet.read",
        "state": "st",
        "code_challenge": "x",
        "code_challenge_method": "plain",
    }
    answer = stage.http.post("/i/oauth2/authorize", params=asked, data={"handle": "lowlandair", "answer": "deny"})
    assert "error=access_denied" in answer.headers["location"]
