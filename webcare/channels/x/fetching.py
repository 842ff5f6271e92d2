"""Attachments of customers, read from X and from nowhere else, and never more than we can keep."""

from __future__ import annotations

import re

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.x import problems, tokens
from webcare.channels.x.addresses import api_base, is_ours_to_fetch
from webcare.channels.x.api import application_of, client
from webcare.lib.limits import ATTACHMENT_BYTES, MIB
from webcare.lib.sentence import Sentence

PRIVATE_FILE = re.compile(r"https://ton\.twitter\.com/(?:1\.1/)?ton/data/dm/(\d+)/(\d+)/([\w.\-]+)\Z")
TOO_LARGE = Sentence(_("The file is larger than the %(most)s MB that we keep."))


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
    try:
        with client().stream("GET", url, headers=headers) as response:
            return _content(response)
    except httpx2.HTTPError as error:
        raise problems.from_transport(error, sends=False) from error


def _content(response: httpx2.Response) -> bytes:
    if response.is_redirect:
        raise DeliveryError(_("X sends us elsewhere for the file; we do not follow."), True)
    if not response.is_success:
        response.read()
        raise problems.from_response(response, sends=False)
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > ATTACHMENT_BYTES:
            raise DeliveryError(TOO_LARGE(most=ATTACHMENT_BYTES // MIB), True)
    return bytes(content)
