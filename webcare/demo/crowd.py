"""Invents the crowd: hundreds of customers with a name, a handle and an address in their language, the same for a seed."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from unicodedata import normalize

from webcare.demo.cast import CUSTOMERS, LANGUAGES, Customer

FILE = Path(__file__).parent / "names.toml"
HANDLE_LENGTH = 15
FAMILY_FIRST = frozenset({"zh", "ja", "ko"})
_HEADCOUNT = {"en": 170, "nl": 130}
_SMALL_HEADCOUNT = 14
_DOMAINS = ("post.example", "mail.example", "inbox.example", "brief.example")


@dataclass(frozen=True)
class Name:
    """One part of a name, as its owner writes it and in plain Latin letters, its last word only, for a handle."""

    written: str
    latin: str


@dataclass(frozen=True)
class Group:
    """Given and family names that go together."""

    given: tuple[Name, ...]
    family: tuple[Name, ...]


def crowd(seed: int) -> tuple[Customer, ...]:
    """Over four hundred customers with handles that nobody of the cast has; equal seeds give equal crowds."""
    rng = Random(f"crowd {seed}")
    taken = {customer.handle for customer in CUSTOMERS if customer.handle}
    people = []
    for language in LANGUAGES:
        for given, family in _pairs(language, rng):
            handle = _free(_handle(given.latin, family.latin, rng), taken)
            taken.add(handle)
            people.append(_customer(language, given, family, handle, rng))
    return tuple(people)


def _pairs(language: str, rng: Random) -> list[tuple[Name, Name]]:
    """As many different names as the language has customers."""
    all_pairs = [(given, family) for group in _groups()[language] for given in group.given for family in group.family]
    return rng.sample(all_pairs, _HEADCOUNT.get(language, _SMALL_HEADCOUNT))


def _customer(language: str, given: Name, family: Name, handle: str, rng: Random) -> Customer:
    if language in FAMILY_FIRST:
        space = " " if language == "ja" else ""
        written = f"{family.written}{space}{given.written}"
    else:
        written = f"{given.written} {family.written}"
    return Customer(
        name=written,
        handle=handle,
        email=f"{handle.strip('_')}@{rng.choice(_DOMAINS)}",
        language=language,
        character="One of the crowd.",
        first_name=_address(language, written, given, family),
        followers=int(rng.lognormvariate(5.2, 1.3)),
    )


def _address(language: str, written: str, given: Name, family: Name) -> str:
    """What an agent calls them: a Japanese answer uses the family name, a Chinese or Korean one the whole name."""
    if language == "ja":
        return family.written
    return written if language in FAMILY_FIRST else given.written


def _handle(given: str, family: str, rng: Random) -> str:
    year = rng.randint(61, 99)
    shapes = (
        f"{given}_{family}",
        f"{given}{family}",
        f"{given[0]}_{family}",
        f"{given}{year}",
        f"{family}{given[:3]}{year}",
    )
    return rng.choice(shapes)[:HANDLE_LENGTH]


def _free(handle: str, taken: set[str]) -> str:
    number, free = 1, handle
    while free in taken:
        number += 1
        free = f"{handle[: HANDLE_LENGTH - len(str(number))]}{number}"
    return free


@cache
def _groups() -> dict[str, tuple[Group, ...]]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        language: tuple(Group(_names(group["given"]), _names(group["family"])) for group in groups)
        for language, groups in raw.items()
    }


def _names(entries: list[str]) -> tuple[Name, ...]:
    return tuple(_name(entry) for entry in entries)


def _name(entry: str) -> Name:
    written, _, latin = entry.partition("/")
    plain = normalize("NFKD", latin or written.split()[-1]).encode("ascii", "ignore").decode().lower()
    return Name(written, re.sub(r"[^a-z]", "", plain))
