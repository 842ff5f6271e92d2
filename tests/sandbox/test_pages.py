"""The pages as a browser asks for them, without one."""

import json
import re

import httpx2
import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import Running

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def anna(sandbox: Sandbox, running: Running) -> httpx2.Client:
    """A browser in which Anna reads."""
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True)
    sandbox.create_user("anna", "Anna")
    client = httpx2.Client(base_url=running.url, follow_redirects=True, trust_env=False)
    client.get("/", params={"as": "anna"})
    return client


def test_an_address_with_as_makes_the_reader_that_person(sandbox: Sandbox, http: httpx2.Client) -> None:
    answer = http.get("/", params={"as": "newcomer"}, follow_redirects=True)
    assert "@newcomer" in answer.text
    assert [person.handle for person in sandbox.users()] == ["newcomer"]


def test_an_impossible_handle_makes_nobody(sandbox: Sandbox, http: httpx2.Client) -> None:
    assert http.get("/", params={"as": "no such person!"}, follow_redirects=True).status_code == 200
    assert sandbox.users() == []


def test_a_post_with_a_picture_is_there_for_everybody(anna: httpx2.Client, sandbox: Sandbox) -> None:
    form = {"text": "@lowlandair look at this\r\nagain", "alt": "A dented bag"}
    answer = anna.post("/posts", data=form, files={"picture": ("bag.png", PNG, "image/png")})
    assert "A dented bag" in answer.text
    post = sandbox.posts(handle="anna")[0]
    assert post.text == "@lowlandair look at this\nagain"
    assert anna.get(f"/media/{post.media_ids[0]}").content == PNG


def test_what_is_no_picture_is_refused_with_a_sentence(anna: httpx2.Client, sandbox: Sandbox) -> None:
    script = {"picture": ("x.html", b"<script>", "text/html")}
    answer = anna.post("/posts", data={"text": "hi"}, files=script)
    assert (answer.status_code, sandbox.posts()) == (409, [])
    assert "A picture" in answer.text


def test_text_cannot_smuggle_markup(anna: httpx2.Client, sandbox: Sandbox) -> None:
    evil = '<img src=x onerror="alert(1)"> @anna<b> #a"><i> https://example.org/"onclick="x'
    sandbox.create_user("eve", '"><script>alert(2)</script>')
    post = sandbox.post("eve", evil)
    page = anna.get(f"/posts/{post.id}").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert 'onclick="x' not in page


def test_a_page_runs_nothing_but_its_own_scripts(anna: httpx2.Client) -> None:
    policy = anna.get("/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self' http://127.0.0.1:*" in policy


def test_a_form_from_another_site_is_refused(anna: httpx2.Client, sandbox: Sandbox) -> None:
    answer = anna.post("/posts", data={"text": "not mine"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert sandbox.posts() == []


def test_the_admin_api_does_not_listen_to_other_sites(sandbox: Sandbox, http: httpx2.Client) -> None:
    sandbox.create_user("anna")
    assert http.post("/sandbox/reset", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert len(sandbox.users()) == 1


def test_after_a_form_one_stays_on_the_network(anna: httpx2.Client, sandbox: Sandbox) -> None:
    post = sandbox.post("anna", "hello")
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = anna.post(f"/posts/{post.id}/like", data={"back": elsewhere}, follow_redirects=False)
        assert answer.headers["location"] == f"/posts/{post.id}"


def test_only_the_author_may_edit_and_delete(anna: httpx2.Client, sandbox: Sandbox) -> None:
    theirs, mine = sandbox.post("lowlandair", "ours"), sandbox.post("anna", "mine")
    assert anna.post(f"/posts/{theirs.id}/removal", data={}).status_code == 409
    assert anna.post(f"/posts/{theirs.id}/versions", data={"text": "x"}).status_code == 409
    anna.post(f"/posts/{mine.id}/versions", data={"text": "better"})
    assert "edited" in anna.get("/@anna").text
    newest = sandbox.posts(handle="anna")[0]
    anna.post(f"/posts/{newest.id}/removal", data={})
    assert [post.text for post in sandbox.posts()] == ["ours"]


def test_the_address_of_an_old_version_leads_to_the_new_one(anna: httpx2.Client, sandbox: Sandbox) -> None:
    old = sandbox.post("anna", "first words")
    new = sandbox.edit(old.id, "better words")
    assert anna.get(f"/anna/status/{old.id}").url.path == f"/posts/{new.id}"


def test_a_thread_shows_what_came_before_and_after(anna: httpx2.Client, sandbox: Sandbox) -> None:
    root = sandbox.post("anna", "the question")
    answer = sandbox.reply("lowlandair", root.id, "the answer")
    sandbox.reply("anna", answer.id, "the thanks")
    sandbox.reply("anna", root.id, "something else")
    page = anna.get(f"/posts/{answer.id}").text
    assert page.index("the question") < page.index("the answer</p>") < page.index("the thanks")
    assert "something else" not in page


def test_messages_are_between_two(anna: httpx2.Client, sandbox: Sandbox) -> None:
    sandbox.create_user("bob")
    sandbox.dm("bob", "lowlandair", "a secret of Bob")
    anna.post("/messages/lowlandair", data={"text": "my booking is QX7RT2"})
    page = anna.get("/messages/lowlandair").text
    assert "QX7RT2" in page
    assert "secret of Bob" not in page + anna.get("/messages").text


def test_an_answer_waits_until_it_is_read(anna: httpx2.Client, sandbox: Sandbox) -> None:
    sandbox.dm("lowlandair", "anna", "Hi Anna")
    assert 'class="waiting"' in anna.get("/").text
    anna.get("/messages/lowlandair")
    assert 'class="waiting"' not in anna.get("/").text


def test_continuing_in_private_leads_to_the_brand(anna: httpx2.Client, sandbox: Sandbox) -> None:
    brand = next(person for person in sandbox.users() if person.is_brand)
    assert anna.get("/messages/compose", params={"recipient_id": brand.id}).url.path == "/messages/lowlandair"


def test_whoever_is_nobody_is_asked_to_be_someone(sandbox: Sandbox, http: httpx2.Client) -> None:
    assert http.post("/posts", data={"text": "hi"}).headers["location"] == "/people"
    assert http.get("/messages").headers["location"] == "/people"


def test_somebody_new_is_made_with_one_form(sandbox: Sandbox, http: httpx2.Client) -> None:
    made = http.post("/people", data={"name": "Noor", "handle": "@noor12"})
    assert "sandbox_as=noor12" in made.headers["set-cookie"]
    again = http.post("/people", data={"name": "Somebody else", "handle": "noor12"})
    assert again.status_code == 409


def test_long_timelines_go_on_where_they_ended(anna: httpx2.Client, sandbox: Sandbox) -> None:
    for number in range(45):
        sandbox.post("anna", f"news {number:02}")
    first = anna.get("/").text
    assert "news 44" in first and "news 04" not in first
    oldest_shown = sandbox.posts()[39].id
    older = anna.get("/", params={"before": oldest_shown}).text
    assert "news 04" in older and "news 05" not in older


def test_search_finds_and_says_when_it_cannot_read(anna: httpx2.Client, sandbox: Sandbox) -> None:
    sandbox.post("anna", "no heating in row 3")
    assert "no heating" in anna.get("/search", params={"q": "heating from:anna"}).text
    assert "cannot be read" in anna.get("/search", params={"q": "("}).text


def test_addresses_that_do_not_exist_say_so(anna: httpx2.Client) -> None:
    assert anna.get("/posts/123").status_code == 404
    assert anna.get("/@nobody").status_code == 404
    assert anna.get("/nowhere/at/all").status_code == 404
    assert anna.get("/2/nothing").json()["status"] == 404
    assert "error" in anna.get("/sandbox/nothing").json()


def test_what_happens_before_a_page_listens_is_told_when_it_does(
    anna: httpx2.Client, sandbox: Sandbox, running: Running
) -> None:
    shown = re.search(r'data-news="(\d+)"', anna.get("/").text)
    assert shown is not None
    post = sandbox.post("anna", "in between")
    with anna.stream("GET", "/live", params={"since": shown[1]}) as stream:
        told = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert [news["about"] for news in json.loads(told.removeprefix("data:"))] == [post.id]


def test_a_page_from_before_a_restart_is_told_to_begin_anew(anna: httpx2.Client) -> None:
    with anna.stream("GET", "/live", params={"since": "5"}) as stream:
        told = next(line for line in stream.iter_lines() if line.startswith("data:"))
    assert [news["what"] for news in json.loads(told.removeprefix("data:"))] == ["reset"]
