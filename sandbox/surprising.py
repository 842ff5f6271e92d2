"""What a network may do without having said so: members that nobody has seen before, and answers that come late."""

import asyncio
import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.network import Network

NEW = {"added_this_week": {"of": [None, 1, "words", {"and": "more"}], "beta": True}}
NEW_XML = b"<AddedThisWeek><![CDATA[words]]></AddedThisWeek>"
OUR_OWN = "/sandbox"  # the admin API is no network's


class Unexpected:
    """ASGI middleware around everything that a network answers."""

    def __init__(self, app: ASGIApp, network: Network) -> None:
        self._app, self._network = app, network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._network.faults.now
        if scope["type"] != "http" or scope["path"].startswith(OUR_OWN):
            await self._app(scope, receive, send)
            return
        if faults.slow:
            await asyncio.sleep(faults.slow)
        await self._app(scope, receive, _Surprised(send) if faults.surprises else send)


class _Surprised:
    """Holds an answer back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(raw=self._start["headers"])
        if headers.get("content-type", "").startswith("application/"):
            self._body = surprised(self._body)
            headers["content-length"] = str(len(self._body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def surprised(body: bytes) -> bytes:
    """Every object of a JSON document, and an XML document, has something new in it; anything else stays as it is."""
    if body.rstrip().endswith(b"</xml>"):
        return body.replace(b"</xml>", NEW_XML + b"</xml>")
    try:
        return json.dumps(_more(json.loads(body)), ensure_ascii=False).encode()
    except ValueError:
        return body


def _more(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _more(each) for key, each in value.items()} | NEW
    return [_more(each) for each in value] if isinstance(value, list) else value
