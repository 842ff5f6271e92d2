"""Connecting a page: its token says which page it is, Meta gets our address, and the page is asked for its events."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant, Presence
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.limits import PERMISSIONS
from webcare.channels.meta import login, registering
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.fields import IDENTIFIER
from webcare.lib.sentence import Sentence

FIELDS = (
    "feed", "mention", "messages", "message_echoes", "message_edits", "messaging_postbacks", "message_reactions",
    "message_reads", "message_deliveries", "messaging_referrals",
)  # fmt: skip
NO_PERSON = Sentence(_("“%(written)s” is no id of a person; Messenger knows people by a number for each page."))


def presences(application: Application, grant: Grant) -> list[Presence]:
    """The pages that whoever agreed chose. Raises DeliveryError."""
    pages = login.pages(Api, application, grant, PERMISSIONS)
    with understood():
        return [Presence(page.told.identifier("id"), page.name, page.grant, page.lacking) for page in pages]


def connect(account: Account, hook_url: str) -> None:
    """Learn which page it is, let Meta call `hook_url`, and ask for everything that concerns webcare."""
    with understood():
        registering.check_is_of_page(Api.of(account), account)
        learn(account)
        registering.register(Api.of(account), "page", hook_url, FIELDS)
        wanted = {"subscribed_fields": ",".join(FIELDS)}
        Api.of(account).call("POST", f"{path_id(account.external_id)}/subscribed_apps", json=wanted)


def learn(account: Account) -> None:
    """Whose token it is; the caller stores it."""
    page = Api.of(account).get("me", fields="id,name,username")
    account.external_id = page.identifier("id")
    account.handle, account.name = page.maybe_words("username")[:255], page.maybe_words("name")[:255]


def disconnect(account: Account) -> None:
    """No more events of this page; the application's address stays for the others."""
    Api.of(account).call("DELETE", f"{path_id(account.external_id)}/subscribed_apps")


def recipient(written: str) -> str:
    """Nobody can be looked up by a name: a page knows only who wrote to it. Raises DeliveryError."""
    known = written.strip()
    if not IDENTIFIER.match(known):
        raise DeliveryError(NO_PERSON(written=written), True)
    return known
