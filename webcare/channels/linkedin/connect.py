"""Connecting a page: whoever runs it agrees on LinkedIn, we learn which page it is, and ask for its events where we may."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant
from webcare.channels.calling import application_of
from webcare.channels.linkedin import tokens
from webcare.channels.linkedin.addresses import named, oauth
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.fields import ACTOR
from webcare.channels.linkedin.limits import PERMISSIONS, is_called
from webcare.channels.linkedin.parse import KIND
from webcare.lib.sentence import Sentence

ROLES = "organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED"
ORGANISATION = "urn:li:organization:"
SEVERAL = Sentence(
    _(
        "Whoever agreed runs several pages: %(pages)s. Write the number of the one to connect into the application's settings."
    )
)
NOT_THEIRS = Sentence(_("Whoever agreed is no administrator of the page %(page)s; they run %(pages)s."))
NO_PERSON = Sentence(_("“%(written)s” is no name of a member; LinkedIn shows pages only who wrote to them."))


def authorize_url(application: Application, redirect_uri: str, state: str) -> str:
    """Where to send whoever runs the page; LinkedIn sends them back with `code` and `state`."""
    asked = {
        "response_type": "code",
        "client_id": str(application.settings.get("client_id", "")),
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": " ".join(one.name for one in PERMISSIONS),
    }
    return f"{oauth(application, 'authorization')}?{urlencode(asked)}"


def exchange(application: Application, code: str, redirect_uri: str) -> Grant:
    """The code that came back becomes access for 60 days. Raises DeliveryError."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return tokens.granted(application, form)


def connect(account: Account, hook_url: str) -> None:
    """Learn which page it is, and let LinkedIn call `hook_url` where it has approved that."""
    with understood():
        person = learn(account)
        if is_called(account):
            Api(account).call("PUT", subscription(account, person), json={"webhook": hook_url})


def learn(account: Account) -> str:
    """Which page it is; returns who agreed for it. The caller stores the account."""
    api = Api(account)
    listed = [each for page in api.pages(ROLES) for each in page.shapes("elements")]
    roles = {each.actor("organization", "organizationalTarget"): each.maybe_actor("roleAssignee") for each in listed}
    account.external_id = _chosen(_wanted(account), sorted(roles))
    known = api.get(f"organizations/{account.external_id.removeprefix(ORGANISATION)}")
    account.handle, account.name = known.maybe_words("vanityName")[:255], known.maybe_words("localizedName")[:255]
    person = roles[account.external_id]
    account.settings["organization"] = account.external_id.removeprefix(ORGANISATION)
    account.settings["person"] = person
    return person


def subscription(account: Account, person: str) -> str:
    """The address of our wish to be told of this page's events."""
    number = str(application_of(account).settings.get("application_id", ""))
    parts = {
        "developerApplication": f"urn:li:developerApplication:{number}",
        "user": person,
        "entity": account.external_id,
    }
    key = ",".join(f"{name}:{named(urn)}" for name, urn in parts.items())
    return f"eventSubscriptions/({key},eventType:{KIND})"


def disconnect(account: Account) -> None:
    """No more events; the access itself can only be taken back on LinkedIn, or ends after 60 days."""
    if is_called(account):
        Api(account).call("DELETE", subscription(account, str(account.settings.get("person", ""))))


def recipient(written: str) -> str:
    """Nobody can be looked up by a name. Raises DeliveryError."""
    known = written.strip()
    if not ACTOR.match(known):
        raise DeliveryError(NO_PERSON(written=written), True)
    return known


def _wanted(account: Account) -> str:
    """The page that was named: for this account, or else for the next one of the application; empty where none was."""
    own, next_one = account.settings.get("organization"), application_of(account).settings.get("organization")
    number = str(own or next_one or "").strip().removeprefix(ORGANISATION)
    return f"{ORGANISATION}{number}" if number else ""


def _chosen(wanted: str, pages: list[str]) -> str:
    listed = ", ".join(page.removeprefix(ORGANISATION) for page in pages)
    if not pages:
        raise DeliveryError(_("Whoever agreed is administrator of no page on LinkedIn."), True)
    if wanted and wanted not in pages:
        raise DeliveryError(NOT_THEIRS(page=wanted.removeprefix(ORGANISATION), pages=listed), True)
    if not wanted and len(pages) > 1:
        raise DeliveryError(SEVERAL(pages=listed), True)
    return wanted or pages[0]
