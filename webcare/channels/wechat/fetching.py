"""What followers send beside words, read from WeChat and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.fetching import Place
from webcare.channels.wechat.addresses import NAME, api_base, client
from webcare.channels.wechat.api import Api

PICTURES = Place(NAME, ("mmbiz.qpic.cn", "mmbiz.qlogo.cn"), plain=True)
FILE = re.compile(r"https://api\.weixin\.qq\.com/cgi-bin/media/get\?media_id=([A-Za-z0-9_\-]{1,200})\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    api = Api.of(account)
    if given := FILE.match(url):
        return api.download(given[1])
    PICTURES.check(url, api_base(api.application))
    with calling.answered(NAME), client().stream("GET", url) as response:
        return PICTURES.content(response, _refused)


def _refused(response: httpx2.Response) -> DeliveryError:
    return DeliveryError(_("WeChat does not give out this file any more."), response.status_code < 500)
