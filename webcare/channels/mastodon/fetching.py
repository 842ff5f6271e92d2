"""Attachments of customers, from where the account's server keeps its copies, and nowhere else."""

from __future__ import annotations

from functools import partial

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.calling import application_of
from webcare.channels.fetching import Place
from webcare.channels.mastodon import problems
from webcare.channels.mastodon.api import NAME, address_of, client


def fetch(account: Account, url: str) -> bytes:
    """The bytes, asked for without our token. Raises DeliveryError."""
    application = application_of(account)
    told = f"{application.settings.get('media_hosts', '')},{account.settings.get('media_host', '')}"
    hosts = tuple(each.strip().lower() for each in told.split(",") if each.strip())
    domain = str(account.settings.get("domain", "")).partition(":")[0]
    place = Place(NAME, (*hosts, *([domain, f".{domain}"] if domain else [])))
    place.check(url, address_of(application))
    with calling.answered(NAME), client().stream("GET", url) as response:
        return place.content(response, partial(problems.from_response, sends=False))
