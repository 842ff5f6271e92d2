"""Whether a page from one origin may listen to the live stream on a port beside it."""

from __future__ import annotations

from urllib.parse import urlsplit


def may_listen(origin: str, host: str, base_url: str) -> bool:
    """The page came from the host that is asked now, by the very name that was typed, and from the pages' own port.

    Cookies belong to a host's name, not to its port: `localhost` and `127.0.0.1` are strangers. `base_url` says scheme
    and port of the pages.
    """
    try:
        page, base, asked = urlsplit(origin), urlsplit(base_url), urlsplit(f"//{host}")
        return bool(page.hostname) and (page.scheme, page.hostname, page.port) == (
            base.scheme,
            asked.hostname,
            base.port,
        )
    except ValueError:  # a port that is no number, or no address at all
        return False
