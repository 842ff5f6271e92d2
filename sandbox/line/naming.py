"""How accounts know people, and how LINE calls the accounts themselves."""

import hashlib

from sandbox.network import Network
from sandbox.world.users import User


def line_id(user: User) -> str:
    """As events and calls name somebody."""
    return "U" + hashlib.md5(f"line {user.id}".encode(), usedforsecurity=False).hexdigest()


def person_with(network: Network, known: str) -> User | None:
    return next((each for each in network.world.users.everyone(brands=False) if line_id(each) == known), None)


def channel_of(user: User) -> str:
    """The number of an account's channel."""
    return str(1_650_000_000 + int(user.id) % 9_000_000)
