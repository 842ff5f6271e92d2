"""What customers sent, and what logs say of it, is nobody else's on the machine."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from webcare.commands import environment


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_opens_the_folder_of_the_files_also_where_they_once_could(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBCARE_DATA", "")
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True, mode=0o755)
    environment.prepare_folder(data)
    assert (mode(data), mode(data / "files")) == (0o711, 0o700), "others pass through to the database, not to files"


def test_a_file_and_the_folders_above_it_are_made_for_us_alone(tmp_path: Path) -> None:
    options: Any = settings.STORAGES["default"]
    storage = FileSystemStorage(**options["OPTIONS"] | {"location": tmp_path})
    name = storage.save("attachments/2026/05/passport.jpg", ContentFile(b"not for everybody"))
    assert mode(tmp_path / name) == 0o600
    assert {mode(folder) for folder in (tmp_path / name).parents if tmp_path in folder.parents} == {0o700}


def test_a_folder_of_logs_is_closed(tmp_path: Path) -> None:
    assert mode(environment.keep_to_ourselves(tmp_path / "demo" / "logs")) == 0o700
