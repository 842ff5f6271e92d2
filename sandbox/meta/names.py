"""How a network of Meta names people and things to a page; each has a module that says so."""

from typing import Any, Protocol

from sandbox.network import Network
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Entry

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
    "application/pdf": ".pdf",
}


class Names(Protocol):
    """What every such module offers."""

    def person_id(self, page: User, user: User) -> str: ...

    def person_with(self, network: Network, page: User, known: str) -> User | None: ...

    def who(self, page: User, user: User) -> dict[str, Any]: ...

    def message_id(self, chat: Chat) -> str: ...

    def exchange_id(self, page: User, person: User) -> str: ...

    def exchange_with(self, network: Network, page: User, known: str) -> User | None: ...


class NamesInPublic(Protocol):
    """What stands in public, and who said it; that much any network of posts and comments offers."""

    def person_id(self, page: User, user: User) -> str: ...

    def entry_id(self, network: Network, page: User, entry: Entry) -> str: ...

    def entry_with(self, network: Network, page: User, known: str) -> Entry | None: ...


def media_url(network: Network, media_id: str | None) -> str:
    """Where a file lies; its end tells what it is."""
    media = network.world.media.get(media_id or "")
    if media is None:
        return ""
    return f"{network.settings.public_url}/media/{media.id}{SUFFIXES.get(media.media_type, '')}"
