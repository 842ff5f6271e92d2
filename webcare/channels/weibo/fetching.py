"""Pictures and voices of customers, read from Weibo's own hosts and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re
from functools import partial

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.calling import application_of
from webcare.channels.fetching import Place
from webcare.channels.weibo import problems
from webcare.channels.weibo.addresses import FILES, api_base, at
from webcare.channels.weibo.api import NAME, Api, client

PICTURES = Place("Weibo", (".sinaimg.cn", ".sinaimg.com"), plain=True)
PRIVATE_FILE = re.compile(r"https://upload\.api\.weibo\.com(/2/mss/msget)\?fid=([0-9]{1,30})\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    application = application_of(account)
    if private := PRIVATE_FILE.match(url):  # such a file is given to whoever holds the token of the fans service
        token = Api(account, "fans_token").token
        return _read(at(application, FILES) + private[1], {"access_token": token, "fid": private[2]})
    PICTURES.check(url, api_base(application))
    return _read(url, {})


def _read(url: str, asked: dict[str, str]) -> bytes:
    with calling.answered(NAME), client().stream("GET", url, params=asked or None) as response:
        return PICTURES.content(response, partial(problems.from_response, sends=False))
