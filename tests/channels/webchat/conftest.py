"""A widget of Lowland Air's, and a browser that speaks with it as the panel does."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.world import World
from webcare.channels.account import Account
from webcare.channels.connecting import Wish, connect
from webcare.channels.webchat.identity import Person, signed
from webcare.lib.now import real_now

SECRET = "a-secret-that-the-site-and-we-share"
SITE = "https://www.lowlandair.example"


@dataclass
class Browser:
    """What a visitor's panel sends; it keeps its token as a browser does."""

    account: Account
    token: str = ""
    client: Client = field(default_factory=Client)
    page: str = f"{SITE}/booking"

    def ask(self, path: str, body: dict[str, Any] | bytes | None = None, **more: Any) -> Any:
        """The answer to one call, with the token where there is one."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        address = f"/chat/{self.account.external_id}/{path}"
        if body is None:
            return self.client.get(address, headers=headers)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(address, sent, content_type="application/json", headers=headers)

    def begin(self, person: str = "") -> dict[str, Any]:
        """A session, new or by another name."""
        told: dict[str, Any] = self.ask("sessions", {"page": self.page, "person": person}).json()
        self.token = told["token"] or self.token
        return told

    def say(self, text: str, name: str = "", files: list[dict[str, Any]] | None = None) -> Any:
        """Words, under a name that a repeat has too."""
        if not self.token:
            self.begin()
        return self.ask("messages", {"name_of_it": name or str(uuid.uuid4()), "text": text, "files": files or []})

    def bring(self, filename: str, content: bytes, name: str = "") -> Any:
        """A file, before the words that it goes with."""
        if not self.token:
            self.begin()
        form = {"name": name or str(uuid.uuid4()), "file": SimpleUploadedFile(filename, content)}
        address = f"/chat/{self.account.external_id}/files"
        return self.client.post(address, form, headers={"Authorization": f"Bearer {self.token}"})

    def thread(self, after: int = 0) -> dict[str, Any]:
        """What the panel shows."""
        told: dict[str, Any] = self.ask(f"thread?after={after}").json()
        return told


@pytest.fixture
def world(transactional_db: None) -> World:
    """Lowland Air before the first customer writes."""
    return World.build()


@pytest.fixture
def widget(world: World) -> Account:
    """The widget on Lowland Air's site."""
    return connected(world)


def connected(world: World, **settings: str) -> Account:
    """A widget as an administrator connects it."""
    wish = Wish("webchat", world.air, None, {"sites": SITE, **settings}, {"identity_secret": SECRET})
    return connect(wish, world.joost)


@pytest.fixture
def visitor(widget: Account) -> Browser:
    """Somebody on the site."""
    return Browser(widget)


def word_for(
    person: str, name: str = "Mia de Vries", lasts: timedelta = timedelta(minutes=5), secret: str = SECRET
) -> str:
    """What the site says about who is signed in there."""
    return signed(Person(person, name, f"{person}@example.org"), secret, real_now() + lasts)
