"""Reads and checks what customers write and what good answers look like: `messages/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from webcare.demo.cast import LANGUAGES
from webcare.demo.wording import ANSWER_SLOTS, CUSTOMER_SLOTS, slots_in

Kind = Literal["question", "complaint", "urgent", "praise", "thanks", "chatter", "spam", "abusive"]
Private = Literal["yes", "no", "either"]
Topic = Literal[
    "baggage", "delay", "cancellation", "seat", "refund", "app", "food", "pets", "child",
    "lost property", "upgrade", "check-in", "crew", "praise", "other",
]  # fmt: skip

SIGNATURE = "^{initials}"
MUST_BE_ANSWERED = frozenset({"question", "complaint", "urgent"})
NEVER_ANSWERED = frozenset({"chatter", "spam", "thanks"})
FOLDER = Path(__file__).parent / "messages"


class ContentError(ValueError):
    """An entry that cannot be played, with the file, its number and what to change."""


@dataclass(frozen=True)
class Line:
    """A post or direct message. `follow_ups` come while the customer waits; `then` is what follows the answer:
    customer, agent, customer and so on."""

    language: str
    kind: Kind
    topic: Topic
    private: Private
    text: str
    urgent: str | None = None
    follow_ups: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mail:
    """A letter by e-mail; `then` as in `Line`."""

    language: str
    kind: Kind
    topic: Topic
    subject: str
    text: str
    urgent: str | None = None
    answers: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrasebook:
    """All that is said in one language. `nudges` come while somebody waits, `thanks` after an answer."""

    language: str
    cities: tuple[str, ...]
    nudges: tuple[str, ...]
    thanks: tuple[str, ...]
    lines: tuple[Line, ...]
    mails: tuple[Mail, ...]


def load(language: str, folder: Path = FOLDER) -> Phrasebook:
    """The phrasebook of one language; ContentError says what is wrong with it."""
    path = folder / f"{language}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(f"There is no {path.name}: write one, or leave {language} out of LANGUAGES.") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name} is not valid TOML: {error}.") from error
    _allow(raw, {"cities", "nudges", "thanks", "line", "mail"}, path.name)
    return Phrasebook(
        language=language,
        cities=_strings(raw, "cities", path.name),
        nudges=tuple(_customer(text, path.name) for text in _strings(raw, "nudges", path.name)),
        thanks=tuple(_customer(text, path.name) for text in _strings(raw, "thanks", path.name)),
        lines=tuple(_line(each, language, where) for each, where in _entries(raw, "line", path.name)),
        mails=tuple(_mail(each, language, where) for each, where in _entries(raw, "mail", path.name)),
    )


@cache
def load_all() -> tuple[Phrasebook, ...]:
    """Every language's phrasebook, in the order of LANGUAGES."""
    return tuple(load(language) for language in LANGUAGES)


def _line(raw: Mapping[str, object], language: str, where: str) -> Line:
    _allow(raw, {"kind", "topic", "private", "text", "urgent", "follow_ups", "answers", "then"}, where)
    kind = cast("Kind", _one_of(raw, "kind", get_args(Kind), where))
    line = Line(
        language=language,
        kind=kind,
        topic=cast("Topic", _one_of(raw, "topic", get_args(Topic), where)),
        private=cast("Private", _one_of(raw, "private", get_args(Private), where)),
        text=_customer(_string(raw, "text", where), where),
        urgent=_urgent(raw, kind, where),
        follow_ups=tuple(_customer(text, where) for text in _strings(raw, "follow_ups", where)),
        answers=_answers(raw, kind, where),
        then=_then(raw, where),
    )
    if line.private != "yes" and "code" in slots_in(line.text):
        raise ContentError(f'{where}: a booking code stands in a post; make it private = "yes".')
    return line


def _mail(raw: Mapping[str, object], language: str, where: str) -> Mail:
    _allow(raw, {"kind", "topic", "subject", "text", "urgent", "answers", "then"}, where)
    kind = cast("Kind", _one_of(raw, "kind", get_args(Kind), where))
    return Mail(
        language=language,
        kind=kind,
        topic=cast("Topic", _one_of(raw, "topic", get_args(Topic), where)),
        subject=_customer(_string(raw, "subject", where), where),
        text=_customer(_string(raw, "text", where), where),
        urgent=_urgent(raw, kind, where),
        answers=_answers(raw, kind, where),
        then=_then(raw, where),
    )


def _urgent(raw: Mapping[str, object], kind: Kind, where: str) -> str | None:
    reason = _string(raw, "urgent", where) if "urgent" in raw else None
    if (kind == "urgent") != bool(reason):
        raise ContentError(f'{where}: "urgent" gives the reason of an urgent message, and only of one.')
    return reason


def _answers(raw: Mapping[str, object], kind: Kind, where: str) -> tuple[str, ...]:
    answers = tuple(_answer(text, where) for text in _strings(raw, "answers", where))
    if kind in MUST_BE_ANSWERED and not answers:
        raise ContentError(f"{where}: a {kind} needs an answer.")
    if kind in NEVER_ANSWERED and answers:
        raise ContentError(f"{where}: a {kind} message needs no answer; leave it out.")
    return answers


def _then(raw: Mapping[str, object], where: str) -> tuple[str, ...]:
    turns = _strings(raw, "then", where)
    if turns and "answers" not in raw:
        raise ContentError(f'{where}: "then" follows an answer, and there is none.')
    return tuple((_answer if place % 2 else _customer)(text, where) for place, text in enumerate(turns))


def _customer(text: str, where: str) -> str:
    return _checked(text, CUSTOMER_SLOTS, where)


def _answer(text: str, where: str) -> str:
    if not text.endswith(SIGNATURE):
        raise ContentError(f"{where}: the answer “{text[:40]}” does not end with {SIGNATURE}.")
    return _checked(text, ANSWER_SLOTS, where)


def _checked(text: str, allowed: frozenset[str], where: str) -> str:
    if not text.strip():
        raise ContentError(f"{where}: a text is empty.")
    if unknown := slots_in(text) - allowed:
        raise ContentError(f"{where}: “{text[:40]}” has the unknown slot {min(unknown)}.")
    return text


def _entries(raw: Mapping[str, object], key: str, name: str) -> list[tuple[Mapping[str, object], str]]:
    entries = raw.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ContentError(f"{name}: write every {key} as [[{key}]].")
    return [(each, f"{name}, {key} {number}") for number, each in enumerate(entries, start=1)]


def _allow(raw: Mapping[str, object], keys: set[str], where: str) -> None:
    if unknown := raw.keys() - keys:
        raise ContentError(f"{where}: nothing is called “{min(unknown)}” here; known are {', '.join(sorted(keys))}.")


def _one_of(raw: Mapping[str, object], key: str, known: tuple[str, ...], where: str) -> str:
    value = _string(raw, key, where)
    if value not in known:
        raise ContentError(f"{where}: “{value}” is no {key}; known are {', '.join(known)}.")
    return value


def _string(raw: Mapping[str, object], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise ContentError(f"{where}: {key} is missing or not a text.")
    return value


def _strings(raw: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    values = raw.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ContentError(f"{where}: {key} is not a list of texts.")
    return tuple(values)
