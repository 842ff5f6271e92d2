"""A whole network goes away: whoever calls it is cut off in mid-word, and its events stay with it until it is back."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.bluesky import table as bluesky
from sandbox.line import table as line
from sandbox.linkedin import rest
from sandbox.mastodon import table as mastodon
from sandbox.meta import graph
from sandbox.misbehaving import drop_connection
from sandbox.network import network_of
from sandbox.telegram import api as bots
from sandbox.wechat import table as wechat
from sandbox.weibo import table as weibo
from sandbox.x.routes import table as x

APIS: Mapping[str, Sequence[BaseRoute]] = {
    "x": x.ROUTES,
    "meta": graph.ROUTES,  # Facebook, Instagram and WhatsApp have one door
    "telegram": bots.ROUTES,
    "weibo": weibo.ROUTES,
    "wechat": wechat.ROUTES,
    "linkedin": rest.ROUTES,
    "mastodon": mastodon.ROUTES,
    "bluesky": bluesky.ROUTES,
    "line": line.ROUTES,
}


class Blackout:
    """ASGI middleware: nobody is answered at the addresses of a network that is away. Its pages stay, for who acts there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_away(Request(scope, receive)):
            response = await drop_connection(Request(scope, receive))
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_away(request: Request) -> bool:
    away = network_of(request).faults.now.away
    return any(route.matches(request.scope)[0] is not Match.NONE for name in away for route in APIS[name])
