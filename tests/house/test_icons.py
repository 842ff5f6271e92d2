"""Every icon that a template asks for exists: a wrong name is an error only for whoever sees that corner of a page."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import lucide

from tests.house.sources import ROOT, files
from webcare.pages.shell import ROOMS

ASKED = re.compile(r"""{%\s*lucide\s+"([\w-]+)"|\bicon="([\w-]+)\"""")


def test_every_icon_exists() -> None:
    known = _known()
    asked = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in files(".html", "webcare/templates")
        for found in ASKED.findall(path.read_text())
        for name in found
        if name
    }
    assert asked
    missing = sorted(f"{where}: there is no icon {name!r}" for where, name in asked if name not in known)
    assert not missing, "\n".join(missing)


def test_every_room_has_an_icon_that_exists() -> None:
    assert {room.icon for room in ROOMS} <= _known()


def _known() -> set[str]:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        return {name.rpartition("/")[2].removesuffix(".svg") for name in archive.namelist()}
