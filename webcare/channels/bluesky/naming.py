"""How people, posts and moments are named on the AT Protocol, and how an answer is named before it is sent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

POST, BLOCK, PROFILE = "app.bsky.feed.post", "app.bsky.graph.block", "app.bsky.actor.profile"
THREADGATE = "app.bsky.feed.threadgate"
_DID = r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,56}"
_RKEY = r"[A-Za-z0-9._~:-]{1,50}"
DID = re.compile(rf"{_DID}\Z")
HANDLE = re.compile(
    r"(?=.{3,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z"
)
CHAT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_URI = re.compile(rf"at://({_DID})/([A-Za-z][A-Za-z0-9.-]{{1,60}})/({_RKEY})\Z")
ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(r"[234567abcdefghij][234567a-z]{12}\Z")
BEGINNING = 1_672_531_200_000_000  # the year 2023 in microseconds; 46 bits later it is March 2025, which is past
CHAT = "chat:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: in whose repository, in which collection, under which key."""

    did: str
    collection: str
    rkey: str

    @classmethod
    def of(cls, uri: str) -> Place | None:
        """None where it is no address of a record that can be kept here."""
        found = _URI.match(uri)
        return cls(found[1], found[2], found[3]) if found else None

    @property
    def uri(self) -> str:
        """As the network writes it."""
        return f"at://{self.did}/{self.collection}/{self.rkey}"

    @property
    def permalink(self) -> str:
        """Where people see a post."""
        return f"https://bsky.app/profile/{self.did}/post/{self.rkey}"


def thread_key(root: str, person: str) -> str:
    """The exchange with one person below one post."""
    return f"{root}|{person}"


def chat_key(person: str) -> str:
    """Everything that somebody and we write each other in private."""
    return f"{CHAT}{person}"


def rkey_of(key: str) -> str:
    """The name of what is sent under this key, always the same one: a TID as servers want it, of a moment that is past.

    A record that has this name already is this very answer, so that nothing is ever published twice.
    """
    number = int.from_bytes(sha256(key.encode()).digest()[:7])
    moment, clock = divmod(number, 1024)
    return _tid((BEGINNING + moment) << 10 | clock)


def moment_of(tid: str) -> datetime | None:
    """When a server counted on, from what it calls a revision; None where it is none."""
    if not _TID.match(tid):
        return None
    number = 0
    for letter in tid:
        number = number << 5 | ALPHABET.index(letter)
    try:
        return datetime.fromtimestamp((number >> 10) / 1_000_000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _tid(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
