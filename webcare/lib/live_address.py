"""Where a page finds the live stream: at /live/ behind a reverse proxy, or on a port of its own beside the pages'.

A browser sends cookies to every port of a host, so a stream on another port knows who listens. It must be the host that
the page came from, by the very name that was typed: `localhost` is not `127.0.0.1` to a cookie.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

PATH = "/live/"


def live_address(scheme: str, host: str) -> str:
    """For a page that was asked for as `scheme`://`host`."""
    if not settings.LIVE_PORT:
        return PATH
    return f"{scheme}://{_bracketed(host)}:{settings.LIVE_PORT}{PATH}"


def may_listen(origin: str, host: str) -> bool:
    """Whether a page from `origin` may read the stream that was asked for at `host`: the same host, on the pages' port."""
    page = urlsplit(origin)
    base = urlsplit(settings.BASE_URL)
    return page.scheme == base.scheme and _name(page.netloc) == _name(host) and _port(page.netloc) == _port(base.netloc)


def _name(host: str) -> str | None:
    return urlsplit(f"//{host}").hostname


def _port(host: str) -> int | None:
    return urlsplit(f"//{host}").port


def _bracketed(host: str) -> str:
    name = _name(host) or ""
    return f"[{name}]" if ":" in name else name
