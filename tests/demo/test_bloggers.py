"""The demo's customers in China: on Weibo and in WeChat they say something, hear who answers, and go on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.bloggers import Bloggers, Whisperers
from webcare.demo.matter import Matter
from webcare.demo.telling import Story, Storyteller

AIRLINE = cast.LOWLAND_AIR.handle


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        client.create_user(AIRLINE, cast.LOWLAND_AIR.name, is_brand=True)
        yield client


@pytest.fixture
def matter() -> Matter:
    teller = Storyteller(1, "bloggers")
    told = (teller.tell("zh", datetime.now(UTC)) for _ in range(100))
    story: Story = replace(next(each for each in told if each.network == "x"), brand=cast.LOWLAND_AIR)
    return Matter(story, "", story.then, story.answer or "")


def test_on_weibo_they_mention_the_airline_and_go_on_below_its_answer(sandbox: Sandbox, matter: Matter) -> None:
    customers = Bloggers(sandbox)
    assert list(customers.answers()) == []
    said = customers.say(matter, "我的行李呢？")
    [post] = sandbox.weibo_posts()
    assert (f"status:{post.id}", post.text) == (said, f"@{AIRLINE} 我的行李呢？")
    answer = sandbox.weibo_comment(AIRLINE, post.id, "哪一件？")
    assert list(customers.answers()) == [(said, answer.id)]
    assert list(customers.answers()) == []
    matter.answered = answer.id
    more = customers.say(matter, f"@{AIRLINE} 蓝色的")
    [_, last] = sandbox.weibo_thread(post.id)
    assert (f"comment:{last.id}", last.parent_id, last.text) == (more, answer.id, "蓝色的")


def test_in_wechat_they_write_to_the_account(sandbox: Sandbox, matter: Matter) -> None:
    customers = Whisperers(sandbox)
    said = customers.say(matter, f"@{AIRLINE} 我的行李呢？")
    [chat] = sandbox.wechats()
    assert (chat.name, chat.text) == (said, "我的行李呢？")
    answer = sandbox.wechat(AIRLINE, chat.person, "哪一件？")
    assert list(customers.answers()) == [(said, answer.id)]
    assert list(customers.answers()) == []
