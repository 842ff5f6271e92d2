"""The make-believe Mastodon: what programs ask is answered as published, and what customers do by hand stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openapi_schema_validator import OAS31Validator

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.running import SECRET, Running

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "specs" / "mastodon" / "openapi.json"
API = "/lowland.social/api"
published = pytest.mark.skipif(not SPECIFICATION.exists(), reason="the published description is not at hand")


@pytest.fixture
def http(sandbox: Sandbox, running: Running) -> Iterator[httpx2.Client]:
    sandbox.create_app(SECRET)
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("anna", "Anna")
    sandbox.create_user("bram", "Bram")
    headers = {"authorization": f"Bearer {sandbox.mastodon_token('lowlandair')}"}
    with httpx2.Client(base_url=running.url, trust_env=False, headers=headers) as client:
        yield client


@published
def test_answers_are_as_published(sandbox: Sandbox, http: httpx2.Client) -> None:
    document = json.loads(SPECIFICATION.read_text())

    def has_shape(name: str, value: Any) -> Any:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        OAS31Validator(schema).validate(value)
        return value

    def ask(path: str) -> Any:
        return http.get(f"{API}{path}").raise_for_status().json()

    media = http.post(f"{API}/v2/media", files={"file": ("x.png", b"\x89PNG", "image/png")}).json()
    has_shape("MediaAttachment", media)
    asked = sandbox.toot("anna", "@lowlandair where is https://bags.example/it?", seen_by="direct", warning="bags")
    wish = {"status": "@anna Here", "in_reply_to_id": asked.id, "visibility": "direct", "media_ids": [media["id"]]}
    made = has_shape("Status", http.post(f"{API}/v1/statuses", json=wish).json())
    has_shape("Context", ask(f"/v1/statuses/{made['id']}/context"))
    has_shape("StatusSource", ask(f"/v1/statuses/{made['id']}/source"))
    for notice in ask("/v1/notifications"):
        has_shape("Notification", notice)
    for conversation in ask("/v1/conversations"):
        has_shape("Conversation", conversation)
    form = {"client_name": "a", "redirect_uris": "https://a.example/back", "scopes": "read"}
    has_shape("CredentialApplication", http.post(f"{API}/v1/apps", data=form).json())


def test_a_list_goes_on_in_both_directions_by_its_link_header(sandbox: Sandbox, http: httpx2.Client) -> None:
    texts = [f"@lowlandair {number}" for number in range(5)]
    for text in texts:
        sandbox.toot("anna", text)

    def listed(url: str) -> tuple[list[str], dict[str, str]]:
        answer = http.get(url).raise_for_status()
        links = {str(name): link["url"] for name, link in answer.links.items()}
        return [str(each["status"]["id"]) for each in answer.json()], links

    known = [each.id for each in sandbox.toots()]
    newest, links = listed(f"{API}/v1/notifications?limit=2&types[]=mention")
    assert newest == [known[4], known[3]]
    assert listed(links["next"])[0] == [known[2], known[1]]
    assert listed(links["prev"]) == ([], {})
    first = http.get(f"{API}/v1/notifications").json()[-1]["id"]
    assert listed(f"{API}/v1/notifications?min_id={first}&limit=2")[0] == [known[2], known[1]]
    assert listed(f"{API}/v1/notifications?since_id={first}&limit=2")[0] == [known[4], known[3]]


def test_who_is_not_named_does_not_see_it(sandbox: Sandbox, http: httpx2.Client) -> None:
    secret = sandbox.toot("anna", "@bram just for you", seen_by="direct")
    assert http.get(f"{API}/v1/statuses/{secret.id}").status_code == 404
    assert http.get(f"{API}/v1/statuses", params={"id[]": secret.id}).json() == []
    assert http.get(f"{API}/v1/notifications", headers={"authorization": "Bearer x"}).status_code == 401


def test_the_network_keeps_its_rules(sandbox: Sandbox, http: httpx2.Client) -> None:
    def written(**wish: object) -> int:
        return http.post(f"{API}/v1/statuses", json=wish).status_code

    assert written(status=" ") == 422
    assert written(status="x" * 501) == 422
    assert written(status="@anna@town.example https://long.example/" + "x" * 600) == 200, "a link counts 23"
    assert written(status="x", visibility="everybody") == 422
    assert written(status="x", in_reply_to_id="7") == 404
    with pytest.raises(SandboxError):
        sandbox.toot("anna", "x", seen_by="everybody")
    left = http.get(f"{API}/v2/instance").headers
    assert int(left["x-ratelimit-remaining"]) < int(left["x-ratelimit-limit"]) == 300


def test_customers_write_change_star_and_delete_by_hand(
    running: Running, sandbox: Sandbox, http: httpx2.Client
) -> None:
    with httpx2.Client(base_url=running.url, trust_env=False, follow_redirects=True) as anna:
        anna.get("/mastodon?as=anna")
        home = {"origin": running.url}
        form = {"text": "@lowlandair hello", "seen_by": "direct", "warning": "bags"}
        page = anna.post("/mastodon/posts", data=form, headers=home)
        [said] = sandbox.toots()
        assert (said.seen_by, said.warning) == ("direct", "bags")
        assert "hello" in page.text
        assert "hello" not in httpx2.get(f"{running.url}/mastodon", trust_env=False).text
        ours = sandbox.toot("lowlandair", "@anna Hello Anna", seen_by="direct", answers=said.id)
        for stars in (["anna"], []):
            anna.post(f"/mastodon/posts/{ours.id}/reaction", data={"kind": "favourite"}, headers=home)
            assert sandbox.toots(brands=1)[0].stars == stars
        anna.post(f"/mastodon/posts/{said.id}/versions", data={"text": "@lowlandair hi"}, headers=home)
        assert sandbox.toots()[0].text == "@lowlandair hi"
        anna.post(f"/mastodon/posts/{said.id}/removal", headers=home)
        assert [each.id for each in sandbox.toots()] == [ours.id]
