"""Who is called what: brands are at home on this server, people on another, as on the real network most of them are."""

import re

from sandbox.network import Network
from sandbox.world.users import User

HOME, TOWN = "lowland.social", "town.example"
MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_]+)(?:@([a-z0-9.-]*[a-z0-9]))?", re.IGNORECASE)


def acct_of(user: User) -> str:
    """As the server calls them."""
    return user.username if user.is_brand else f"{user.username}@{TOWN}"


def home_of(user: User) -> str:
    return HOME if user.is_brand else TOWN


def found(network: Network, acct: str) -> User | None:
    """By the name with or without a server; people who write here leave theirs out."""
    name, _, server = acct.removeprefix("@").partition("@")
    user = network.world.users.named(name)
    return user if user and server in {"", home_of(user)} else None


def named_in(network: Network, text: str) -> list[User]:
    """Whom a text mentions."""
    people = (found(network, each[0]) for each in MENTION.finditer(text))
    return list({each.id: each for each in people if each}.values())
