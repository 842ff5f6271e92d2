"""Posts as an app makes, reads and deletes them."""

import pytest

from tests.sandbox.conftest import Stage


def test_a_reply_greets_whom_it_answers_and_joins_the_thread(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair where is my bag?")
    made = stage.account.post(
        "/2/tweets", json={"text": "We are looking.", "reply": {"in_reply_to_tweet_id": question.id}}
    )
    assert made.status_code == 201
    assert made.json()["data"]["text"] == "@anna We are looking."
    answer = stage.sandbox.answers(in_reply_to=question.id)[0]
    assert (answer.own_text, answer.conversation_id) == ("We are looking.", question.id)


def test_somebody_left_out_is_not_greeted(stage: Stage) -> None:
    bob = stage.sandbox.create_user("bob")
    question = stage.sandbox.post("anna", "@lowlandair @bob and I are stuck")
    reply = {"in_reply_to_tweet_id": question.id, "exclude_reply_user_ids": [bob.id]}
    made = stage.account.post("/2/tweets", json={"text": "On our way.", "reply": reply})
    assert made.json()["data"]["text"] == "@anna On our way."


def test_280_characters_fit_and_281_do_not(stage: Stage) -> None:
    assert stage.account.post("/2/tweets", json={"text": "é" * 280}).status_code == 201
    refused = stage.account.post("/2/tweets", json={"text": "é" * 281})
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("/invalid-request")


def test_wide_letters_weigh_two_and_a_link_23(stage: Stage) -> None:
    assert stage.account.post("/2/tweets", json={"text": "航" * 141}).status_code == 400
    link = "https://example.org/" + "a" * 300
    assert stage.account.post("/2/tweets", json={"text": "é" * 256 + " " + link}).status_code == 201


def test_the_greeting_before_a_reply_does_not_count(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    reply = {"in_reply_to_tweet_id": question.id}
    assert stage.account.post("/2/tweets", json={"text": "x" * 280, "reply": reply}).status_code == 201


def test_the_same_text_twice_is_refused(stage: Stage) -> None:
    assert stage.account.post("/2/tweets", json={"text": "Storm tomorrow."}).status_code == 201
    again = stage.account.post("/2/tweets", json={"text": "Storm tomorrow."})
    assert again.status_code == 403
    assert "duplicate content" in again.json()["detail"]


def test_what_was_deleted_is_named_among_the_errors(stage: Stage) -> None:
    kept, gone = stage.sandbox.post("anna", "one"), stage.sandbox.post("anna", "two")
    stage.sandbox.delete(gone.id)
    answer = stage.program.get("/2/tweets", params={"ids": f"{kept.id},{gone.id}"}).json()
    assert [post["id"] for post in answer["data"]] == [kept.id]
    assert answer["errors"][0]["resource_id"] == gone.id
    assert stage.program.get(f"/2/tweets/{gone.id}").status_code == 404


def test_only_the_author_deletes(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    assert stage.account.delete(f"/2/tweets/{question.id}").status_code == 403
    own = stage.account.post("/2/tweets", json={"text": "hello"}).json()["data"]["id"]
    assert stage.account.delete(f"/2/tweets/{own}").json() == {"data": {"deleted": True}}
    assert stage.sandbox.posts(handle="lowlandair") == []


def test_an_edit_is_a_new_post_with_a_history(stage: Stage) -> None:
    first = stage.account.post("/2/tweets", json={"text": "Gate B7"}).json()["data"]["id"]
    body = {"text": "Gate B9", "edit_options": {"previous_post_id": first}}
    second = stage.account.post("/2/tweets", json=body).json()["data"]["id"]
    shown = stage.program.get(f"/2/tweets/{second}", params={"post.fields": "edit_controls"}).json()["data"]
    assert shown["edit_history_post_ids"] == [first, second]
    assert shown["edit_controls"]["edits_remaining"] == 4
    assert [post.text for post in stage.sandbox.posts(handle="lowlandair")] == ["Gate B9"]


def test_five_edits_are_the_most(stage: Stage) -> None:
    post = stage.account.post("/2/tweets", json={"text": "0"}).json()["data"]["id"]
    for number in range(1, 6):
        body = {"text": str(number), "edit_options": {"previous_post_id": post}}
        post = stage.account.post("/2/tweets", json=body).json()["data"]["id"]
    body = {"text": "6", "edit_options": {"previous_post_id": post}}
    assert stage.account.post("/2/tweets", json=body).status_code == 403


def test_a_reply_to_somebody_else_cannot_be_edited(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    reply = {"in_reply_to_tweet_id": question.id}
    answer = stage.account.post("/2/tweets", json={"text": "Hi", "reply": reply}).json()["data"]["id"]
    body = {"text": "Hello", "edit_options": {"previous_post_id": answer}}
    assert stage.account.post("/2/tweets", json=body).status_code == 403


def test_answers_to_own_posts_can_be_hidden_and_shown_again(stage: Stage) -> None:
    own = stage.account.post("/2/tweets", json={"text": "New route!"}).json()["data"]["id"]
    rude = stage.sandbox.reply("anna", own, "rubbish")
    assert stage.account.put(f"/2/tweets/{rude.id}/hidden", json={"hidden": True}).json() == {"data": {"hidden": True}}
    assert stage.sandbox.thread(own)[1].hidden
    stage.account.put(f"/2/tweets/{rude.id}/hidden", json={"hidden": False})
    assert not stage.sandbox.thread(own)[1].hidden


def test_answers_in_a_conversation_of_others_cannot_be_hidden(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    other = stage.sandbox.reply("anna", question.id, "anybody?")
    assert stage.account.put(f"/2/tweets/{other.id}/hidden", json={"hidden": True}).status_code == 403


def test_who_has_blocked_us_cannot_be_answered(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair goodbye")
    stage.sandbox.block("anna", "lowlandair")
    reply = {"in_reply_to_tweet_id": question.id}
    assert stage.account.post("/2/tweets", json={"text": "Sorry", "reply": reply}).status_code == 403


def test_what_is_asked_for_beside_a_post_comes_along(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    answer = stage.sandbox.reply("lowlandair", question.id, "Hi")
    wish = {"post.fields": "created_at,entities", "expansions": "author_id,referenced_posts", "user.fields": "verified"}
    body = stage.program.get(f"/2/tweets/{answer.id}", params=wish).json()
    assert body["includes"]["users"] == [
        {"id": stage.brand.id, "name": "Lowland Air", "username": "lowlandair", "verified": True}
    ]
    assert body["includes"]["posts"][0]["id"] == question.id
    assert body["data"]["referenced_posts"] == [{"type": "replied_to", "id": question.id}]
    assert body["data"]["entities"]["mentions"][0]["username"] == "anna"
    assert "public_metrics" not in body["data"]


def test_fields_have_their_live_names_unless_told_otherwise(stage: Stage) -> None:
    question = stage.sandbox.post("anna", "@lowlandair hello")
    answer = stage.sandbox.reply("lowlandair", question.id, "Hi")
    stage.sandbox.faults(dialect="live")
    with_token = {"authorization": f"Bearer {stage.app.bearer_token}"}
    wish = {"tweet.fields": "referenced_tweets,public_metrics"}
    shown = stage.http.get(f"/2/tweets/{answer.id}", params=wish, headers=with_token).json()["data"]
    assert shown["referenced_tweets"] == [{"type": "replied_to", "id": question.id}]
    assert "retweet_count" in shown["public_metrics"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": 5},
        {"text": "x", "colour": "red"},
        {"text": "x", "reply": {}},
        {"text": "x", "reply": {"in_reply_to_tweet_id": "abc"}},
        {"text": "x", "media": {"media_ids": []}},
        {"text": "x", "media": {"media_ids": ["1"]}},
        {"text": "x", "quote_tweet_id": "no"},
    ],
)
def test_a_wish_that_makes_no_sense_is_an_invalid_request(stage: Stage, body: dict[str, object]) -> None:
    refused = stage.account.post("/2/tweets", json=body)
    assert refused.status_code == 400
    assert refused.json()["type"] == "https://api.x.com/2/problems/invalid-request"


def test_a_reply_to_what_is_gone_is_not_found(stage: Stage) -> None:
    reply = {"in_reply_to_tweet_id": "1234567890123456789"}
    assert stage.account.post("/2/tweets", json={"text": "x", "reply": reply}).status_code == 404
