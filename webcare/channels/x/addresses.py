"""Where X is: its API, or a server that speaks its protocol, and the hosts that its attachments may come from."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from webcare.channels.application import Application

API_BASE = "https://api.x.com"
MEDIA_HOSTS = frozenset({"pbs.twimg.com", "video.twimg.com", "ton.twitter.com"})


def api_base(application: Application) -> str:
    """Without a slash at its end."""
    return str(application.settings.get("api_base") or API_BASE).rstrip("/")


def is_ours_to_fetch(application: Application, url: str) -> bool:
    """Whether an attachment may be read from there: only X's own hosts by https, or exactly the server of the API.

    Addresses come from strangers' payloads; anything wider would let them make us call our own network.
    """
    try:
        parts, home = urlsplit(url), urlsplit(api_base(application))
        if parts.username or parts.password:
            return False
        if _door(parts) == _door(home):
            return True
        return parts.scheme == "https" and parts.hostname in MEDIA_HOSTS and parts.port in {None, 443}
    except ValueError:  # no address at all
        return False


def _door(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
