"""Signs that no text can hold, and charsets that are none, never break anything for strangers or colleagues."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from webcare.commands.wsgi import application
from webcare.lib.legible import LegibleRequest

NUL = 'sessionid="{0}\\000{0}"'.format("a" * 16)


@pytest.fixture
def stranger(db: None) -> Client:
    """Nobody we know, who sees what a browser sees when something breaks."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/hooks/x/%00", "/hooks/email/a%00b?crc_token=%00", "/join/%00", "/queue%00"])
def test_an_address_with_a_nul_is_refused(stranger: Client, address: str) -> None:
    for answer in (stranger.get(address), stranger.post(address, b"{}", content_type="application/json")):
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/board", "/account/login/"])
def test_a_cookie_with_a_nul_is_refused(stranger: Client, address: str) -> None:
    assert stranger.get(address, headers={"cookie": NUL}).status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "kind",
    [
        *(f"text/plain; charset={name}" for name in ("rot13", "hex", "unicode_escape", "utf-16", "idna", "nothing")),
        "text/plain; x*=nothing''%00",
        "multipart/form-data",
        ";;;",
    ],
)
@pytest.mark.django_db(transaction=True)
def test_whatever_a_request_says_of_its_charset_it_is_read_as_utf_8(kind: str) -> None:
    address: dict[str, Any] = {"PATH_INFO": "/board", "QUERY_STRING": r"q=\ud800+Gr%C3%BC%C3%9Fe", "CONTENT_TYPE": kind}
    setup_testing_defaults(address)
    assert LegibleRequest(address).GET["q"] == r"\ud800 Grüße"
    assert _status(address) == HTTPStatus.OK


def _status(environ: dict[str, Any]) -> int:
    """What the web process answers; the test client would make a request of its own kind."""
    heard: list[str] = []

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        heard.append(status)
        return len

    list(application(environ | {"HTTP_HOST": "localhost"}, start))
    return int(heard[0].partition(" ")[0])
