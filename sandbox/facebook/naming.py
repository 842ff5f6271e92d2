"""How Facebook names people and things to a page: people by a number for each page, posts and comments by two."""

from typing import Any

from sandbox.network import Network
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Entry

MESSAGE, EXCHANGE = "m_", "t_"


def person_id(page: User, user: User) -> str:
    """A page is known by its own number; a person by another one to each page."""
    return user.id if user.is_brand else str(int(page.id) + int(user.id))


def person_with(network: Network, page: User, known: str) -> User | None:
    """Whom a page means by this number."""
    if not known.isdigit():
        return None
    found = network.world.users.get(str(int(known) - int(page.id)))
    return found if found and not found.is_brand else None


def entry_id(network: Network, page: User, entry: Entry) -> str:
    """A post by its wall and its number, a comment by its post and its number."""
    if not entry.is_post:
        return f"{entry.post_id}_{entry.id}"
    owner = network.world.users.get(entry.wall_id)
    return f"{person_id(page, owner) if owner else entry.wall_id}_{entry.id}"


def entry_with(network: Network, page: User, known: str) -> Entry | None:
    """What a page means by this name."""
    entry = network.world.wall.get(known.rpartition("_")[2])
    return entry if entry and entry_id(network, page, entry) == known else None


def post_id(network: Network, page: User, entry: Entry) -> str:
    """The post itself, or the one below which a comment stands."""
    owner = network.world.users.get(entry.wall_id)
    return f"{person_id(page, owner) if owner else entry.wall_id}_{entry.post_id}"


def parent_id(network: Network, page: User, entry: Entry) -> str:
    """What a comment stands below: another comment, or the post."""
    return f"{entry.post_id}_{entry.parent_id}" if entry.parent_id else post_id(network, page, entry)


def message_id(chat: Chat) -> str:
    return f"{MESSAGE}{chat.id}"


def exchange_id(page: User, person: User) -> str:
    return f"{EXCHANGE}{person_id(page, person)}"


def exchange_with(network: Network, page: User, known: str) -> User | None:
    """Whom a page means by the name of an exchange."""
    return person_with(network, page, known.removeprefix(EXCHANGE)) if known.startswith(EXCHANGE) else None


def who(page: User, user: User) -> dict[str, Any]:
    return {"id": person_id(page, user), "name": user.name}
