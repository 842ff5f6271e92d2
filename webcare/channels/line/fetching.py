"""Attachments of customers: LINE gives them out by the id of the message, for a while."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.line.api import Api
from webcare.channels.line.fields import IDENTIFIER
from webcare.channels.line.messages import CONTENT


def fetch(account: Account, url: str) -> bytes:
    """The bytes. Raises DeliveryError."""
    message = url.removeprefix(CONTENT)
    if not url.startswith(CONTENT) or not IDENTIFIER.match(message):
        raise DeliveryError(_("This is no file that LINE keeps."), True)
    return Api(account).download(message)
