"""A widget is connected by giving it an address; the test says whether browsers will show it, and where."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from webcare.channels import lines
from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.webchat.appearance import is_colour, is_page, sites_in
from webcare.channels.webchat.forms import COLOUR, END, START
from webcare.channels.webchat.identity import LEAST_SECRET
from webcare.channels.webchat.session import last_begun
from webcare.lib.sentence import Sentence

NO_SITE = gettext_noop("Name at least one site, such as https://www.example.com.")
WRONG_SITE = Sentence(
    gettext_noop(
        "“%(site)s” is no address of a site. Write it like https://www.example.com, without anything behind it."
    )
)
WRONG_COLOUR = Sentence(gettext_noop("“%(colour)s” is no colour. Write it like #1d5b66."))
WRONG_PAGE = Sentence(
    gettext_noop("“%(page)s” is no address of a page. Write it like https://www.example.com/privacy.")
)
WRONG_PLACE = gettext_noop("The button stands where lines end or where they begin.")
SHORT_SECRET = Sentence(gettext_noop("The secret has to have at least %(least)s characters; let a program make one."))


def connect(account: Account) -> None:
    """Fill in who it is. Raises DeliveryError with a sentence about the setting that is wrong."""
    given = {name: str(value).strip() for name, value in account.settings.items()}
    sites = _sites(given.get("sites", ""))
    colour = (given.get("colour") or COLOUR).lower()
    if not is_colour(colour):
        raise DeliveryError(WRONG_COLOUR(colour=colour[:40]), True)
    if (page := given.get("privacy_url", "")) and not is_page(page):
        raise DeliveryError(WRONG_PAGE(page=page[:100]), True)
    position = given.get("position") or END
    if position not in {END, START}:
        raise DeliveryError(WRONG_PLACE, True)
    secret = account.secrets.get("identity_secret", "")
    if secret and len(secret) < LEAST_SECRET:
        raise DeliveryError(SHORT_SECRET(least=LEAST_SECRET), True)
    account.settings |= {"sites": " ".join(sites), "colour": colour, "position": position}
    account.external_id = account.external_id or secrets.token_urlsafe(12)
    account.handle = sites[0].partition("://")[2]
    account.name = given.get("title", "") or account.brand.name


def check(account: Account) -> Sequence[Check]:
    """One line each."""
    sites, _wrong = sites_in(str(account.settings.get("sites", "")))
    secret = account.secrets.get("identity_secret", "")
    named = _("Visitors who are signed in there are named by the site.") if secret else _("Every visitor is unknown.")
    return [
        Check(_("Sites"), bool(sites), _("It may stand on %(sites)s.") % {"sites": ", ".join(sites)}),
        _address(sites),
        Check(_("Visitors"), True, named),
        _seen_on(account),
        lines.last_event(account),
    ]


def _sites(written: str) -> list[str]:
    sites, wrong = sites_in(written)
    if wrong:
        raise DeliveryError(WRONG_SITE(site=wrong[0][:100]), True)
    if not sites:
        raise DeliveryError(NO_SITE, True)
    return sites


def _address(sites: Sequence[str]) -> Check:
    """A page that came by TLS shows nothing that comes without."""
    name = _("Address")
    if settings.PLAIN_HTTP and any(site.startswith("https:") for site in sites):
        wrong = _(
            "Webcare itself is reached without TLS (%(address)s), so that browsers show no chat on an https page."
        )
        return Check(name, False, wrong % {"address": settings.BASE_URL})
    return Check(name, True, _("Sites load it from %(address)s.") % {"address": settings.BASE_URL})


def _seen_on(account: Account) -> Check:
    newest = last_begun(account)
    name = _("Last chat")
    if newest is None:
        return Check(name, True, _("Nobody has begun a chat yet. Put the line below into the site's pages."))
    where = _host(newest.page) or _("an unknown page")
    told = {"where": where, "day": f"{newest.began_at:%Y-%m-%d}", "time": f"{newest.began_at:%H:%M}"}
    return Check(name, True, _("The last one was begun on %(where)s, on %(day)s at %(time)s UTC.") % told)


def _host(page: str) -> str:
    """As a visitor's browser told it, or whoever pretends to be one."""
    try:
        return urlsplit(page).netloc
    except ValueError:
        return ""
