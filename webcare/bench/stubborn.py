"""An agent whose screen fails again and again and who presses the same button until it has worked, as people do."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping

import httpx2

_FIELD = re.compile(r'<input[^>]*name="(?P<name>csrfmiddlewaretoken|key)"[^>]*value="(?P<value>[^"]+)"')
_MODE = re.compile(r'name="mode" value="(?P<mode>[a-z]+)" checked')
_PLACE = re.compile(r"/conversations/(\d+)")
PAUSE = 0.3  # seconds before the button is pressed again


class Stopped(Exception):
    """Nobody is to go on."""


class Refused(Exception):
    """A page said no to something that an agent may do."""


class StubbornAgent:
    """Signed in by a session's cookie. `stop`: gives up, though only what has not been acknowledged."""

    def __init__(self, base: str, cookie: str, stop: threading.Event) -> None:
        name, _, value = cookie.partition("=")
        self._http = httpx2.Client(base_url=base, timeout=20.0, trust_env=False, cookies={name: value})
        self._stop = stop

    def answer(self, text: str) -> str:
        """Take the most pressing conversation and answer it; how that was written, "" when nothing waits."""
        desk = self._insist(lambda: self._http.get("/", follow_redirects=True))
        page = self._insist(lambda: self._post("/next", desk, {}, follow=True))
        place = _PLACE.search(str(page.url))
        fields, mode = _fields(page), _MODE.search(page.text)
        if place is None or mode is None:
            return ""
        path = f"/conversations/{place[1]}/reply"
        written = {"key": fields["key"], "text": text, "mode": mode["mode"], "close": "1"}
        self._insist(lambda: self._post(path, page, written))  # under the same key, so it is one answer
        return text

    def close(self) -> None:
        """Leave."""
        self._http.close()

    def _post(
        self, path: str, page: httpx2.Response, fields: Mapping[str, str], *, follow: bool = False
    ) -> httpx2.Response:
        data = {"csrfmiddlewaretoken": _fields(page)["csrfmiddlewaretoken"], **fields}
        return self._http.post(path, data=data, headers={"Referer": str(page.url)}, follow_redirects=follow)

    def _insist(self, act: Callable[[], httpx2.Response]) -> httpx2.Response:
        """Again, until a page says that it is done."""
        while not self._stop.is_set():
            try:
                response = act()
            except httpx2.HTTPError:
                self._stop.wait(PAUSE)
                continue
            if not response.is_error:
                return response
            if response.status_code < 500:
                raise Refused(f"{response.request.method} {response.request.url.path} answered {response.status_code}")
            self._stop.wait(PAUSE)
        raise Stopped


def _fields(page: httpx2.Response) -> dict[str, str]:
    return {found["name"]: found["value"] for found in _FIELD.finditer(page.text)}
