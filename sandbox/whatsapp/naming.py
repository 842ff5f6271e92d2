"""How WhatsApp names people to a business: by an id for that business and by their telephone number."""

from typing import Any

from sandbox.network import Network
from sandbox.world.chats import Chat
from sandbox.world.users import User

NUMBER, MESSAGE, SCOPE = "10", "wamid.HBg", "NL."
BUSINESSES = 4 * 10**18  # above everybody's number, and with room below the largest that a database keeps


def number_id(page: User) -> str:
    """The id of a brand's number."""
    return f"{NUMBER}{page.id}"


def business_id(page: User) -> str:
    """The business account to which the number belongs."""
    return str(BUSINESSES + int(page.id))


def telephone(user: User) -> str:
    """Everybody has a number."""
    return f"316{int(user.id) % 10**8:08}"


def person_id(page: User, user: User) -> str:
    return f"{SCOPE}{user.id}"


def person_with(network: Network, page: User, known: str) -> User | None:
    """Whom a business means by an id or by a number."""
    if known.startswith(SCOPE):
        found = network.world.users.get(known.removeprefix(SCOPE))
        return found if found and not found.is_brand else None
    people = network.world.users.everyone(brands=False)
    return next((each for each in people if telephone(each) == known), None)


def who(page: User, user: User) -> dict[str, Any]:
    return {
        "profile": {"name": user.name, "username": user.username},
        "wa_id": telephone(user),
        "user_id": person_id(page, user),
    }


def message_id(chat: Chat) -> str:
    return f"{MESSAGE}{chat.id}"


def exchange_id(page: User, person: User) -> str:
    """Programs cannot read what was said before; the network itself still needs a name for it."""
    return person_id(page, person)


def exchange_with(network: Network, page: User, known: str) -> User | None:
    return person_with(network, page, known)
