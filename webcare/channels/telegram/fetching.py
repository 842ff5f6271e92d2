"""Attachments of customers: Telegram first says where a file lies, for an hour; then it is fetched from there."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.telegram.api import TOO_LARGE, Api, understood
from webcare.channels.telegram.files import FILE_ID, SCHEME
from webcare.channels.telegram.limits import GIVEN_BYTES
from webcare.channels.telegram.problems import Refused
from webcare.lib.limits import MIB

PATH = re.compile(r"[\w\-. ]{1,120}(?:/[\w\-. ]{1,120}){0,6}\Z")


def fetch(account: Account, url: str) -> bytes:
    """The bytes. Raises DeliveryError."""
    file_id = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or not FILE_ID.match(file_id):
        raise DeliveryError(_("This is no file that Telegram keeps."), True)
    api = Api.of(account)
    try:
        answer = api.call("getFile", {"file_id": file_id})
    except Refused as error:
        if error.problem.says("file is too big"):
            raise DeliveryError(TOO_LARGE(most=GIVEN_BYTES // MIB), True) from error
        raise
    with understood():
        path = answer.shape("result").words("file_path")
    if not PATH.match(path) or ".." in path:
        raise DeliveryError(_("Telegram names no place from which the file could be fetched."), True)
    return api.download(path)
