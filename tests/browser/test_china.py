"""A customer posts on Weibo or writes in WeChat by hand, an agent answers at the desk, and it stands where they look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.exchange import BRAM, SECRET, answer, at_their_screen, at_work, connect, opening
from tests.browser.running import wait_until
from tests.channels.wechat.test_sealing import KEY, TOKEN
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.conversations.message import Message


def weibo(sandbox: Sandbox, world: World, house: House) -> None:
    keys = sandbox.weibo_keys("lowlandair")
    application = Application(
        settings={"api_base": f"{sandbox.url}/api.weibo.com", "app_key": keys.app_key, "poll_seconds": "5"},
        secrets={"app_secret": keys.app_secret},
    )
    secrets = {"access_token": keys.token, "fans_token": keys.fans_token}
    us = Account(network="weibo", secrets=secrets, settings={"rip": "198.51.101.7"})
    sandbox.weibo_callback("lowlandair", connect(world, house, us, application))


def wechat(sandbox: Sandbox, world: World, house: House) -> None:
    keys = sandbox.wechat_keys("lowlandair")
    application = Application(
        settings={"api_base": f"{sandbox.url}/api.weixin.qq.com", "app_id": keys.app_id},
        secrets={"app_secret": keys.app_secret, "token": TOKEN, "encoding_key": KEY},
    )
    us = Account(network="wechat", settings={"original_id": keys.original_id})
    sandbox.wechat_callback("lowlandair", connect(world, house, us, application), TOKEN, KEY, "safe")


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Both accounts are connected and nothing else is, and a worker is at work."""
    opening(world, sandbox)
    sandbox.create_app(consumer_secret=SECRET)
    weibo(sandbox, world, house)
    wechat(sandbox, world, house)
    with at_work(world):
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen."""
    with at_their_screen(chromium, sandbox, f"/weibo?as={BRAM}") as page:
        yield page


def test_a_mention_on_weibo_and_a_message_in_wechat_are_answered_where_they_stand(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("What is new?").fill("@lowlandair waar blijft mijn koffer?")
    bram.get_by_role("button", name="Post", exact=True).click()
    wait_until(lambda: Message.objects.filter(text__contains="koffer").exists(), "Weibo was looked at", 60.0)
    desk = sit_down(connected.anna)
    answer(desk, "waar blijft mijn koffer?", "Hij komt vanavond.")
    [post] = sandbox.weibo_posts()
    bram.goto(f"/weibo/posts/{post.id}")
    expect(bram.locator(".post.below")).to_contain_text("Hij komt vanavond. ^AG", timeout=30_000)

    bram.goto("/wechat/lowlandair")
    bram.get_by_label("Message", exact=True).fill("Kan mijn hond mee?")
    bram.get_by_role("button", name="Send").click()
    wait_until(lambda: Message.objects.filter(text__contains="hond").exists(), "WeChat has called", 60.0)
    desk.goto("/")
    answer(desk, "Kan mijn hond mee?", "Ja, in een tas.")
    expect(bram.get_by_role("log")).to_contain_text("Ja, in een tas.", timeout=30_000)
    wait_until(lambda: Message.objects.count() == 4, "what we said ourselves on Weibo is no message of its own")
