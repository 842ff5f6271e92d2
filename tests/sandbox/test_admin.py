"""The admin API: what demo, tests and replay rely on."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from sandbox.admin import table
from sandbox.client import Line, Sandbox, SandboxError

README = Path(__file__).resolve().parents[2] / "sandbox" / "README.md"


def test_making_somebody_twice_updates_them(sandbox: Sandbox) -> None:
    first = sandbox.create_user("anna", "Anna")
    second = sandbox.create_user("ANNA", "Anna de Boer", followers=5)
    assert (first.id, second.name, len(sandbox.users())) == (second.id, "Anna de Boer", 1)


def test_an_app_keeps_its_keys_when_it_is_made_again(sandbox: Sandbox) -> None:
    assert sandbox.create_app("secret") == sandbox.create_app("secret")


def test_the_app_of_the_command_line_survives_a_reset(sandbox: Sandbox) -> None:
    sandbox.create_user("lowlandair", is_brand=True)
    assert sandbox.issue_tokens("lowlandair").handle == "lowlandair"


def test_a_bulk_call_answers_in_its_own_order_and_keeps_its_times(sandbox: Sandbox) -> None:
    at = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
    ids = sandbox.bulk([Line("bob", "later", at=at.replace(hour=9)), Line("anna", "sooner", at=at)], events=False)
    assert [sandbox.thread(post)[0].text for post in ids] == ["later", "sooner"]
    assert [post.created_at for post in sandbox.posts()] == [at.replace(hour=9), at]


def test_a_bulk_call_that_stumbles_says_where(sandbox: Sandbox) -> None:
    lines = [Line("anna", "fine"), Line("anna", "lost", in_reply_to="42"), Line("anna", "never said")]
    with pytest.raises(SandboxError, match="Post 1: There is no post 42"):
        sandbox.bulk(lines)
    assert [post.text for post in sandbox.posts()] == ["fine"]


def test_answers_are_what_brands_replied(sandbox: Sandbox) -> None:
    sandbox.create_user("lowlandair", is_brand=True)
    sandbox.create_user("coastrail", is_brand=True)
    sandbox.create_user("anna")
    question = sandbox.post("anna", "@lowlandair @coastrail who has my bag?")
    one = sandbox.reply("lowlandair", question.id, "Not us.")
    sandbox.reply("anna", question.id, "Anybody?")
    other = sandbox.reply("coastrail", question.id, "We do!")
    assert [post.id for post in sandbox.answers(in_reply_to=question.id)] == [one.id, other.id]
    assert [post.own_text for post in sandbox.answers(brand="coastrail")] == ["We do!"]
    assert sandbox.answers(since_id=other.id) == []


def test_counts_follow_what_happens(sandbox: Sandbox) -> None:
    sandbox.create_user("anna")
    post = sandbox.post("anna", "one")
    sandbox.post("anna", "two")
    assert sandbox.counts().posts == 2
    sandbox.edit(post.id, "one, better")
    assert sandbox.counts().posts == 2
    sandbox.delete(sandbox.posts()[0].id)
    assert sandbox.counts().posts == 1


def test_a_reset_leaves_nobody(sandbox: Sandbox) -> None:
    sandbox.create_user("anna")
    sandbox.post("anna", "hello")
    sandbox.reset()
    assert (sandbox.users(), sandbox.posts(), sandbox.counts().users) == ([], [], 0)


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("users", {"handle": "much too long a handle"}, "no handle"),
        ("users", {}, "“handle” must be a text"),
        ("posts", {"as": "nobody", "text": "hi"}, "nobody called nobody"),
        ("posts", {"as": "anna", "text": ["hi"]}, "“text” must be a text"),
        ("posts", {"as": "anna", "text": "hi", "at": "yesterday"}, "must be a time"),
        ("posts", {"as": "anna", "text": ""}, "needs a text"),
        ("posts/bulk", {"posts": "hi"}, "must be a list"),
        ("posts/bulk", {"posts": ["hi"]}, "must be an object"),
        ("ties", {"kind": "marry", "as": "anna", "to": "anna"}, "“kind” must be"),
        ("tokens", {"handle": "anna", "app": "no such app"}, "no such app"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    sandbox: Sandbox, http: httpx2.Client, path: str, body: dict[str, object], sentence: str
) -> None:
    sandbox.create_user("anna")
    answer = http.post(f"/sandbox/{path}", json=body)
    assert 400 <= answer.status_code < 500
    assert sentence in answer.json()["error"]


def test_a_body_that_is_no_json_is_refused(sandbox: Sandbox, http: httpx2.Client) -> None:
    answer = http.post("/sandbox/posts", content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (400, "The body is not JSON.")


def test_every_address_of_the_admin_api_is_in_its_readme() -> None:
    text = README.read_text()
    for route in table.ROUTES:
        assert re.sub(r"{(\w+)}", lambda named: named[1].upper(), route.path) in text, route.path
