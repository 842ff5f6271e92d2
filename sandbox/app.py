"""Puts the network together: its state, its courier and everything it answers to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.admin import table as admin
from sandbox.delivering import Courier
from sandbox.network import Network
from sandbox.settings import Settings
from sandbox.world import World
from sandbox.x.limits import Turnstile
from sandbox.x.routes import table as api


def build(settings: Settings) -> Starlette:
    routes = [Route("/healthz", health), *api.ROUTES, *admin.ROUTES]
    app = Starlette(routes=routes, lifespan=_life)
    app.state.network = Network(settings, World(settings.data))
    app.state.network.prepare()
    app.state.turnstile = Turnstile()
    return app


async def health(request: Request) -> JSONResponse:
    network: Network = request.app.state.network
    return JSONResponse({"status": "ok", "posts": network.world.posts.count()})


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    """The courier needs the event loop, so it starts with the first one."""
    network: Network = app.state.network
    app.state.courier = Courier(network)
    work = asyncio.create_task(app.state.courier.work())
    try:
        yield
    finally:
        network.watchers.send_home()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        network.world.close()
