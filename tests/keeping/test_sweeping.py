"""Files that no row names are swept up at night, and no others."""

from __future__ import annotations

import logging
import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from pytest_django import Settings

from tests.conversations.files import picture
from tests.world import World
from webcare.conversations.attachment import Attachment
from webcare.conversations.filing import store
from webcare.keeping import forgetting, sweeping
from webcare.keeping.sweeping import sweep_files
from webcare.lib.now import real_now

DAY = 86_400


@pytest.fixture(autouse=True)
def _folder_of_its_own(tmp_path: Path, settings: Settings) -> None:
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {**storages["default"]["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = storages


def aged(name: str, days: float) -> str:
    path = default_storage.path(name)
    os.utime(path, (time.time() - days * DAY,) * 2)
    return name


def kept(world: World, days: float) -> Attachment:
    filed = store(picture(), "bag.png")
    for name in (filed.stored, filed.preview):
        aged(name, days)
    return world.message(world.conversation()).attachments.create(
        stored=filed.stored, preview=filed.preview, fetched_at=real_now()
    )


def lost(days: float) -> str:
    return aged(store(b"a file whose row was never written", "lost.txt").stored, days)


def test_a_file_whose_row_was_never_written_goes_after_a_day(world: World) -> None:
    mine, old, fresh = kept(world, 30), lost(1.1), lost(0.9)
    assert sweep_files() == 1
    assert not default_storage.exists(old)
    assert all(default_storage.exists(name) for name in (mine.stored, mine.preview, fresh))
    assert sweep_files() == 0


def test_what_lies_elsewhere_is_not_ours_to_sweep(world: World) -> None:
    other = aged(default_storage.save("exports/2025.csv", ContentFile(b"a,b")), 400)
    assert sweep_files() == 0
    assert default_storage.exists(other)


def test_a_folder_that_belongs_to_another_database_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sweeping, "FEW", 2)
    names = [lost(9) for _ in range(3)]
    with caplog.at_level(logging.ERROR):
        assert sweep_files() == 0
    assert all(default_storage.exists(name) for name in names)
    assert "3 of 3 files" in caplog.text


def test_a_file_that_goes_while_it_is_looked_at_stops_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted([lost(9), lost(9)])
    modified = FileSystemStorage.get_modified_time

    def asked(storage: FileSystemStorage, name: str) -> datetime:
        if name == names[0]:
            default_storage.delete(name)
        return modified(storage, name)

    monkeypatch.setattr(FileSystemStorage, "get_modified_time", asked)
    assert sweep_files() == 1
    assert not default_storage.exists(names[1])


def test_the_night_sweeps(world: World) -> None:
    old = lost(2)
    forgetting.forget_tonight()
    assert not default_storage.exists(old)
