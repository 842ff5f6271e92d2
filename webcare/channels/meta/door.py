"""The door that all of Meta's networks come through: signature, handshake, and how a repeated event is known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import Capabilities, DeliveryError, WebhookRequest
from webcare.channels.application import Application, Grant
from webcare.channels.meta import login, signing
from webcare.channels.meta.redact import redact
from webcare.channels.receipt import digest


class Door:
    """What each adapter of Meta answers alike."""

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By Meta's signature over the raw body."""
        signing.verify(str(application.secrets.get("app_secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """Meta asks once, when the address is registered."""
        return signing.challenge_answer(str(application.secrets.get("app_secret", "")), request)

    def receipt_key(self, request: WebhookRequest) -> str:
        """Meta gives its events no id, and repeats them byte by byte."""
        return digest(request.body)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Nobody waits on a line to Meta: it calls us."""
        raise DeliveryError(_("Meta tells what happens by webhook; there is no standing connection."), True)


class PageDoor(Door):
    """What adapters answer alike whose accounts are opened by whoever runs a page."""

    capabilities: Capabilities

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """OAuth 2.0, with our secret instead of a verifier."""
        return login.authorize_url(application, redirect_uri, state, self.capabilities.permissions)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """A person's access; each of their pages has one of its own, see `presences`."""
        return login.exchange(application, code, redirect_uri)
