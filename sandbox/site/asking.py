"""A visitor of the airline's site, for programs: speaks with the chat as its panel does, and keeps its token."""

import uuid
from dataclasses import dataclass

import httpx2

from sandbox.heard import Json
from sandbox.wire import SandboxError


@dataclass(frozen=True)
class ChatLine:
    """What stands in a thread."""

    id: int
    ours: bool
    text: str


class Visitor:
    """`Visitor("http://127.0.0.1:8000/chat/KEY").say("Where is my bag?")`"""

    def __init__(self, chat: str, page: str = "", person: str = "") -> None:
        self._http = httpx2.Client(base_url=f"{chat}/", timeout=30.0, trust_env=False)
        self._about: Json = {"page": page, "person": person}
        self._token = self.name = ""
        self._version = 0

    def close(self) -> None:
        self._http.close()

    def say(self, text: str) -> str:
        """Write it, under a name of our own that a repeat would have too; returns the id by which programs know it."""
        if not self._token:
            begun = self._call("POST", "sessions", self._about)
            self._token, self.name = begun["token"], begun["session"]
        name = str(uuid.uuid4())
        self._call("POST", "messages", {"name_of_it": name, "text": text})
        return f"{self.name}:v.{name}"

    def news(self) -> list[ChatLine]:
        """What has come since the last look; what was read is told."""
        thread = self._call("GET", f"thread?after={self._version}")
        lines = [ChatLine(line["id"], line["ours"], line["text"]) for line in thread["lines"]]
        self._version = max(self._version, thread["version"])
        if any(line.ours for line in lines):
            self._call("POST", "sight", {"version": self._version})
        return lines

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        response = self._http.request(method, path, json=body, headers=headers)
        told: Json = response.json() if response.content else {}
        if response.is_error:
            raise SandboxError(told.get("why", response.text))
        return told
