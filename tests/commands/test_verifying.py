"""The terminal says whether the ledger is sound, and names the first row that is not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.commands.terminal import here, webcare
from tests.world import World
from webcare.ledger.event import Event
from webcare.ledger.recording import record


def test_a_sound_ledger_and_then_a_changed_one(transactional_db: None, tmp_path: Path) -> None:
    world = World.build()
    events = [record("conversation.skipped", world.conversation(), by=world.anna, why="x") for _ in range(3)]
    said = webcare("verify-ledger", url=here(), data=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "3 events are as they were written" in said.stdout
    head = re.findall(r"[0-9a-f]{64}", said.stdout)[0]
    assert webcare("verify-ledger", "--head", head, url=here(), data=tmp_path).returncode == 0
    Event.objects.filter(pk=events[1].pk).update(why="y")
    said = webcare("verify-ledger", url=here(), data=tmp_path)
    assert said.returncode == 1
    assert f"event {events[1].pk} " in said.stderr
