"""Weibo and WeChat, make-believe: what programs ask and hear, and what customers do by hand on the pages."""

from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest

from sandbox.client import Sandbox, SandboxError, WeiboKeys
from tests.sandbox.running import SECRET, Running
from webcare.lib.now import real_now

WEIBO = "/api.weibo.com/2"


@pytest.fixture
def keys(sandbox: Sandbox) -> WeiboKeys:
    sandbox.create_app(SECRET)
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("anna", "Anna")
    return sandbox.weibo_keys("lowlandair")


@pytest.fixture
def http(running: Running) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=running.url, trust_env=False) as client:
        yield client


def test_lists_are_read_from_an_id_on_and_page_by_page(sandbox: Sandbox, keys: WeiboKeys, http: httpx2.Client) -> None:
    posts = [sandbox.weibo_post("anna", f"@lowlandair {number}") for number in range(3)]

    def listed(**asked: str | int) -> list[str]:
        answer = http.get(f"{WEIBO}/statuses/mentions.json", params={"access_token": keys.token, **asked})
        return [each["idstr"] for each in answer.raise_for_status().json()["statuses"]]

    assert listed() == [post.id for post in reversed(posts)]
    assert listed(since_id=posts[0].id) == [posts[2].id, posts[1].id]
    assert listed(count=1, page=2) == [posts[1].id]


def test_weibo_says_no_with_a_number(sandbox: Sandbox, keys: WeiboKeys, http: httpx2.Client) -> None:
    post = sandbox.weibo_post("anna", "@lowlandair hello")

    def error(**asked: str) -> int:
        form = {"access_token": keys.token, "id": post.id, "comment": "字", "rip": "198.51.101.7", **asked}
        return int(http.post(f"{WEIBO}/comments/create.json", data=form).json().get("error_code", 0))

    assert error(access_token="another") == 21332
    assert error(rip="") == 10016
    assert error(id="1") == 20101
    assert error(comment="字" * 141) == 20012
    assert error() == 0
    assert error() == 20019
    sandbox.faults(rate_limit_scale=0.00001)
    assert error(comment="别的") == 10023


def test_an_address_that_does_not_know_the_word_is_not_entered(
    sandbox: Sandbox, keys: WeiboKeys, running: Running
) -> None:
    with pytest.raises(SandboxError, match="did not answer"):
        sandbox.weibo_callback("lowlandair", f"{running.url}/healthz")
    sandbox.wechat_keys("lowlandair")
    with pytest.raises(SandboxError, match="did not answer"):
        sandbox.wechat_callback("lowlandair", f"{running.url}/healthz", "a-word")
    with pytest.raises(SandboxError, match="43"):
        sandbox.wechat_callback("lowlandair", f"{running.url}/healthz", "a-word", "short", "safe")


def test_everybody_holds_the_same_token_of_wechat_until_one_is_asked_for_anew(
    sandbox: Sandbox, keys: WeiboKeys, http: httpx2.Client
) -> None:
    account = sandbox.wechat_keys("lowlandair")

    def token(**changes: object) -> str:
        wish = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.app_secret, **changes}
        answer = http.post("/api.weixin.qq.com/cgi-bin/stable_token", json=wish).json()
        return str(answer.get("access_token") or answer["errcode"])

    first = token()
    assert token() == first
    assert token(force_refresh=True) != first
    assert (token(secret="another"), token(appid="wx0")) == ("40125", "40013")
    used = http.get("/api.weixin.qq.com/cgi-bin/getcallbackip", params={"access_token": first})
    assert used.json()["errcode"] == 40001


def test_a_customer_posts_comments_and_whispers_by_hand(sandbox: Sandbox, keys: WeiboKeys, http: httpx2.Client) -> None:
    since = real_now() - timedelta(seconds=1)
    http.get("/weibo?as=anna")
    page = http.post("/weibo/posts", data={"text": "@lowlandair 我的行李呢？"}, follow_redirects=True)
    assert "我的行李呢？" in page.text
    [post] = sandbox.weibo_posts(account="anna")
    answer = sandbox.weibo_comment("lowlandair", post.id, "哪一件？")
    assert "哪一件？" in http.get(f"/weibo/posts/{post.id}?answer={answer.id}").text
    http.post("/weibo/comments", data={"in_reply_to": answer.id, "text": "蓝色的"})
    assert [each.text for each in sandbox.weibo_thread(post.id)] == ["哪一件？", "蓝色的"]
    http.post(f"/weibo/entries/{post.id}/removal")
    assert http.get(f"/weibo/posts/{post.id}").status_code == 404
    http.post("/weibo/messages/lowlandair", data={"text": "你好"})
    assert "你好" in http.get("/weibo/messages/lowlandair").text
    assert [visit.id.partition(":")[0] for visit in sandbox.visits(since)][:2] == ["status", "comment"]


def test_a_customer_follows_writes_and_leaves_by_hand(sandbox: Sandbox, keys: WeiboKeys, http: httpx2.Client) -> None:
    http.get("/wechat?as=anna")
    http.post("/wechat/lowlandair", files={"file": ("bag.png", b"\x89PNG", "image/png")}, data={"text": "看"})
    assert [(each.text, bool(each.media_id)) for each in sandbox.wechats()] == [("看", False), ("", True)]
    assert "Unfollow" in http.get("/wechat/lowlandair").text
    http.post("/wechat/lowlandair/removal")
    assert "Unfollow" not in http.get("/wechat/lowlandair").text
    sandbox.wechat_follow("anna", "lowlandair")
    assert "Unfollow" in http.get("/wechat/lowlandair").text
    assert "Lowland Air" in http.get("/wechat").text
