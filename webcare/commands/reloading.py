"""Notices that somebody has edited the sources, for `bin/dev`."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = {".py", ".toml", ".mo"}


class Sources:
    """The source files below a folder, as they were last seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen = self._look()

    def changed(self) -> bool:
        """Whether anything is different since the last question."""
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        return True

    def _look(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self.folder.rglob("*") if path.suffix in SUFFIXES}
