"""Lowland Air on the make-believe Weibo and WeChat: opened with a few posts and questions, connected anew at each start."""

from __future__ import annotations

import os
from datetime import timedelta

from django.conf import settings

from sandbox.client import AppKeys, Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

WEIBO, WECHAT = "weibo", "wechat"
AIRLINE = cast.LOWLAND_AIR.handle
OFFICE = "198.51.101.7"
POSTS = (
    (timedelta(days=6), "五月一日起，上海直飞阿姆斯特丹，每天一班。"),
    (timedelta(hours=20), "周四有暴风雨，周三晚上之前可以免费改签。"),
)
ASKED = (  # by whom, how long ago, and whether below our last post
    ("在路上的小李", "xiaoli_onroad", timedelta(minutes=34), f"@{AIRLINE} 我的行李还在奥斯陆，航班 LL1087，什么时候能到？", False),
    ("王小雨", "rain_wang", timedelta(minutes=21), "请问婴儿车可以免费托运吗？", True),
    ("周秀兰", cast.XIULAN.persona, timedelta(minutes=9), f"@{AIRLINE} 谢谢昨天柜台的小姐姐，帮我妈妈换了靠走道的座位", False),
)  # fmt: skip
CHATTED = (
    ("林娜", "lina_lin", "在吗？我的退款已经两个星期了"),
    ("陈大为", "dawei_chen", "周四的航班会取消吗，要不要提前改签"),
)


def open_accounts(network: Sandbox, brand: Brand, keys: AppKeys) -> None:
    """Both accounts, the posts that stand there, and who has asked something this hour."""
    *_, latest = [network.weibo_post(AIRLINE, text, at=now() - ago) for ago, text in POSTS]
    for name, handle, ago, text, below in ASKED:
        network.create_user(handle, name)
        if below:
            network.weibo_comment(handle, latest.id, text, at=now() - ago)
        else:
            network.weibo_post(handle, text, at=now() - ago)
    _weibo(network, brand, keys)
    _wechat(network, brand, keys)


def find_again() -> None:
    """The networks may listen elsewhere today."""
    for network, address in ((WEIBO, _weibo_address()), (WECHAT, _wechat_address())):
        for application in Application.objects.filter(network=network):
            application.keep(settings={"api_base": address})


def enter(network: Sandbox, app: AppKeys) -> None:
    """Agree anew, since the networks may have forgotten us, and enter where they call; the house has to be open by now."""
    for account in Account.objects.connected().filter(network__in=(WEIBO, WECHAT)).select_related("application"):
        application = account.application
        if application is None:
            continue
        hook = f"{settings.HOOKS_URL}/hooks/{account.network}/{application.key}"
        if account.network == WEIBO:
            keys = network.weibo_keys(AIRLINE, app=app.id)
            application.keep(settings={"app_key": keys.app_key}, secrets={"app_secret": keys.app_secret})
            account.keep(secrets={"access_token": keys.token, "fans_token": keys.fans_token})
            network.weibo_callback(AIRLINE, hook, app=app.id)
        else:
            known = network.wechat_keys(AIRLINE, app=app.id)
            application.keep(settings={"app_id": known.app_id}, secrets={"app_secret": known.app_secret})
            secrets = application.secrets
            network.wechat_callback(AIRLINE, hook, str(secrets["token"]), str(secrets["encoding_key"]), "safe")
            if account.last_event_at is None:
                _begin_to_chat(network)


def _begin_to_chat(network: Sandbox) -> None:
    for name, handle, text in CHATTED:
        network.create_user(handle, name)
        network.wechat(handle, AIRLINE, text)


def _weibo(network: Sandbox, brand: Brand, app: AppKeys) -> None:
    keys = network.weibo_keys(AIRLINE, app=app.id)
    Account.objects.create(
        network=WEIBO,
        brand=brand,
        application=Application.objects.create(
            network=WEIBO,
            name="Lowland Air on the sandbox's Weibo",
            settings={"api_base": _weibo_address(), "app_key": keys.app_key, "poll_seconds": "5"},
            secrets={"app_secret": keys.app_secret},
        ),
        external_id=keys.account_id,
        handle=AIRLINE,
        name=cast.LOWLAND_AIR.name,
        settings={"rip": OFFICE},
        secrets={"access_token": keys.token, "fans_token": keys.fans_token},
        connected_at=now() - timedelta(hours=1),
    )


def _wechat(network: Sandbox, brand: Brand, app: AppKeys) -> None:
    keys = network.wechat_keys(AIRLINE, app=app.id)
    secret = os.environ["WEBCARE_SANDBOX_SECRET"]
    Account.objects.create(
        network=WECHAT,
        brand=brand,
        application=Application.objects.create(
            network=WECHAT,
            name="Lowland Air on the sandbox's WeChat",
            settings={"api_base": _wechat_address(), "app_id": keys.app_id},
            secrets={"app_secret": keys.app_secret, "token": secret, "encoding_key": _encoding_key(secret)},
        ),
        external_id=keys.original_id,
        handle=AIRLINE,
        name=cast.LOWLAND_AIR.name,
        settings={"original_id": keys.original_id, "display_name": cast.LOWLAND_AIR.name},
        connected_at=now(),
    )


def _encoding_key(secret: str) -> str:
    """43 characters of Base64 that are made of the demo's secret; those of its last one that count for nothing are 0."""
    letters = "".join(letter for letter in secret if letter.isascii() and letter.isalnum()) or "webcare"
    return (letters * 43)[:42] + "A"


def _weibo_address() -> str:
    return f"{os.environ['WEBCARE_SANDBOX_URL']}/api.weibo.com"


def _wechat_address() -> str:
    return f"{os.environ['WEBCARE_SANDBOX_URL']}/api.weixin.qq.com"
