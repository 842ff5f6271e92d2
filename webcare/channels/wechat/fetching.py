"""What followers send beside words, read from WeChat and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.wechat.addresses import NAME, api_base, client
from webcare.channels.wechat.api import Api

HOSTS = ("mmbiz.qpic.cn", "mmbiz.qlogo.cn")
FILE = re.compile(r"https://api\.weixin\.qq\.com/cgi-bin/media/get\?media_id=([A-Za-z0-9_\-]{1,200})\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    api = Api.of(account)
    if given := FILE.match(url):
        return api.download(given[1])
    if not is_ours_to_fetch(api_base(api.application), url):
        raise DeliveryError(_("The file does not lie with WeChat, so that we do not fetch it."), True)
    with calling.answered(NAME), client().stream("GET", url) as response:
        if not response.is_success:
            raise DeliveryError(_("WeChat does not give out this file any more."), response.status_code < 500)
        return calling.content_of(response)


def is_ours_to_fetch(base: str, url: str) -> bool:
    """Whether it may be read from there: WeChat's hosts for pictures, or exactly the server of the API.

    Addresses come from strangers' payloads; anything wider would let them make us call our own network.
    """
    try:
        parts, home = urlsplit(url), urlsplit(base)
        if parts.username or parts.password:
            return False
        if (parts.scheme, parts.hostname, parts.port) == (home.scheme, home.hostname, home.port):
            return True
        usual = {None, 80 if parts.scheme == "http" else 443}
        return parts.scheme in {"http", "https"} and parts.hostname in HOSTS and parts.port in usual
    except ValueError:  # no address at all
        return False
