"""Whatever the live process answers, a browser may run nothing of it and frame it nowhere."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.live.test_tail import dsn
from webcare.live.door import Door
from webcare.live.stream import application
from webcare.live.tail import Tail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/live/healthz", 503),
        ("GET", "/live/", 401),
        ("GET", "/live/chat", 401),
        ("OPTIONS", "/live/chat", 204),
        ("POST", "/live/chat", 405),
        ("GET", "/live/nowhere", 404),
    ],
)
def test_every_answer_forbids_everything(verb: str, path: str, status: int) -> None:
    async def ask() -> httpx2.Response:
        application.state.tail, application.state.door = Tail(dsn()), Door(lambda: None)
        wire = httpx2.ASGITransport(app=application)
        async with httpx2.AsyncClient(transport=wire, base_url="http://testserver", timeout=20) as visitor:
            return await visitor.request(verb, path)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser of another test may have a loop in this thread
        answer = elsewhere.submit(asyncio.run, ask()).result()
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
