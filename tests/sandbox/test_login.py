"""Facebook Login: whoever runs pages lets a program in, and how long its tokens last."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from sandbox.client import AppKeys, Sandbox
from tests.sandbox.running import SECRET

BACK = "http://127.0.0.1:9/done"
ASKED = "pages_show_list,pages_messaging"


@pytest.fixture
def app(sandbox: Sandbox) -> AppKeys:
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("lowlandcargo", "Lowland Cargo", is_brand=True)
    return sandbox.create_app(SECRET)


def agreed(http: httpx2.Client, app: AppKeys, **chosen: str) -> dict[str, list[str]]:
    asked = {"client_id": app.id, "redirect_uri": BACK, "state": "st", "scope": ASKED}
    answer = http.post("/v26.0/dialog/oauth", params=asked, data={"answer": "allow", **chosen})
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)


def token(http: httpx2.Client, app: AppKeys, **wish: str) -> httpx2.Response:
    keys = {"client_id": app.id, "client_secret": SECRET}
    return http.post("/v26.0/oauth/access_token", data={**keys, **wish})


def asked(http: httpx2.Client, path: str, token: str, **wish: str) -> Any:
    return http.get(f"/v26.0/{path}", params={"access_token": token, **wish}).json()


def test_the_tokens_of_pages_last_as_long_as_that_of_whoever_agreed_or_for_ever(
    http: httpx2.Client, app: AppKeys
) -> None:
    given = {"page:lowlandair": "on", "permission:pages_show_list": "on", "permission:pages_messaging": "on"}
    code = agreed(http, app, **given)["code"][0]
    assert "has been used" in token(http, app, code="guessed", redirect_uri=BACK).text
    short = token(http, app, code=code, redirect_uri=BACK).json()["access_token"]
    assert token(http, app, code=code, redirect_uri=BACK).status_code == 400
    longer = token(http, app, grant_type="fb_exchange_token", fb_exchange_token=short).json()
    assert longer["expires_in"] == 60 * 24 * 3600
    as_app = f"{app.id}|{SECRET}"
    pages = [asked(http, "me/accounts", each)["data"][0] for each in (short, longer["access_token"])]
    assert {(page["name"], page["tasks"][0]) for page in pages} == {("Lowland Air", "MODERATE")}
    ends = [
        asked(http, "debug_token", as_app, input_token=page["access_token"])["data"]["expires_at"] for page in pages
    ]
    assert [end > 0 for end in ends] == [True, False]
    person = asked(http, "debug_token", as_app, input_token=short)["data"]
    assert (person["type"], person["scopes"]) == ("USER", ASKED.split(","))
    assert person["granular_scopes"][1]["target_ids"] == [pages[0]["id"]]
    assert person["expires_at"] < person["data_access_expires_at"]


def test_each_page_and_each_permission_can_be_refused(http: httpx2.Client, app: AppKeys) -> None:
    code = agreed(http, app, **{"page:lowlandair": "on", "permission:pages_messaging": "on"})["code"][0]
    person = token(http, app, code=code, redirect_uri=BACK).json()["access_token"]
    assert "pages_show_list" in asked(http, "me/accounts", person)["error"]["message"]
    assert agreed(http, app, answer="deny")["error"] == ["access_denied"]
    subscriptions = http.get(f"/v26.0/{app.id}/subscriptions", params={"access_token": person})
    assert subscriptions.status_code == 401, "a person is not the app"
