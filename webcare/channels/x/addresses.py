"""Where X is: its API, or a server that speaks its protocol, and where its files lie."""

from __future__ import annotations

from webcare.channels.application import Application
from webcare.channels.fetching import Place

API_BASE = "https://api.x.com"
FILES = Place("X", ("pbs.twimg.com", "video.twimg.com", "ton.twitter.com"))


def api_base(application: Application) -> str:
    """Without a slash at its end."""
    return application.base(API_BASE)
