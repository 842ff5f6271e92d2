"""A customer posts on Weibo or writes in WeChat by hand, an agent answers at the desk, and it stands where they look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import House, SitDown
from tests.browser.running import network, wait_until, worker
from tests.channels.wechat.test_sealing import KEY, TOKEN
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now, real_now

BRAM = cast.BRAM.handle or ""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with network() as sandbox:
        yield sandbox


def weibo(sandbox: Sandbox, world: World, house: House) -> None:
    keys = sandbox.weibo_keys("lowlandair")
    application = Application.objects.create(
        network="weibo",
        name="Lowland Air on Weibo",
        settings={"api_base": f"{sandbox.url}/api.weibo.com", "app_key": keys.app_key, "poll_seconds": "5"},
        secrets={"app_secret": keys.app_secret},
    )
    secrets = {"access_token": keys.token, "fans_token": keys.fans_token}
    us = Account(
        network="weibo", brand=world.air, application=application, secrets=secrets, settings={"rip": "198.51.101.7"},
        connected_at=real_now(),
    )  # fmt: skip
    adapter("weibo").connect(us, "")
    us.save()
    sandbox.weibo_callback("lowlandair", f"{house.url}/hooks/weibo/{application.key}")


def wechat(sandbox: Sandbox, world: World, house: House) -> None:
    keys = sandbox.wechat_keys("lowlandair")
    application = Application.objects.create(
        network="wechat",
        name="Lowland Air on WeChat",
        settings={"api_base": f"{sandbox.url}/api.weixin.qq.com", "app_id": keys.app_id},
        secrets={"app_secret": keys.app_secret, "token": TOKEN, "encoding_key": KEY},
    )
    us = Account(
        network="wechat", brand=world.air, application=application, settings={"original_id": keys.original_id},
        connected_at=real_now(),
    )  # fmt: skip
    adapter("wechat").connect(us, "")
    us.save()
    sandbox.wechat_callback("lowlandair", f"{house.url}/hooks/wechat/{application.key}", TOKEN, KEY, "safe")


@pytest.fixture
def connected(world: World, house: House, sandbox: Sandbox) -> Iterator[World]:
    """Both accounts are connected and nothing else is, and a worker is at work."""
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    sandbox.create_user(BRAM, cast.BRAM.name)
    sandbox.create_app(consumer_secret="an-app-secret")
    Account.objects.update(disconnected_at=now())
    weibo(sandbox, world, house)
    wechat(sandbox, world, house)
    world.organisation.take_back_seconds = 1
    world.organisation.save()
    with worker():
        yield world


@pytest.fixture
def bram(chromium: Browser, connected: World, sandbox: Sandbox) -> Iterator[Page]:
    """Bram at his own screen."""
    context = chromium.new_context(base_url=sandbox.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"/weibo?as={BRAM}")
    yield page
    context.close()


def answered(desk: Page, asked: str, answer: str) -> None:
    """The agent takes what waits, and answers it."""
    expect(desk.locator("[data-item]").first).to_be_visible(timeout=60_000)
    desk.keyboard.press("Space")
    expect(desk.locator(".msg").last).to_contain_text(asked)
    desk.keyboard.press("r")
    desk.keyboard.type(answer)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".msg.ours .state.done")).to_contain_text("sent", timeout=30_000)


def test_a_mention_on_weibo_and_a_message_in_wechat_are_answered_where_they_stand(
    connected: World, sandbox: Sandbox, sit_down: SitDown, bram: Page
) -> None:
    bram.get_by_label("What is new?").fill("@lowlandair waar blijft mijn koffer?")
    bram.get_by_role("button", name="Post", exact=True).click()
    wait_until(lambda: Message.objects.filter(text__contains="koffer").exists(), "Weibo was looked at", 60.0)
    desk = sit_down(connected.anna)
    answered(desk, "waar blijft mijn koffer?", "Hij komt vanavond.")
    [post] = sandbox.weibo_posts()
    bram.goto(f"/weibo/posts/{post.id}")
    expect(bram.locator(".post.below")).to_contain_text("Hij komt vanavond. ^AG", timeout=30_000)

    bram.goto("/wechat/lowlandair")
    bram.get_by_label("Message", exact=True).fill("Kan mijn hond mee?")
    bram.get_by_role("button", name="Send").click()
    wait_until(lambda: Message.objects.filter(text__contains="hond").exists(), "WeChat has called", 60.0)
    desk.goto("/")
    answered(desk, "Kan mijn hond mee?", "Ja, in een tas.")
    expect(bram.get_by_role("log")).to_contain_text("Ja, in een tas.", timeout=30_000)
    wait_until(lambda: Message.objects.count() == 4, "what we said ourselves on Weibo is no message of its own")
