"""Attachments of customers: LINE gives them out by the id of the message, for a while."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.line.api import Api
from webcare.channels.line.fields import IDENTIFIER
from webcare.channels.line.messages import CONTENT

WAIT = timedelta(seconds=30)


def fetch(account: Account, url: str) -> bytes:
    """The bytes. Raises DeliveryError."""
    message = url.removeprefix(CONTENT)
    if not url.startswith(CONTENT) or not IDENTIFIER.match(message):
        raise DeliveryError(_("This is no file that LINE keeps."), True)
    api = Api(account)
    content = api.download(message)
    if content is None:
        raise _not_yet(api.preparing(message))
    return content


def _not_yet(status: str) -> DeliveryError:
    """A film or a sound is made ready by LINE before anybody gets it."""
    if status == "failed":
        return DeliveryError(_("LINE could not prepare this file."), True)
    return DeliveryError(_("LINE is still preparing this file."), retry_after=WAIT)
