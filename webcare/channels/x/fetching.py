"""Attachments of customers, read from X and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.calling import application_of
from webcare.channels.x import problems, tokens
from webcare.channels.x.addresses import api_base, is_ours_to_fetch
from webcare.channels.x.api import client

PRIVATE_FILE = re.compile(r"https://ton\.twitter\.com/(?:1\.1/)?ton/data/dm/(\d+)/(\d+)/([\w.\-]+)\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    application = application_of(account)
    if not is_ours_to_fetch(application, url):
        raise DeliveryError(_("The file does not lie with X, so that we do not fetch it."), True)
    base = api_base(application)
    if private := PRIVATE_FILE.match(url):  # only the API still gives these out
        url = f"{base}/2/dm_conversations/media/{private[1]}/{private[2]}/{private[3]}"
    headers = {}
    if url.startswith(base + "/"):
        headers["authorization"] = f"Bearer {tokens.current(application, account)}"
    with calling.answered("X"), client().stream("GET", url, headers=headers) as response:
        return _content(response)


def _content(response: httpx2.Response) -> bytes:
    if response.is_redirect:
        raise DeliveryError(_("X sends us elsewhere for the file; we do not follow."), True)
    if not response.is_success:
        response.read()
        raise problems.from_response(response, sends=False)
    return calling.content_of(response)
