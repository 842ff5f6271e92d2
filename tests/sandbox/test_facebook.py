"""Facebook, make-believe: what a page's program asks of the Graph, and what it hears."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from sandbox.client import PageKeys, Sandbox
from tests.sandbox.running import AGREED, PNG, SECRET, Listener, Running

EVERYTHING = "feed,mention,messages,message_echoes,message_edits"


@dataclass(frozen=True)
class Page:
    sandbox: Sandbox
    keys: PageKeys
    http: httpx2.Client

    def get(self, path: str, **params: Any) -> httpx2.Response:
        return self.http.get(path, params=params)

    def post(self, path: str, **body: Any) -> httpx2.Response:
        return self.http.post(path, json=body)

    def hear(self, listener: Listener, fields: str = EVERYTHING) -> None:
        wish = {"object": "page", "callback_url": listener.url, "verify_token": AGREED, "fields": fields}
        as_app = {"authorization": f"Bearer {self.keys.app_id}|{self.keys.app_secret}"}
        self.http.post(f"{self.keys.app_id}/subscriptions", json=wish, headers=as_app).raise_for_status()
        self.post("me/subscribed_apps", subscribed_fields=fields).raise_for_status()


@pytest.fixture
def page(sandbox: Sandbox, running: Running) -> Iterator[Page]:
    sandbox.create_app(SECRET)
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("anna", "Anna")
    sandbox.create_user("bob", "Bob")
    keys = sandbox.page_keys("lowlandair")
    headers = {"authorization": f"Bearer {keys.token}"}
    with httpx2.Client(base_url=f"{running.url}/v26.0/", headers=headers, trust_env=False) as http:
        yield Page(sandbox, keys, http)


def error(response: httpx2.Response) -> tuple[int, int]:
    told = response.json()["error"]
    return told["code"], told.get("error_subcode", 0)


def test_a_page_sees_only_the_fields_that_it_asks_for(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    comment = page.sandbox.comment("anna", post.id, "At last")
    shown = page.get(comment.name, fields="message,from").json()
    assert shown == {"id": comment.name, "message": "At last", "from": {"id": comment.person_id, "name": "Anna"}}
    assert error(page.get(comment.name, fields="shoe_size")) == (100, 0)
    assert error(page.get(comment.name, fields="message{")) == (100, 0)


def test_the_feed_brings_posts_with_their_comments_and_both_go_on(page: Page) -> None:
    posts = [page.sandbox.wall_post("anna", f"Question {number}", wall="lowlandair") for number in range(3)]
    comments = [page.sandbox.comment("bob", posts[2].id, f"Me too {number}") for number in range(3)]
    inner = "comments.filter(stream).order(reverse_chronological).limit(2){id}"
    first = page.get("me/feed", fields=f"id,{inner}", limit=2).json()
    assert [each["id"] for each in first["data"]] == [posts[2].name, posts[1].name]
    below = first["data"][0]["comments"]
    assert [each["id"] for each in below["data"]] == [comments[2].name, comments[1].name]
    assert [each["id"] for each in httpx2.get(below["paging"]["next"]).json()["data"]] == [comments[0].name]
    rest = page.get("me/feed", fields="id", limit=2, after=first["paging"]["cursors"]["after"]).json()
    assert [each["id"] for each in rest["data"]] == [posts[0].name]
    assert "next" not in rest.get("paging", {})
    assert httpx2.get(first["paging"]["next"]).json()["data"][0]["id"] == posts[0].name
    assert error(page.get("me/feed", after="nonsense")) == (100, 0)


def test_an_answer_to_an_answer_hangs_below_the_same_comment(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    asked = page.sandbox.comment("anna", post.id, "When?")
    answered = page.post(f"{asked.name}/comments", message="In May.").json()["id"]
    page.sandbox.comment("anna", answered.partition("_")[2], "Thanks")
    assert [(each.text, each.parent_id) for each in page.sandbox.wall_thread(post.id)] == [
        ("When?", None), ("In May.", asked.id), ("Thanks", asked.id),
    ]  # fmt: skip
    top = page.get(f"{post.name}/comments", fields="message").json()["data"]
    assert [each["message"] for each in top] == ["When?"]
    stream = page.get(f"{post.name}/comments", filter="stream", order="reverse_chronological").json()["data"]
    assert [each["message"] for each in stream] == ["Thanks", "In May.", "When?"]
    assert page.get(answered, fields="parent{id}").json()["parent"]["id"] == asked.name
    assert [each.text for each in page.sandbox.page_answers(below=asked.id)] == ["In May."]


def test_comments_are_hidden_changed_and_removed(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    rude = page.sandbox.comment("bob", post.id, "!!!")
    assert page.post(rude.name, is_hidden=True).json() == {"success": True}
    assert page.sandbox.wall_thread(post.id)[0].hidden
    assert error(page.post(rude.name, message="Sorry")) == (200, 0)
    ours = page.post(f"{rude.name}/comments", message="Please").json()["id"]
    page.post(ours, message="Please, Bob.")
    assert page.sandbox.wall_thread(post.id)[1].text == "Please, Bob."
    assert page.http.delete(ours).json() == {"success": True}
    assert error(page.http.delete(ours)) == (100, 33)
    assert len(page.sandbox.wall_thread(post.id)) == 1


def test_who_is_banned_can_neither_comment_nor_be_written_to(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    rude = page.sandbox.comment("bob", post.id, "!!!")
    page.sandbox.chat("bob", "lowlandair", "!!!")
    page.post("me/blocked", psid=[rude.person_id]).raise_for_status()
    with pytest.raises(Exception, match="banned"):
        page.sandbox.comment("bob", post.id, "???")
    refused = page.post("me/messages", recipient={"id": rude.person_id}, message={"text": "Bob?"})
    assert error(refused) == (551, 1545041)
    page.http.delete("me/blocked", params={"psid": rude.person_id}).raise_for_status()
    page.sandbox.comment("bob", post.id, "Sorry")


def test_messenger_closes_after_a_day_and_for_human_agents_after_a_week(page: Page) -> None:
    now = datetime.now(UTC)
    anna = page.sandbox.chat("anna", "lowlandair", "Hello?", at=now - timedelta(hours=25))
    bob = page.sandbox.chat("bob", "lowlandair", "Hello?", at=now - timedelta(days=8))
    late = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT", "message": {"text": "Sorry for the wait"}}
    asked: dict[str, Any] = {"recipient": {"id": anna.person_id}, "message": {"text": "Hello Anna"}}
    assert error(page.post("me/messages", **asked)) == (10, 2018278)
    assert page.post("me/messages", **asked | late).json()["recipient_id"] == anna.person_id
    assert error(page.post("me/messages", **late, recipient={"id": bob.person_id})) == (10, 2018278)
    assert [(each.text, each.tag) for each in page.sandbox.chats(page="lowlandair", person="anna")] == [
        ("Hello?", ""), ("Sorry for the wait", "HUMAN_AGENT"),
    ]  # fmt: skip
    plain = page.sandbox.page_keys("lowlandair", permissions=["pages_messaging"])
    as_plain = {"authorization": f"Bearer {plain.token}"}
    refused = page.http.post("me/messages", json=asked | late, headers=as_plain)
    assert error(refused) == (10, 0)


def test_a_comment_takes_one_private_answer_which_begins_an_exchange(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    asked = page.sandbox.comment("anna", post.id, "My booking is wrong")
    wish: dict[str, Any] = {"recipient": {"comment_id": asked.name}, "message": {"text": "Which one?"}}
    assert page.post("me/messages", **wish).json()["recipient_id"] == asked.person_id
    assert error(page.post("me/messages", **wish)) == (10900, 0)
    begun = page.get(asked.name, fields="private_reply_conversation{id}").json()["private_reply_conversation"]["id"]
    listed = page.get("me/conversations", platform="messenger", user_id=asked.person_id).json()["data"]
    assert [each["id"] for each in listed] == [begun]
    told = page.get(f"{begun}/messages", fields="id,created_time,from,to,message").json()["data"]
    assert [(each["message"], each["from"]["name"], each["to"]["data"][0]["name"]) for each in told] == [
        ("Which one?", "Lowland Air", "Anna")
    ]


def test_files_go_both_ways(page: Page) -> None:
    photo = page.http.post("me/photos", data={"published": "false"}, files={"source": ("a.png", PNG, "image/png")})
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    page.post(f"{post.name}/comments", attachment_id=photo.json()["id"]).raise_for_status()
    shown = page.get(f"{post.name}/comments", fields="attachment").json()["data"][0]["attachment"]
    assert httpx2.get(shown["media"]["image"]["src"]).content == PNG
    theirs = page.sandbox.chat("anna", "lowlandair", media_id=page.sandbox.upload("anna", PNG))
    wish = '{"attachment":{"type":"file","payload":{"is_reusable":false}}}'
    file = {"filedata": ("ticket.pdf", b"%PDF-1.4", "application/pdf")}
    known = page.http.post("me/message_attachments", data={"message": wish}, files=file).json()["attachment_id"]
    message = {"attachment": {"type": "file", "payload": {"attachment_id": known}}}
    page.post("me/messages", recipient={"id": theirs.person_id}, message=message).raise_for_status()
    told = page.get(f"t_{theirs.person_id}/messages", fields="attachments").json()["data"]
    ours, hers = (each["attachments"]["data"][0] for each in told)
    assert httpx2.get(ours["file_url"]).content == b"%PDF-1.4"
    assert httpx2.get(hers["image_data"]["url"]).content == PNG


def test_tokens_end_lack_permissions_and_prove_themselves(page: Page) -> None:
    as_app = {"authorization": f"Bearer {page.keys.app_id}|{page.keys.app_secret}"}
    few = page.sandbox.page_keys("lowlandair", permissions=["pages_show_list"], expires_in=3600)
    facts = page.http.get("debug_token", params={"input_token": few.token}, headers=as_app).json()["data"]
    assert (facts["type"], facts["scopes"]) == ("PAGE", ["pages_show_list"])
    assert abs(facts["expires_at"] - datetime.now(UTC).timestamp() - 3600) < 60
    assert error(page.http.get("me/feed", headers={"authorization": f"Bearer {few.token}"})) == (200, 0)
    assert error(page.get("me", appsecret_proof="a guess")) == (100, 0)
    assert error(page.http.get("me", headers={"authorization": "Bearer nobody"})) == (190, 460)
    assert error(page.http.get("me/feed", headers=as_app)) == (100, 33)
    page.sandbox.revoke_tokens("lowlandair")
    assert error(page.get("me")) == (190, 460)


def test_the_page_hears_signed_of_everything_that_is_said(page: Page, listener: Listener) -> None:
    page.hear(listener)
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    comment = page.sandbox.comment("anna", post.id, "When?")
    page.sandbox.edit_entry(comment.id, "When exactly?")
    elsewhere = page.sandbox.wall_post("bob", "I like @lowlandair")
    page.sandbox.remove_entry(comment.id)
    chat = page.sandbox.chat("anna", "lowlandair", "Hello")
    page.sandbox.edit_chat(chat.id, "Hello!")
    page.sandbox.unsend(chat.id)
    page.sandbox.chat("lowlandair", "anna", "Hello Anna")
    told = listener.wait_for_values(9)
    by_verb = {(each["item"], each["verb"], each["post_id"]): each for each in told if "item" in each}
    assert by_verb["comment", "edited", post.name]["message"] == "When exactly?"
    assert by_verb["comment", "add", post.name]["parent_id"] == post.name
    assert by_verb["comment", "remove", post.name]["comment_id"] == comment.name
    assert [each["message"] for each in told if each.get("post_id", "").endswith(elsewhere.id)] == [
        "I like @lowlandair"
    ]
    private = [each.get("message") or each["message_edit"] for each in told if "sender" in each]
    assert {"mid": chat.name, "text": "Hello"} in private
    assert {"mid": chat.name, "text": "Hello!", "num_edit": 1} in private
    assert {"mid": chat.name, "is_deleted": True} in private
    assert [each["text"] for each in private if each.get("is_echo")] == ["Hello Anna"]
    assert listener.signed and all(listener.signed)


def test_an_address_that_does_not_know_the_word_is_not_called(page: Page, listener: Listener) -> None:
    wish = {"object": "page", "callback_url": listener.url, "verify_token": "a guess", "fields": EVERYTHING}
    as_app = {"authorization": f"Bearer {page.keys.app_id}|{page.keys.app_secret}"}
    assert error(page.http.post(f"{page.keys.app_id}/subscriptions", json=wish, headers=as_app)) == (2200, 0)
    assert page.http.get(f"{page.keys.app_id}/subscriptions", headers=as_app).json() == {"data": []}


def test_events_come_again_until_they_are_taken_and_repeat_on_demand(page: Page, listener: Listener) -> None:
    page.hear(listener)
    listener.answers += [500, 503]
    page.sandbox.chat("anna", "lowlandair", "Hello")
    assert len(listener.wait_for_values(1)) == 1
    page.sandbox.faults(repeat=3, corrupt_signature=1)
    page.sandbox.chat("anna", "lowlandair", "Are you there?")
    assert [each["message"]["text"] for each in listener.wait_for_values(4)].count("Are you there?") == 3
    assert listener.signed.count(False) == 1


@pytest.mark.parametrize(
    ("kind", "told"),
    [("rate_limited", 4), ("server_error", 2), ("server_error_accepted", 2), ("duplicate", 506), ("forbidden", 10)],
)
def test_sends_fail_as_the_faults_want_it(page: Page, kind: str, told: int) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    page.sandbox.faults(sends=[kind])
    refused = page.post(f"{post.name}/comments", message="Soon")
    assert error(refused)[0] == told
    assert len(page.sandbox.wall_thread(post.id)) == (kind == "server_error_accepted")
    assert page.post(f"{post.name}/comments", message="Soon").is_success


def test_a_dropped_answer_may_have_been_taken(page: Page) -> None:
    post = page.sandbox.wall_post("lowlandair", "We fly to Oslo now")
    page.sandbox.faults(sends=["dropped_accepted", "dropped"])
    for _ in range(2):
        with pytest.raises(httpx2.HTTPError):
            page.post(f"{post.name}/comments", message="Soon")
    assert [each.text for each in page.sandbox.page_answers(below=post.id)] == ["Soon"]
    assert page.sandbox.counts().wall == 2


def test_usage_is_told_and_who_used_all_of_it_waits(page: Page) -> None:
    page.sandbox.faults(rate_limit_scale=2 / 4800)
    assert '"call_count": 50' in page.get("me").headers["x-app-usage"]
    page.get("me")
    refused = page.get("me")
    assert error(refused) == (4, 0)
    assert '"estimated_time_to_regain_access": 60' in refused.headers["x-business-use-case-usage"]


def test_a_page_hears_what_arrived_what_was_read_and_what_people_think_of_it(
    page: Page, listener: Listener, http: httpx2.Client
) -> None:
    page.sandbox.chat("anna", "lowlandair", "Where is my bag?")
    page.hear(listener, "message_reactions,message_reads,message_deliveries")
    said = page.sandbox.chat("lowlandair", "anna", "In Bergen")
    http.cookies.set("sandbox_as", "anna")
    for _ in range(2):  # nothing new is read the second time
        http.get("/messenger/lowlandair")
    for _ in range(2):  # the second time takes it back
        http.post(f"/messenger/chats/{said.id}/reaction", data={"sign": "❤"})
    told = listener.wait_for_values(4)
    assert [next(iter(each.keys() - {"sender", "recipient", "timestamp"})) for each in told] == [
        "delivery", "read", "reaction", "reaction",
    ]  # fmt: skip
    assert {each["sender"]["id"] for each in told} == {said.person_id}
    assert told[0]["delivery"]["mids"] == [said.name]
    assert [each["reaction"].get("emoji") for each in told[2:]] == ["❤", None]
    http.cookies.set("sandbox_as", "bob")
    assert http.post(f"/messenger/chats/{said.id}/reaction", data={"sign": "❤"}).status_code == 409
