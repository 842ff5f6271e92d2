"""Pictures and voices of customers, read from Weibo's own hosts and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.weibo import problems
from webcare.channels.weibo.addresses import FILES, api_base, at
from webcare.channels.weibo.api import NAME, Api, client

HOSTS = (".sinaimg.cn", ".sinaimg.com")
PRIVATE_FILE = re.compile(r"https://upload\.api\.weibo\.com(/2/mss/msget)\?fid=([0-9]{1,30})\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    application = application_of(account)
    if private := PRIVATE_FILE.match(url):  # such a file is given to whoever holds the token of the fans service
        token = Api(account, "fans_token").token
        return _read(at(application, FILES) + private[1], {"access_token": token, "fid": private[2]})
    if not is_ours_to_fetch(application, url):
        raise DeliveryError(_("The file does not lie with Weibo, so that we do not fetch it."), True)
    return _read(url, {})


def is_ours_to_fetch(application: Application, url: str) -> bool:
    """Whether it may be read from there: Weibo's own hosts, or exactly the server of the API.

    Addresses come from strangers' payloads; anything wider would let them make us call our own network.
    """
    try:
        parts, home = urlsplit(url), urlsplit(api_base(application))
        if parts.username or parts.password:
            return False
        if _door(parts) == _door(home):
            return True
        usual = {None, 80 if parts.scheme == "http" else 443}
        return parts.scheme in {"http", "https"} and (parts.hostname or "").endswith(HOSTS) and parts.port in usual
    except ValueError:  # no address at all
        return False


def _door(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _read(url: str, asked: dict[str, str]) -> bytes:
    with calling.answered(NAME), client().stream("GET", url, params=asked or None) as response:
        if response.is_redirect:
            raise DeliveryError(_("Weibo sends us elsewhere for the file; we do not follow."), True)
        if not response.is_success:
            response.read()
            raise problems.from_response(response, sends=False)
        return calling.content_of(response)
