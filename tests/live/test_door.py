"""Who is let go, or signs out, hears nothing more: the stream that is open ends, and no other begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from django.contrib.sessions.models import Session

from tests.browser.conftest import _session_of
from tests.browser.running import free_port, live_stream, wait_until
from tests.world import World
from webcare.ledger.change import changed
from webcare.lib.now import real_now
from webcare.team.employing import leave
from webcare.team.person import Person, Role


class Listener:
    """An open stream of somebody."""

    def __init__(self, url: str, session: str) -> None:
        self.lines: list[str] = []
        self.status = 0
        self.ended = threading.Event()
        threading.Thread(target=self._listen, args=(url, session), daemon=True).start()

    def _listen(self, url: str, session: str) -> None:
        with httpx2.stream("GET", url, cookies={"sessionid": session}, timeout=60) as answer:
            self.status = answer.status_code
            self.lines.extend(answer.iter_lines())
        self.ended.set()


def let_go(person: Person) -> None:
    leave(person, Person.objects.get(slug="joost"))


def sign_out(person: Person) -> None:
    Session.objects.all().delete()


def idle(person: Person) -> None:
    Session.objects.all().update(expire_date=real_now())


@pytest.mark.parametrize(
    "end",
    [
        let_go,
        sign_out,
        lambda person: Person.objects.filter(pk=person.pk).update(role=Role.READER),
        lambda person: Person.objects.filter(pk=person.pk).update(password="another"),
        idle,
        lambda person: person.teams.clear(),
    ],
    ids=["let go", "signed out", "another role", "another password", "idle for too long", "other brands"],
)
def test_an_open_stream_ends_and_no_other_begins(transactional_db: None, end: Callable[[Person], Any]) -> None:
    world = World.build()
    port = free_port()
    with live_stream("http://127.0.0.1:1", port):
        url = f"http://127.0.0.1:{port}/live/"
        session = _session_of(world.anna)
        listener = Listener(url, session)
        wait_until(lambda: listener.status == 200, "the stream is open")
        end(world.anna)
        wait_until(listener.ended.is_set, "the stream ends", 40)
        assert "event: bye" in listener.lines
        changed(["queue"])
        if end is let_go:
            late = Listener(url, session)
            wait_until(lambda: late.status == 401, "nobody is let in again")
