"""Attachments of customers, read from X and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re
from functools import partial

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.calling import application_of
from webcare.channels.x import problems, tokens
from webcare.channels.x.addresses import FILES, api_base
from webcare.channels.x.api import client

PRIVATE_FILE = re.compile(r"https://ton\.twitter\.com/(?:1\.1/)?ton/data/dm/(\d+)/(\d+)/([\w.\-]+)\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    application = application_of(account)
    base = api_base(application)
    FILES.check(url, base)
    if private := PRIVATE_FILE.match(url):  # only the API still gives these out
        url = f"{base}/2/dm_conversations/media/{private[1]}/{private[2]}/{private[3]}"
    headers = {}
    if url.startswith(base + "/"):
        headers["authorization"] = f"Bearer {tokens.current(application, account)}"
    with calling.answered("X"), client().stream("GET", url, headers=headers) as response:
        return FILES.content(response, partial(problems.from_response, sends=False))
