"""Reads and checks Lowland Air's prepared answers: `macros.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from webcare.demo.cast import LANGUAGES
from webcare.demo.content import ContentError, Topic
from webcare.demo.wording import slots_in

FILE = Path(__file__).parent / "macros.toml"
BLANKS = frozenset({"first_name", "agent", "initials", "brand"})


@dataclass(frozen=True)
class Version:
    """A prepared answer in one language."""

    language: str
    text: str


@dataclass(frozen=True)
class Macro:
    """A prepared answer; the desk fills its blanks (`BLANKS`) and signs it."""

    name: str
    topic: Topic
    versions: tuple[Version, ...]

    def text(self, language: str) -> str | None:
        return next((version.text for version in self.versions if version.language == language), None)


@cache
def load_macros(file: Path = FILE) -> tuple[Macro, ...]:
    """All prepared answers, in the order of the file; ContentError says what is wrong with one."""
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    macros = tuple(_macro(each) for each in raw["macro"])
    names = [macro.name for macro in macros]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ContentError(f"{file.name}: two macros are called “{min(twice)}”.")
    return macros


def _macro(raw: dict[str, object]) -> Macro:
    name, topic, texts = raw.get("name"), raw.get("topic"), raw.get("texts")
    if not isinstance(name, str) or topic not in get_args(Topic) or not isinstance(texts, dict):
        raise ContentError(f"macros.toml: a macro needs a name, a known topic and texts; see “{name}”.")
    return Macro(name, cast("Topic", topic), tuple(_version(name, language, text) for language, text in texts.items()))


def _version(name: str, language: str, text: str) -> Version:
    if language not in LANGUAGES:
        raise ContentError(f"macros.toml, {name}: {language} is none of our languages.")
    if unknown := slots_in(text) - BLANKS:
        raise ContentError(f"macros.toml, {name}, {language}: nothing fills {{{min(unknown)}}}.")
    return Version(language, text)
