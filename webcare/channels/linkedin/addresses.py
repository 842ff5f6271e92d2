"""Where LinkedIn is, or the server that stands in for it: its API, its page for consent, and names within an address."""

from __future__ import annotations

from urllib.parse import quote

from webcare.channels.application import Application

API_BASE, OAUTH_BASE = "https://api.linkedin.com", "https://www.linkedin.com"


def rest(application: Application, path: str) -> str:
    """The address of something in the API."""
    return f"{_base(application)}/rest/{path}"


def oauth(application: Application, path: str) -> str:
    """The address of consent or tokens; people agree on LinkedIn itself, other servers have it beside their API."""
    base = _base(application)
    return f"{OAUTH_BASE if base == API_BASE else base}/oauth/v2/{path}"


def named(urn: str) -> str:
    """A URN as a part of an address: LinkedIn wants every sign of it escaped."""
    return quote(urn, safe="")


def _base(application: Application) -> str:
    return application.base(API_BASE)
