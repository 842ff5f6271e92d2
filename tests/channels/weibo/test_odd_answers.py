"""One thing that Weibo keeps from us, or tells otherwise than it promises, holds nothing else up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.channels.answering import Json, answering
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.inbound import Parsing, Received
from webcare.channels.weibo.adapter import WeiboAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

WEIBO = WeiboAdapter()
US, MIA = 1902538057, 7200000021
AT = "Fri Jul 24 21:05:48 +0800 2026"
NOT_FOR_US = {"error": "Permission Denied!", "error_code": 20112}
PRIVATE = {"type": "text", "sender_id": MIA, "receiver_id": US, "created_at": AT, "text": "你好"}


@pytest.fixture
def answers() -> Json:
    """What Weibo says at each address; where nothing stands, a list of nobody."""
    return {}


@pytest.fixture
def us(db: None, answers: Json) -> Iterator[Account]:
    def answer(path: str) -> tuple[int, Json]:
        told = answers.get(path.removeprefix("/2/").removesuffix(".json"), {"statuses": [], "comments": []})
        return 400 if "error_code" in told else 200, told

    with answering(answer) as base:
        yield account_at(base)


def account_at(base: str) -> Account:
    return Account.objects.create(
        network="weibo",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=Application.objects.create(network="weibo", settings={"api_base": base}),
        external_id=str(US),
        secrets={"access_token": "a-token"},
        cursor={"statuses/mentions": "1", "comments/to_me": "1"},
        connected_at=real_now() - timedelta(hours=1),
    )


def said(number: int, text: str, **more: object) -> Json:
    return {"id": number, "created_at": AT, "text": text, "user": {"id": MIA, "name": "Mia"}, **more}


def read(us: Account) -> tuple[list[str], str]:
    """What came, and what was told in the end."""
    texts, trouble = list[str](), ""
    try:
        for event in WEIBO.catch_up(us):
            texts += [one.text for one in WEIBO.parse(event.payload, Parsing(real_now())) if isinstance(one, Received)]
    except DeliveryError as error:
        trouble = error.message
    return texts, trouble


@pytest.mark.parametrize("shown", [NOT_FOR_US, [7]])
def test_a_long_post_that_its_author_hides_is_read_as_far_as_it_was_listed(
    us: Account, answers: Json, shown: Any
) -> None:
    answers["statuses/mentions"] = {
        "statuses": [said(9, "@lowlandair 很长…", isLongText=True), said(8, "@lowlandair 你好")]
    }
    answers["statuses/show"] = shown
    answers["comments/to_me"] = {"comments": [said(7, "可以改签吗？", status=said(2, "周四有暴风雨"))]}
    assert read(us) == (["@lowlandair 很长…", "@lowlandair 你好", "可以改签吗？"], "")
    assert us.cursor["statuses/mentions"] == "9"


@pytest.mark.parametrize("odd", [NOT_FOR_US, {"statuses": 7}])
def test_a_list_that_is_kept_from_us_or_makes_no_sense_stops_no_other(us: Account, answers: Json, odd: Json) -> None:
    answers["statuses/mentions"] = odd
    answers["comments/to_me"] = {"comments": [said(7, "可以改签吗？", status=said(2, "周四有暴风雨"))]}
    texts, trouble = read(us)
    assert texts == ["可以改签吗？"]
    assert trouble
    assert (us.cursor["statuses/mentions"], us.cursor["comments/to_me"]) == ("1", "7")


def test_access_that_has_ended_is_told_at_once(us: Account, answers: Json) -> None:
    answers["statuses/mentions"] = {"error": "expired_token", "error_code": 21327}
    with pytest.raises(DeliveryError) as ended:
        list(WEIBO.catch_up(us))
    assert ended.value.reauth


@pytest.mark.parametrize("odd", [{"followers_count": -1}, {"followers_count": "many"}, {"verified": "so"}, {"name": 7}])
def test_a_sender_of_another_shape_is_asked_for_again_and_spoils_no_message(
    us: Account, answers: Json, odd: Json
) -> None:
    answers["users/show"] = {"id": MIA, "screen_name": "Mia", **odd}
    with pytest.raises(DeliveryError) as trouble:
        WEIBO.complete(us, json.dumps(PRIVATE).encode())
    assert not trouble.value.permanent
    answers["users/show"] = {"id": MIA, "screen_name": "Mia", "followers_count": 12, "verified": True}
    [message] = WEIBO.parse(WEIBO.complete(us, json.dumps(PRIVATE).encode()), Parsing(real_now()))
    assert isinstance(message, Received)
    assert (message.author.handle, message.author.followers, message.author.verified) == ("Mia", 12, True)
