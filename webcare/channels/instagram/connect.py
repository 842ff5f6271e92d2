"""Connecting an account: the page's token leads to it, Meta gets our address, and the page passes on its events."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant, Presence
from webcare.channels.instagram.api import Api, page_of
from webcare.channels.instagram.limits import PERMISSIONS
from webcare.channels.meta import login, registering
from webcare.channels.meta.api import app_id, path_id, understood
from webcare.channels.meta.fields import IDENTIFIER
from webcare.lib.sentence import Sentence

FIELDS = (
    "comments",
    "live_comments",
    "mentions",
    "messages",
    "messaging_postbacks",
    "message_edit",
    "message_reactions",
    "messaging_seen",
)
PASSED_ON = ("messages", "messaging_postbacks")  # without one of its own, a page passes nothing on
NO_ACCOUNT = Sentence(_("No professional account of Instagram is linked to the page %(page)s."))
NO_PERSON = Sentence(_("“%(written)s” is no id of a person; Instagram knows people by a number for each account."))


def presences(application: Application, grant: Grant) -> list[Presence]:
    """The accounts of the pages that whoever agreed chose; of a page without one, that it has none. Raises DeliveryError."""
    with understood():
        return [_presence(page) for page in login.pages(Api, application, grant, PERMISSIONS)]


def connect(account: Account, hook_url: str) -> None:
    """Learn which account it is, let Meta call `hook_url`, and have the page pass on what happens."""
    with understood():
        api = Api.of(account)
        registering.check_is_of_page(api, account)
        learn(account, api)
        registering.register(api, "instagram", hook_url, FIELDS)
        page = path_id(page_of(account))
        wanted = [*PASSED_ON, *(each for each in passed_on(api, page) if each not in PASSED_ON)]
        api.call("POST", f"{page}/subscribed_apps", json={"subscribed_fields": ",".join(wanted)})


def learn(account: Account, api: Api) -> None:
    """Whose token it is, and which account the page has; the caller stores it."""
    page = api.get("me", fields="id,name,instagram_business_account{id,username,name}")
    found = page.maybe_shape("instagram_business_account")
    if found is None:
        raise DeliveryError(NO_ACCOUNT(page=page.maybe_words("name") or page.identifier("id")), True)
    account.external_id = found.identifier("id")
    account.handle, account.name = found.maybe_words("username")[:255], found.maybe_words("name")[:255]
    account.settings = {**account.settings, "page_id": page.identifier("id")}


def passed_on(api: Api, page: str) -> list[str]:
    """What the page tells our application, for itself or for the account."""
    listed = api.get(f"{page}/subscribed_apps")
    ours = [each for each in listed.shapes("data") if each.maybe_identifier("id") == app_id(api.application)]
    return [name for each in ours for name in each.texts("subscribed_fields")]


def disconnect(account: Account) -> None:
    """No more events, unless the page tells our application of itself as well."""
    api, page = Api.of(account), path_id(page_of(account))
    with understood():
        if set(passed_on(api, page)) <= set(PASSED_ON):
            api.call("DELETE", f"{page}/subscribed_apps")


def recipient(written: str) -> str:
    """Nobody can be looked up by a name: an account knows only who wrote to it. Raises DeliveryError."""
    known = written.strip()
    if not IDENTIFIER.match(known):
        raise DeliveryError(NO_PERSON(written=written), True)
    return known


def _presence(page: login.Page) -> Presence:
    account = login.linked(page.told)
    if account is None:
        return Presence("", page.name, page.grant, NO_ACCOUNT(page=page.name))
    name = account.maybe_words("username")
    return Presence(account.identifier("id"), f"@{name}" if name else page.name, page.grant, page.lacking)
