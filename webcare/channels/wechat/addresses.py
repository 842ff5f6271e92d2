"""Where WeChat is called, and by which connections."""

from __future__ import annotations

from functools import cache

import httpx2

from webcare.channels.application import Application
from webcare.channels.wechat.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound

NAME = "WeChat"
API_BASE = "https://api.weixin.qq.com"


@cache
def client() -> httpx2.Client:
    """The connections of this process. WeChat redirects nobody."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


def api_base(application: Application) -> str:
    """Without a slash at its end."""
    return application.base(API_BASE)
