"""Who is on the network: customers and brands."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks

HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


class BadHandle(ValueError):
    """The handle is not 1 to 15 letters, digits or underscores."""


@dataclass(frozen=True)
class User:
    id: str
    username: str
    name: str
    description: str
    verified: bool
    is_brand: bool
    followers: int
    hue: int
    created_at: int


@dataclass(frozen=True)
class NewUser:
    username: str
    name: str = ""
    description: str = ""
    verified: bool = False
    is_brand: bool = False
    followers: int = 0
    hue: int | None = None
    id: str | None = None


class Users:
    """Cached in memory, because every event and every page asks for the same few again and again."""

    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes
        self._by_id: dict[str, User] = {}
        self._by_name: dict[str, User] = {}
        self.recall()

    def recall(self) -> None:
        self._by_id.clear()
        self._by_name.clear()
        for row in self._database.rows("SELECT * FROM users"):
            self._keep(_user(row))

    def get(self, user_id: str | None) -> User | None:
        return self._by_id.get(user_id or "")

    def named(self, username: str) -> User | None:
        return self._by_name.get(username.removeprefix("@").lower())

    def several(self, ids: Iterable[str]) -> list[User]:
        return [user for user_id in dict.fromkeys(ids) if (user := self._by_id.get(user_id))]

    def everyone(self, *, brands: bool | None = None) -> list[User]:
        return [user for user in self._by_id.values() if brands is None or user.is_brand == brands]

    def count(self) -> int:
        return len(self._by_id)

    def create(self, new: NewUser) -> User:
        """Making a handle that exists updates its profile, so that seeding twice is harmless."""
        username = new.username.removeprefix("@")
        if not HANDLE.fullmatch(username):
            raise BadHandle(f"“{username}” is no handle: 1 to 15 letters, digits or underscores.")
        there = self.named(username)
        if there is not None:
            return self._update(there, new)
        at = now_ms()
        user = User(
            id=new.id or self._snowflakes.at(at),
            username=username,
            name=new.name or username,
            description=new.description,
            verified=new.verified,
            is_brand=new.is_brand,
            followers=new.followers,
            hue=_hue_of(username) if new.hue is None else new.hue,
            created_at=at,
        )
        self._store(user)
        return user

    def named_or_created(self, username: str) -> User:
        return self.named(username) or self.create(NewUser(username))

    def describe(self, user: User, description: str) -> User:
        """What stands below the name."""
        described = replace(user, description=description)
        self._store(described)
        return described

    def _update(self, there: User, new: NewUser) -> User:
        user = User(
            id=there.id,
            username=there.username,
            name=new.name or there.name,
            description=new.description or there.description,
            verified=new.verified or there.verified,
            is_brand=new.is_brand or there.is_brand,
            followers=new.followers or there.followers,
            hue=there.hue if new.hue is None else new.hue,
            created_at=there.created_at,
        )
        self._store(user)
        return user

    def _store(self, user: User) -> None:
        self._database.run(
            f"INSERT OR REPLACE INTO users VALUES ({marks(9)})",
            int(user.id),
            user.username,
            user.name,
            user.description,
            user.verified,
            user.is_brand,
            user.followers,
            user.hue,
            user.created_at,
        )
        self._keep(user)

    def _keep(self, user: User) -> None:
        self._by_id[user.id] = user
        self._by_name[user.username.lower()] = user


def _hue_of(username: str) -> int:
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(username.lower())) % 360


def _user(row: sqlite3.Row) -> User:
    return User(
        id=str(row["id"]),
        username=row["username"],
        name=row["name"],
        description=row["description"],
        verified=bool(row["verified"]),
        is_brand=bool(row["is_brand"]),
        followers=row["followers"],
        hue=row["hue"],
        created_at=row["created_at"],
    )
