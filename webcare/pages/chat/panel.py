"""What a browser loads: the script for the site, the panel within its frame, and the colours of both."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from webcare.channels.account import Account
from webcare.channels.webchat.appearance import ink_on, is_colour, sites_in
from webcare.channels.webchat.limits import FILES, TEXT
from webcare.channels.webchat.session import widget
from webcare.conversations.forwarding import mailboxes
from webcare.conversations.passing import ways_from
from webcare.pages.chat.door import found
from webcare.pages.chat.preview import fill_in, scheme_of
from webcare.pages.chat.promise import sentences

LOADER = "chat/loader.js"
KEPT = "public, max-age=300"  # a change of colour is everywhere after that
SILENT = "/* This chat is not connected. */\n"


def loader(request: HttpRequest, key: str) -> HttpResponse:
    """The script that a site names; it shows nothing for a widget that is not connected, and breaks no page."""
    account = widget(key)
    script = _script().replace("{/* settings */}", json.dumps(_settings(account))) if account else SILENT
    return _lasting(script, "text/javascript")


def colours(request: HttpRequest, key: str) -> HttpResponse:
    """A style sheet, since the policy allows no style in the page."""
    account, asked = found(key), request.GET.get("colour", "")
    colour = asked if is_colour(asked) else str(account.settings["colour"])
    return _lasting(f":root {{ --chat: {colour}; --chat-ink: {ink_on(colour)}; }}\n", "text/css")


@xframe_options_exempt
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The panel, which only the sites of this widget may frame."""
    account = found(key)
    if scheme := scheme_of(request):
        fill_in(account, request)
    with translation.override(_language(request)):
        context = {
            "account": account,
            "preview": scheme,
            "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
            "types": ",".join(sorted(FILES.types)),
            "most_bytes": FILES.bytes,
            "most_files": FILES.most,
            "most_characters": TEXT.limit,
            "promise": sentences(account.network),
            "mails": account.brand_id in mailboxes(),
            "back": request.GET.get("back", "")[:200],
            "passes": bool(ways_from(account)),
            "live": _live(request),
            "page": request.GET.get("page", "")[:500],
        }
        response = render(request, "chat/panel.html", context)
    sites, _wrong = sites_in(str(account.settings["sites"]))
    policy = {"frame-ancestors": [SELF, *sites], "img-src": [SELF, "blob:"], "frame-src": [NONE]}
    response["Cache-Control"] = "no-cache"
    return cast(HttpResponse, csp_replace(policy)(lambda _request: response)(request))


def _language(request: HttpRequest) -> str:
    """The language of the site's page where we speak it, else what the browser asks for."""
    asked = request.GET.get("lang", "").lower().partition("-")[0]
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _live(request: HttpRequest) -> str:
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}/live/chat" if settings.LIVE_PORT else "/live/chat"


def _settings(account: Account) -> dict[str, object]:
    """What the button needs, in each of our languages: the site's own page says which."""
    colour = str(account.settings["colour"])
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = {
                "open": _("Chat with us"),
                "close": _("Close the chat"),
                "news": _("Chat with us, new messages: %s"),
                "title": account.name,
            }
    return {
        "key": account.external_id,
        "colour": colour,
        "ink": ink_on(colour),
        "position": account.settings["position"],
        "words": words,
    }


@cache
def _script() -> str:
    return Path(str(finders.find(LOADER))).read_text()


def _lasting(text: str, kind: str) -> HttpResponse:
    """Other sites load it, which a browser has to be told."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = KEPT
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
