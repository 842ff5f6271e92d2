"""Turns a template and what it shows into a page that runs no script but its own."""

from pathlib import Path
from typing import Any

from django.template import Context, Engine
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sandbox.network import network_of
from sandbox.pages.visitor import visitor_of
from sandbox.wording import POST_LIMIT

ENGINE = Engine(dirs=[str(Path(__file__).parents[1] / "templates")])


def page(request: Request, template: str, status: int = 200, form_target: str = "", **shown: Any) -> HTMLResponse:
    """`form_target` is a further origin to which a form on the page may lead."""
    network = network_of(request)
    visitor = visitor_of(request)
    around = {
        "visitor": visitor,
        "path": request.url.path,
        "here": _here(request),
        "limit": POST_LIMIT,
        "draft": request.query_params.get("text", ""),
        "waiting": network.world.messages.unread(visitor.id) if visitor else 0,
        "mail_waiting": network.world.mails.unread(visitor) if visitor else 0,
        "news": network.watchers.latest,
        "known_brands": network.world.users.everyone(brands=True)[:3],
    }
    context = Context({**around, **shown}, use_l10n=False, use_tz=False)
    html = ENGINE.get_template(template).render(context)
    headers = {
        "content-security-policy": _policy(network.settings.frame_ancestors, form_target),
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(html, status, headers)


def sorry(request: Request, status: int, sentence: str) -> HTMLResponse:
    return page(request, "sorry.html", status, sentence=sentence)


def _policy(frame_ancestors: str, form_target: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; "
        f"form-action 'self' {form_target}; frame-ancestors {frame_ancestors}"
    )


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
