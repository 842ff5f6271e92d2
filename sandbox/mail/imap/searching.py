"""Which mails are meant: sets of numbers, and the conditions of SEARCH."""

import email
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.policy import default

from sandbox.mail.imap.words import BadCommand, as_text
from sandbox.world.mails import Mail

Condition = Callable[["Candidate"], bool]


@dataclass(frozen=True)
class Candidate:
    """A mail, its place in the folder (from 1), and how to get at its bytes."""

    mail: Mail
    place: int
    highest_uid: int
    count: int
    content: Callable[[Mail], bytes]

    def header(self, name: str) -> str:
        message = email.message_from_bytes(self.content(self.mail), policy=default)
        return " ".join(str(value) for value in message.get_all(name, []))

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.mail.arrived_at / 1000, UTC).date()


def numbers(written: str, highest: int) -> Callable[[int], bool]:
    """“2,4:*” as a question; a star is the last one there is, and a range may be written either way round."""
    ranges = [_range(part, highest) for part in written.split(",")]
    return lambda number: any(low <= number <= high for low, high in ranges)


def condition(words: Sequence[object]) -> Condition:
    """What SEARCH asks for, all of it together."""
    rest = list(words)
    if rest and as_or_none(rest[0]) == "CHARSET":
        del rest[:2]
    parts: list[Condition] = []
    while rest:
        parts.append(_next(rest))
    return lambda mail: all(part(mail) for part in parts)


def as_or_none(word: object) -> str | None:
    return None if isinstance(word, list) else as_text(word).upper()


_FLAGS = {
    "SEEN": r"\Seen", "ANSWERED": r"\Answered", "FLAGGED": r"\Flagged", "DELETED": r"\Deleted", "DRAFT": r"\Draft",
}  # fmt: skip


def _next(rest: list[object]) -> Condition:
    word = rest.pop(0)
    if isinstance(word, list):
        return condition(word)
    name = as_text(word).upper()
    if name == "ALL":
        return lambda _: True
    if name in _FLAGS:
        return lambda mail: _FLAGS[name] in mail.mail.flags
    if name.removeprefix("UN") in _FLAGS:
        return lambda mail: _FLAGS[name.removeprefix("UN")] not in mail.mail.flags
    if name == "NOT":
        inner = _next(rest)
        return lambda mail: not inner(mail)
    if name == "OR":
        one, other = _next(rest), _next(rest)
        return lambda mail: one(mail) or other(mail)
    if name[0].isdigit() or name[0] == "*":
        return lambda mail: numbers(name, mail.count)(mail.place)
    return _with_value(name, rest)


def _with_value(name: str, rest: list[object]) -> Condition:
    if not rest:
        raise BadCommand(f"{name} needs a value, or is not known here")
    value = as_text(rest.pop(0))
    match name:
        case "UID":
            return lambda mail: numbers(value, mail.highest_uid)(mail.mail.uid)
        case "SINCE" | "SENTSINCE":
            return lambda mail: mail.day >= _day(value)
        case "BEFORE" | "SENTBEFORE":
            return lambda mail: mail.day < _day(value)
        case "ON" | "SENTON":
            return lambda mail: mail.day == _day(value)
        case "FROM" | "TO" | "CC" | "SUBJECT":
            return lambda mail: value.lower() in mail.header(name).lower()
        case "BODY" | "TEXT":
            return lambda mail: value.lower().encode() in mail.content(mail.mail).lower()
        case "HEADER" if rest:
            wanted = as_text(rest.pop(0)).lower()
            return lambda mail: wanted in mail.header(value).lower()
    raise BadCommand(f"This server cannot search by {name}")


def _range(part: str, highest: int) -> tuple[int, int]:
    low, _, high = part.partition(":")
    ends = [highest if each == "*" else _number(each) for each in (low, high or low)]
    return min(ends), max(ends)


def _number(written: str) -> int:
    if not written.isdigit() or len(written) > 18:
        raise BadCommand(f"{written[:20]} is no number")
    return int(written)


def _day(written: str) -> date:
    try:
        return datetime.strptime(written, "%d-%b-%Y").replace(tzinfo=UTC).date()
    except ValueError:
        raise BadCommand(f"{written[:20]} is no day such as 1-Feb-2026") from None
