"""The table of keys for agents has every key of the pages, and no other."""

from __future__ import annotations

import re

from tests.docs.pages import rows
from tests.house.sources import ROOT, files
from webcare.pages.shell import ROOMS

IN_TEMPLATES = re.compile(r'data-hotkey="([^"{]+)"')
IN_SCRIPTS = re.compile(r'\bregister\("([^"/]+)"')
IN_PAGES = re.compile(r'\bhotkey="([^"]+)"')
SHOWN = {"mod": "ctrl", "escape": "esc"}


def keys_of_the_pages() -> set[str]:
    """As the code names them; numbers stand for whatever a list shows first, second, third."""
    found = {room.keys for room in ROOMS}
    for pattern, suffix, folder in (
        (IN_TEMPLATES, ".html", "webcare/templates"),
        (IN_SCRIPTS, ".js", "webcare/static/js"),
        (IN_PAGES, ".py", "webcare/pages"),
    ):
        found |= {key for path in files(suffix, folder) for key in pattern.findall(path.read_text())}
    return {key for key in found if not key.isdigit()}


def keys_of_the_table() -> list[str]:
    """As people read them."""
    return [key for cells in rows("docs/agents.md", "key") for key in re.findall(r"`([^`]+)`", cells[0])]


def test_the_table_has_every_key_and_no_other() -> None:
    told = {key for key in keys_of_the_table() if not key.isdigit()}
    assert told == {_shown(key) for key in keys_of_the_pages()}


def test_no_key_is_explained_twice_in_one_place() -> None:
    for place in {cells[1] for cells in rows("docs/agents.md", "key")}:
        keys = [
            key
            for cells in rows("docs/agents.md", "key")
            if cells[1] == place
            for key in re.findall(r"`([^`]+)`", cells[0])
        ]
        assert len(keys) == len(set(keys)), f"{place}: {keys}"


def test_pages_still_name_keys_as_this_test_reads_them() -> None:
    assert "data-hotkey" in (ROOT / "webcare/templates/desk/actions.html").read_text()
    assert {"j", "k", "?", "mod+k", "space", "mod+enter"} <= keys_of_the_pages()


def _shown(key: str) -> str:
    return " ".join("+".join(SHOWN.get(part, part) for part in word.split("+")) for word in key.split(" "))
