"""How Instagram names people and things to an account: everything is one long number, people have one for each account."""

from typing import Any

from sandbox.network import Network
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Entry

ACCOUNT, MEDIA, COMMENT = "17841", "18", "17"
MESSAGE, EXCHANGE = "aWdf", "aWdt_"


def account_id(page: User) -> str:
    """The account that is linked to a page has a number of its own."""
    return f"{ACCOUNT}{page.id}"


def person_id(page: User, user: User) -> str:
    """An account is known by its own number; a person by another one to each account."""
    return account_id(user) if user.is_brand else str(int(account_id(page)) + int(user.id))


def person_with(network: Network, page: User, known: str) -> User | None:
    """Whom an account means by this number."""
    if not known.isdigit():
        return None
    found = network.world.users.get(str(int(known) - int(account_id(page))))
    return found if found and not found.is_brand else None


def who(page: User, user: User) -> dict[str, Any]:
    return {"id": person_id(page, user), "username": user.username}


def entry_id(network: Network, page: User, entry: Entry) -> str:
    return f"{MEDIA if entry.is_post else COMMENT}{entry.id}"


def entry_with(network: Network, page: User, known: str) -> Entry | None:
    """What an account means by this number."""
    entry = network.world.grams.get(known[2:])
    return entry if entry and entry_id(network, page, entry) == known else None


def message_id(chat: Chat) -> str:
    return f"{MESSAGE}{chat.id}"


def exchange_id(page: User, person: User) -> str:
    return f"{EXCHANGE}{person_id(page, person)}"


def exchange_with(network: Network, page: User, known: str) -> User | None:
    """Whom an account means by the name of an exchange."""
    return person_with(network, page, known.removeprefix(EXCHANGE)) if known.startswith(EXCHANGE) else None
