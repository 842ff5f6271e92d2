"""Lowland Air's website: a page about a booking, with somebody else's chat in its corner; it may say who is signed in."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlsplit

from django.template import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sandbox.clock import now_ms
from sandbox.network import network_of
from sandbox.pages.rendering import ENGINE
from sandbox.pages.visitor import visitor_of
from sandbox.world.users import User

LASTS = 600  # seconds for which the page's word about its visitor is good
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}
NOBODY = "'none'"
LOOPBACK = {"localhost", "127.0.0.1"}


async def show(request: Request) -> Response:
    """`?lang=` is the language of the page; whoever has signed in (`?signed_in=1`) is named to the chat."""
    settings, query = network_of(request).settings, request.query_params
    script = settings.widget or ""
    if _is_here(asked := query.get("script", "")):
        script = asked
    visitor, language = visitor_of(request), query.get("lang", "en")[:5]
    word = person(visitor, settings.app_secret or "") if visitor and query.get("signed_in") else ""
    context = Context(
        {
            "script": script,
            "word": word,
            "visitor": visitor if word else None,
            "language": language if language.isalpha() else "en",
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        }
    )
    html = ENGINE.get_template("site.html").render(context)
    ancestors = settings.frame_ancestors
    return HTMLResponse(
        html, headers={"content-security-policy": _policy(script, ancestors), "cache-control": "no-store"}
    )


def person(user: User, secret: str) -> str:
    """What the site says about who is signed in, signed as the chat wants it."""
    known = {"id": user.id, "name": user.name, "email": f"{user.username}@example.org", "exp": now_ms() // 1000 + LASTS}
    first = _encoded(json.dumps(known).encode())
    return f"{first}.{_encoded(hmac.new(secret.encode(), first.encode(), hashlib.sha256).digest())}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _is_here(script: str) -> bool:
    """A script of this machine; the make-believe site runs nobody else's."""
    try:
        return urlsplit(script).scheme == "http" and urlsplit(script).hostname in LOOPBACK
    except ValueError:
        return False


def _policy(script: str, ancestors: str) -> str:
    """As strict as a careful airline's: the chat's address for its script and its frame, and nothing else of others."""
    place = urlsplit(script)
    chat = f"{place.scheme}://{place.netloc}" if script else ""
    return (
        f"default-src 'none'; script-src {chat or NOBODY}; frame-src {chat or NOBODY}; style-src 'self'; "
        f"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
