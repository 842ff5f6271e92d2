"""Where LINE is called, and with which connections."""

from __future__ import annotations

from functools import cache

import httpx2

from webcare.channels.line.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound

NAME = "LINE"
API_BASE = "https://api.line.me"
DATA_BASE = "https://api-data.line.me"


@cache
def client() -> httpx2.Client:
    """The connections of this process. LINE redirects nobody."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)
