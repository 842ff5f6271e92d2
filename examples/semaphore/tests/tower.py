"""The tower as a process of its own: it speaks Semaphore's protocol, keeps what is signalled, and fails as it is told.

For a real network: as much of its published protocol as the adapter uses, with its own errors.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
SECRET, KEY = "a-secret-of-the-tower", "a-key-of-the-station"
US: Json = {"id": "1111", "call": "lowlandair", "name": "Lowland Air"}
MIA: Json = {"id": "mia-7", "call": "mia", "name": "Mia"}


class Trouble(Exception):
    """The tower's way to say no."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass
class Tower:
    """`faults` meet the next signals that are sent: a status, "lost" (nothing happened) or "done" (it happened, unanswered)."""

    signals: dict[str, Json] = field(default_factory=dict)
    events: list[Json] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    hook: str = ""
    faults: list[int | str] = field(default_factory=list)

    def signal(self, sender: Json, to: Json, text: str, answers: str = "") -> Json:
        """Somebody signals; whoever is told of it is told at once."""
        made: Json = {"id": f"s-{len(self.signals) + 1}", "at": _now(), "from": sender, "to": to, "text": text}
        made |= {"answers": answers} if answers else {}
        self.signals[made["id"]] = made
        self._tell("signal", made)
        return made

    def withdraw(self, known: str) -> Json:
        """It stands there no more."""
        if self.signals.pop(known, None) is None:
            raise Trouble(410, "This signal was withdrawn")
        self._tell("withdrawn", {"id": known, "at": _now()})
        return {}

    def _tell(self, kind: str, signal: Json) -> None:
        event = {"number": len(self.events) + 1, "event": kind, "station": US["id"], "signal": signal}
        self.events.append(event)
        if not self.hook:
            return
        body = json.dumps(event).encode()
        proof = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(self.hook, body, {"x-semaphore-signature": proof})
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except urllib.error.URLError as error:
            print(f"The hook was not reached: {error}", file=sys.stderr)

    def write(self, asked: Json) -> Json:
        """A signal of ours; under a key that is known it is the one that stands there."""
        fault = self.faults.pop(0) if self.faults else 0
        if isinstance(fault, int) and fault:
            raise Trouble(fault, "Not now")
        if fault == "lost":
            raise ConnectionAbortedError
        if asked.get("to") != MIA["id"]:
            raise Trouble(422, "Nobody is on that tower")
        if asked["key"] not in self.keys:
            self.keys[asked["key"]] = self.signal(US, MIA, asked["text"], asked.get("answers", ""))["id"]
        if fault == "done":
            raise ConnectionAbortedError
        return self.signals[self.keys[asked["key"]]]

    def with_key(self, key: str) -> Json:
        """What was sent under it."""
        known = self.keys.get(key, "")
        return {"signals": [self.signals[known]] if known in self.signals else []}

    def answer(self, method: str, path: str, query: Json, asked: Json) -> Json:
        """One call of a program."""
        here = f"/stations/{US['id']}"
        match method, path:
            case "GET", "/station":
                return US
            case "GET", "/stations":
                return {"stations": [one for one in (US, MIA) if one["call"] == query.get("call")]}
            case "PUT", _ if path == f"{here}/hook":
                self.hook = asked["url"]
                return {}
            case "DELETE", _ if path == f"{here}/hook":
                self.hook = ""
                return {}
            case "GET", _ if path == f"{here}/events":
                return {"events": [each for each in self.events if each["number"] > int(query["after"])][:2]}
            case "GET", _ if path == f"{here}/signals":
                return self.with_key(query["key"])
            case "POST", _ if path == f"{here}/signals":
                return self.write(asked)
        if method == "DELETE" and (found := re.fullmatch(rf"{here}/signals/([\w-]+)", path)):
            return self.withdraw(found[1])
        raise Trouble(404, "There is no such place")

    def act(self, path: str, asked: Json) -> Json:
        """What a test does: somebody signals or withdraws, trouble is ordered, everything is looked at."""
        if path == "/act/signal":
            return self.signal(MIA, US, asked["text"], asked.get("answers", ""))
        if path == "/act/withdraw":
            return self.withdraw(asked["id"])
        if path == "/act/faults":
            self.faults = asked["faults"]
        if path == "/act/odd":
            self.events += asked["events"]
        if path == "/act/anew":
            Door.tower = Tower()
        return {"signals": list(self.signals.values())}


class Door(BaseHTTPRequestHandler):
    """The tower's HTTP."""

    tower = Tower()

    def _any(self) -> None:
        place = urlsplit(self.path)
        length = int(self.headers.get("content-length", 0))
        asked: Json = json.loads(self.rfile.read(length) or b"{}")
        try:
            if place.path.startswith("/act/"):
                told = self.tower.act(place.path, asked)
            elif self.headers.get("authorization") != f"Bearer {KEY}":
                raise Trouble(401, "This key opens nothing")
            else:
                told = self.tower.answer(self.command, place.path, dict(parse_qsl(place.query)), asked)
        except Trouble as trouble:
            self._say(trouble.status, {"reason": str(trouble)})
        except ConnectionAbortedError:
            self.close_connection = True
        else:
            self._say(200, told)

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - so the library calls them

    def _say(self, status: int, told: Json) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        if status == 429:
            self.send_header("retry-after", "7")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the test's output readable."""


def _now() -> str:
    return datetime.now(UTC).isoformat()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    print(server.server_port, flush=True)
    server.serve_forever()
