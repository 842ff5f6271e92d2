"""An agent who works through the pages' own requests, as a browser would: Next, then an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx2

_FIELD = re.compile(r'<input[^>]*name="(?P<name>csrfmiddlewaretoken|key)"[^>]*value="(?P<value>[^"]+)"')
_PLACE = re.compile(r"/conversations/(\d+)")
_TEXT = "Thanks for telling us, we are looking into it and come back to you here. Nr {number}"


class PageRefused(Exception):
    """A page did not do what an agent may expect of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that was handed in."""

    conversation: int
    text: str


class ScriptedAgent:
    """Signed in as one person of the make-believe company."""

    def __init__(self, base: str, person: int) -> None:
        self._http = httpx2.Client(base_url=base, timeout=60.0, follow_redirects=True, trust_env=False)
        page = self._ok(self._http.get("/demo"))
        self._ok(self._post("/demo", page, person=str(person)))

    def answer(self, number: int) -> Written | None:
        """Take the most pressing conversation and answer it; None when nothing waits."""
        desk = self._ok(self._http.get("/"))
        page = self._ok(self._post("/next", desk))
        place = _PLACE.search(str(page.url))
        if place is None:
            return None
        text = _TEXT.format(number=number)
        path = f"/conversations/{place[1]}/reply"
        self._ok(self._post(path, page, key=_fields(page)["key"], text=text, mode="public", close="1"))
        return Written(int(place[1]), text)

    def close(self) -> None:
        """Leave."""
        self._http.close()

    def _post(self, path: str, page: httpx2.Response, **fields: str) -> httpx2.Response:
        token = _fields(page)["csrfmiddlewaretoken"]
        headers = {"Referer": str(page.url)}
        return self._http.post(path, data={"csrfmiddlewaretoken": token, **fields}, headers=headers)

    def _ok(self, response: httpx2.Response) -> httpx2.Response:
        if response.is_error:
            raise PageRefused(f"{response.request.method} {response.request.url.path} answered {response.status_code}")
        return response


def _fields(page: httpx2.Response) -> dict[str, str]:
    return {found["name"]: found["value"] for found in _FIELD.finditer(page.text)}
