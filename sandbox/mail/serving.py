"""Opens the two doors of the make-believe mail, on this machine only, and shuts them again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sandbox.mail.imap.conversation import talk
from sandbox.mail.imap.session import Session
from sandbox.mail.smtp import Submission
from sandbox.network import Network

HOST = "127.0.0.1"  # passwords travel in the clear here
LONGEST_LINE = 1024 * 1024

Talking = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def mail(network: Network) -> AsyncIterator[None]:
    """Serves while it is open; without a port a door stays shut."""

    async def imap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await talk(Session(network, reader, writer))

    async def smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Submission(network, reader, writer).talk()

    async with _door(network.settings.imap_port, imap), _door(network.settings.smtp_port, smtp):
        yield


@asynccontextmanager
async def _door(port: int | None, talking: Talking) -> AsyncIterator[None]:
    if port is None:
        yield
        return
    guests: set[asyncio.StreamWriter] = set()

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        guests.add(writer)
        try:
            await talking(reader, writer)
        finally:
            guests.discard(writer)
            writer.close()

    server = await asyncio.start_server(receive, HOST, port, limit=LONGEST_LINE)
    try:
        yield
    finally:
        server.close()
        for guest in guests:
            guest.transport.abort()
