"""Puts the network together: its state, its courier and everything it answers to."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.admin import table as admin
from sandbox.blackout import Blackout
from sandbox.bluesky import table as bluesky
from sandbox.delivering import Courier
from sandbox.line import table as line
from sandbox.linkedin import problems as linkedin_problems
from sandbox.linkedin import rest
from sandbox.mail import oauth
from sandbox.mail.serving import mail
from sandbox.mastodon import table as mastodon
from sandbox.meta import graph
from sandbox.meta import problems as graph_problems
from sandbox.network import Network
from sandbox.pages import table as pages
from sandbox.pages.rendering import sorry
from sandbox.settings import Settings
from sandbox.surprising import Unexpected
from sandbox.telegram import api as bots
from sandbox.turnstile import Turnstile
from sandbox.wechat import table as wechat
from sandbox.weibo import table as weibo
from sandbox.world import World
from sandbox.x import problems
from sandbox.x.routes import table as api

GRAPH = re.compile(r"/v[0-9]+\.[0-9]+/")


def build(settings: Settings) -> Starlette:
    routes = [
        Route("/healthz", health),
        *api.ROUTES,
        *graph.ROUTES,
        *bots.ROUTES,
        *weibo.ROUTES,
        *wechat.ROUTES,
        *rest.ROUTES,
        *mastodon.ROUTES,
        *bluesky.ROUTES,
        *oauth.ROUTES,
        *line.ROUTES,
        *admin.ROUTES,
        *pages.ROUTES,
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Blackout)],
        lifespan=_life,
        exception_handlers={HTTPException: _astray, Exception: _broken},
    )
    app.state.network = Network(settings, World(settings.data))
    app.state.network.prepare()
    app.add_middleware(Unexpected, network=app.state.network)
    app.state.turnstile = Turnstile()
    return app


async def health(request: Request) -> JSONResponse:
    network: Network = request.app.state.network
    return JSONResponse({"status": "ok", "posts": network.world.posts.count()})


async def _astray(request: Request, error: Exception) -> Response:
    """An address that is not there, or not for this method."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    if request.url.path.startswith("/2/"):
        detail = f"{request.method} {request.url.path} is no endpoint of this sandbox."
        return problems.Problem(status, "Not Found Error", detail).response()
    if GRAPH.match(request.url.path):
        return graph_problems.gone(request.url.path).response()
    if request.url.path.startswith("/rest/"):
        return linkedin_problems.gone(request.url.path).response()
    if request.url.path.startswith("/sandbox"):
        return JSONResponse({"error": f"There is no {request.method} {request.url.path}."}, status)
    return sorry(request, status, "There is nothing at this address.")


async def _broken(request: Request, error: Exception) -> Response:
    """A mistake of ours: told as the real network would, and left to the log."""
    if request.url.path.startswith("/2/"):
        return problems.broken().response()
    if GRAPH.match(request.url.path):
        return graph_problems.broken().response()
    if request.url.path.startswith("/rest/"):
        return linkedin_problems.broken().response()
    return JSONResponse({"error": f"The sandbox made a mistake: {type(error).__name__}."}, 500)


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    """The courier and the doors of the mail need the event loop, so they start with it."""
    network: Network = app.state.network
    app.state.courier = Courier(network)
    work = asyncio.create_task(app.state.courier.work())
    try:
        async with mail(network):
            yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        network.world.close()
