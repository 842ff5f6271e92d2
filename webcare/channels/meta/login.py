"""Facebook Login for Business: whoever runs pages agrees on Facebook, and with that comes a token for each page that they chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.adapter import DeliveryError, Permission
from webcare.channels.application import Application, Grant
from webcare.channels.meta import problems, registering
from webcare.channels.meta.api import API_BASE, Api, address, app_id, client, understood
from webcare.channels.meta.fields import Shape
from webcare.lib.sentence import Sentence

DIALOG_BASE = (
    "https://www.facebook.com"  # where people agree on Facebook itself; other servers have it beside their API
)
CONFIGURATION = "login_configuration"  # the registration's setting with the number of a configuration made at Meta
OF_PERSON = "user_token"
FIELDS = "id,name,username,access_token,tasks,instagram_business_account{id,username,name}"
AT_ONCE = 100
TASKS = ("MODERATE", "MESSAGING")  # what somebody has to be allowed on a page for us to answer there
CODE_NOT_TAKEN = Sentence(_("Facebook does not take the code with which you came back: %(reason)s. Begin again."))
NOT_ALLOWED = Sentence(
    _("On Facebook nobody agreed to %(permissions)s for %(name)s. Connect again, and agree to all that is asked for.")
)
NO_TASK = Sentence(
    _("Whoever agreed may not do all that we need on the page %(name)s (%(tasks)s); its owner can allow it.")
)
WITHHELD = Sentence(_("Facebook gives us no access to the page %(name)s. Connect again, and choose it there."))
UNSEEN = _(
    "On Facebook nobody agreed to pages_show_list, so that we do not see which pages there are. Connect again, and agree to "
    "all that is asked for."
)
NO_PAGES = _("Whoever agreed runs no page on Facebook, or chose none. Connect again, and choose the one that answers.")


@dataclass(frozen=True, slots=True)
class Page:
    """One that whoever agreed runs; `told` is how the Graph shows it, `lacking` a sentence where we could not work on it."""

    told: Shape
    name: str
    grant: Grant
    lacking: str


def authorize_url(application: Application, redirect_uri: str, state: str, permissions: Sequence[Permission]) -> str:
    """Where to send whoever runs the pages; what they refused before is asked for again."""
    asked = {
        "client_id": app_id(application),
        "redirect_uri": redirect_uri,
        "state": state,
        "response_type": "code",
        "auth_type": "rerequest",
    }
    if configuration := str(application.settings.get(CONFIGURATION, "")).strip():
        asked |= {"config_id": configuration, "override_default_response_type": "true"}
    else:
        asked["scope"] = ",".join(one.name for one in permissions)
    there = address(application, "dialog/oauth").replace(API_BASE, DIALOG_BASE, 1)
    return f"{there}?{urlencode(asked)}"


def exchange(application: Application, code: str, redirect_uri: str) -> Grant:
    """The code becomes a person's token, for two months where it would end after hours: so the tokens of pages never end.

    Raises DeliveryError.
    """
    with understood():
        first = _token(application, redirect_uri=redirect_uri, code=code)
        token = first.words("access_token")
        if first.maybe_number("expires_in"):  # that of a system user has no end
            longer = _token(application, grant_type="fb_exchange_token", fb_exchange_token=token)
            token = longer.words("access_token")
    return Grant({OF_PERSON: token})


def pages(kind: type[Api], application: Application, grant: Grant, permissions: Sequence[Permission]) -> list[Page]:
    """All that whoever agreed chose and runs, by name. Raises DeliveryError, also where there is none."""
    api = kind(application, grant.secrets.get(OF_PERSON, ""))
    with understood():
        facts = registering.token_facts(api)
        if "pages_show_list" not in facts.texts("scopes"):
            raise DeliveryError(UNSEEN, True)
        listed = api.pages("me/accounts", fields=FIELDS, limit=AT_ONCE)
        found = [_page(kind, told, facts, permissions) for shown in listed for told in shown.shapes("data")]
    if not found:
        raise DeliveryError(NO_PAGES, True)
    return sorted(found, key=lambda page: page.name.casefold())


def linked(page: Shape) -> Shape | None:
    """The Instagram account of a page, if it has one."""
    return page.maybe_shape("instagram_business_account")


def _page(kind: type[Api], told: Shape, facts: Shape, permissions: Sequence[Permission]) -> Page:
    name, token = told.maybe_words("name") or told.identifier("id"), told.maybe_words("access_token")
    return Page(told, name, Grant({kind.kept_as: token}), _lacking(told, name, token, facts, permissions))


def _lacking(told: Shape, name: str, token: str, facts: Shape, permissions: Sequence[Permission]) -> str:
    account = linked(told)
    ids = frozenset({told.identifier("id"), account.identifier("id") if account else ""})
    if refused := _not_allowed(permissions, facts, ids, name):
        return refused
    tasks = told.texts("tasks")
    if missing := [task for task in TASKS if task not in tasks] if told.has("tasks") else []:
        return NO_TASK(name=name, tasks=", ".join(missing))
    return "" if token else WITHHELD(name=name)


def _not_allowed(permissions: Sequence[Permission], facts: Shape, ids: frozenset[str], name: str) -> str:
    """Which permissions are missing for this page; "" where none is. Some are given for single pages or accounts alone."""
    granted, alone = facts.texts("scopes"), dict(_granted_alone(facts))
    missing = [
        one.name
        for one in permissions
        if one.name not in granted or (one.name in alone and not ids & alone[one.name])
    ]  # fmt: skip
    return NOT_ALLOWED(permissions=", ".join(missing), name=name) if missing else ""


def _granted_alone(facts: Shape) -> Iterator[tuple[str, frozenset[str]]]:
    for one in facts.shapes("granular_scopes"):
        if one.has("target_ids"):
            yield one.words("scope"), frozenset(one.texts("target_ids"))


def _token(application: Application, **wish: str) -> Shape:
    """Ask for a token, as our registration; its secret stands in no address."""
    keys = {"client_id": app_id(application), "client_secret": str(application.secrets.get("app_secret", ""))}
    form: Mapping[str, str] = {**keys, **wish}
    with calling.answered("Facebook"):
        response = client().post(address(application, "oauth/access_token"), data=form)
    if not response.is_success:
        raise problems.from_response(response, "Facebook", sends=False, own=_about_code)
    return Shape.read(response.content)


def _about_code(problem: problems.Problem) -> DeliveryError | None:
    """Spent, ended, or of another address: whatever it is, another one is wanted."""
    return DeliveryError(CODE_NOT_TAKEN(reason=problem.reason), True) if problem.code == 100 else None
