"""People, their posts and mentions, and whom an account mutes or blocks."""

import pytest

from sandbox.client import Line
from tests.sandbox.conftest import Stage


def test_an_account_knows_itself(stage: Stage) -> None:
    shown = stage.account.get("/2/users/me", params={"user.fields": "verified,public_metrics"}).json()["data"]
    assert (shown["username"], shown["verified"]) == ("lowlandair", True)
    assert shown["public_metrics"]["post_count"] == 0


def test_people_are_found_by_name_and_number(stage: Stage) -> None:
    by_name = stage.program.get("/2/users/by/username/ANNA").json()["data"]
    by_number = stage.program.get(f"/2/users/{stage.anna.id}").json()["data"]
    assert by_name == by_number
    assert stage.program.get("/2/users/by/username/nobody").status_code == 404


def test_of_several_the_missing_are_named(stage: Stage) -> None:
    answer = stage.program.get("/2/users/by", params={"usernames": "anna,nobody"}).json()
    assert [user["username"] for user in answer["data"]] == ["anna"]
    assert answer["errors"][0]["value"] == "nobody"


def test_own_posts_can_be_read_back_page_by_page(stage: Stage) -> None:
    ids = stage.sandbox.bulk([Line("lowlandair", f"News {number}") for number in range(12)])
    first = stage.account.get(f"/2/users/{stage.brand.id}/tweets", params={"max_results": 7}).json()
    token = first["meta"]["next_token"]
    wish = {"max_results": 7, "pagination_token": token}
    second = stage.account.get(f"/2/users/{stage.brand.id}/tweets", params=wish).json()
    assert [post["id"] for post in first["data"] + second["data"]] == ids[::-1]
    assert "next_token" not in second["meta"]


def test_own_posts_since_one_of_them(stage: Stage) -> None:
    ids = stage.sandbox.bulk([Line("lowlandair", f"News {number}") for number in range(4)])
    answer = stage.account.get(f"/2/users/{stage.brand.id}/tweets", params={"since_id": ids[1]}).json()
    assert [post["id"] for post in answer["data"]] == [ids[3], ids[2]]
    newest = stage.account.get(f"/2/users/{stage.brand.id}/tweets", params={"since_id": ids[3]}).json()
    assert newest == {"meta": {"result_count": 0}}


def test_mentions_are_those_by_others(stage: Stage) -> None:
    mention = stage.sandbox.post("anna", "hello @LowlandAir!")
    stage.sandbox.post("anna", "mail me at anna@lowlandair.example")
    stage.sandbox.post("lowlandair", "this is @lowlandair")
    answer = stage.account.get(f"/2/users/{stage.brand.id}/mentions").json()
    assert [post["id"] for post in answer["data"]] == [mention.id]


@pytest.mark.parametrize(("noun", "word"), [("muting", "muting"), ("blocking", "blocking")])
def test_somebody_can_be_muted_or_blocked_and_let_in_again(stage: Stage, noun: str, word: str) -> None:
    token = {"authorization": stage.account.headers["authorization"]}
    http, address = stage.http, f"/2/users/{stage.brand.id}/{noun}"
    made = http.post(address, json={"target_user_id": stage.anna.id}, headers=token)
    assert made.json() == {"data": {word: True}}
    assert [user["id"] for user in http.get(address, headers=token).json()["data"]] == [stage.anna.id]
    assert http.delete(f"{address}/{stage.anna.id}", headers=token).json() == {"data": {word: False}}
    assert "data" not in http.get(address, headers=token).json()


def test_muting_speaks_as_the_specification_says(stage: Stage) -> None:
    stage.account.post(f"/2/users/{stage.brand.id}/muting", json={"target_user_id": stage.anna.id})
    assert stage.account.get(f"/2/users/{stage.brand.id}/muting").json()["data"][0]["id"] == stage.anna.id
    stage.account.delete(f"/2/users/{stage.brand.id}/muting/{stage.anna.id}")
    assert stage.account.post(f"/2/users/{stage.anna.id}/dm/block").json() == {"data": {"blocked": True}}


def test_nobody_mutes_in_the_name_of_another(stage: Stage) -> None:
    refused = stage.account.post(f"/2/users/{stage.anna.id}/muting", json={"target_user_id": stage.brand.id})
    assert refused.status_code == 403


def test_a_like_counts_once(stage: Stage) -> None:
    post = stage.sandbox.post("anna", "sunset")
    for _ in range(2):
        assert stage.account.post(f"/2/users/{stage.brand.id}/likes", json={"tweet_id": post.id}).status_code == 200
    assert stage.sandbox.thread(post.id)[0].likes == 1
    stage.account.delete(f"/2/users/{stage.brand.id}/likes/{post.id}")
    assert stage.sandbox.thread(post.id)[0].likes == 0
