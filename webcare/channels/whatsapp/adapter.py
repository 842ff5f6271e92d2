"""WhatsApp for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError, Length, Outgoing, RawEvent, Sent, SettingField
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.door import Door
from webcare.channels.meta.fetching import fetch
from webcare.channels.meta.limits import MESSAGE_WINDOW
from webcare.channels.template import Template
from webcare.channels.whatsapp import checking, connect, forms, limits, moderating, sending, templates
from webcare.channels.whatsapp.api import Api
from webcare.channels.whatsapp.parse import THREAD, parse
from webcare.channels.whatsapp.said import MEDIA_URL


class WhatsAppAdapter(Door):
    """A company's number; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """There is one exchange with each person."""
        return THREAD

    def length(self, account: Account, private: bool) -> Length | None:
        """As the application's settings say."""
        return limits.length(account, private)

    def reply_window(self, account: Account, private: bool, handed_over: bool) -> timedelta | None:
        """A day; after that only templates."""
        return MESSAGE_WINDOW if private else None

    def templates(self, account: Account) -> Sequence[Template]:
        """Those that Meta has approved for the business account."""
        return templates.templates(account)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Words, a file, or a template."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Nobody can read what was sent."""
        raise DeliveryError(_("WhatsApp cannot be asked whether a message has left."), unknown=True)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Not from a program."""
        raise DeliveryError(_("WhatsApp lets no program take a message back."), True)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Block people; nothing can be hidden, nobody muted."""
        moderating.moderate(account, action, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A file by its id: where it lies is asked for, and holds for a few minutes."""
        api = Api.of(account)
        with understood():
            media = api.get(path_id(url.removeprefix(MEDIA_URL)))
            address = media.words("url")
        return fetch(api, address, proven=True)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """There is nothing to be read later: WhatsApp repeats what we did not take for some days."""
        return iter(())

    def recipient(self, account: Account, written: str) -> str:
        """A telephone number, with its country."""
        return sending.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in which number it is, then webhook and subscription; the caller stores the account."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more events."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, quality, quota, permissions, their end, webhook, events, templates, last event."""
        return checking.check(account)
