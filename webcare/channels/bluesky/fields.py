"""How the AT Protocol writes ids and lists. Pure."""

from __future__ import annotations

from webcare.channels import shape
from webcare.channels.bluesky.naming import CHAT_ID, DID, POST, Place


class Shape(shape.Shape):
    """A JSON object of a list, a record, or an answer."""

    __slots__ = ()

    def did(self, name: str) -> str:
        """Somebody."""
        value = self.words(name)
        if not DID.match(value):
            raise self._wrong(name, "is no DID")
        return value

    def post(self, name: str) -> Place:
        """A post."""
        place = Place.of(self.words(name))
        if place is None or place.collection != POST:
            raise self._wrong(name, "is no address of a post")
        return place

    def maybe_post(self, name: str) -> Place | None:
        """The same, or None where something else or nothing stands there."""
        place = Place.of(self.maybe_words(name))
        return place if place and place.collection == POST else None

    def chat_id(self, name: str) -> str:
        """An id of the chat service."""
        value = self.words(name)
        if not CHAT_ID.match(value):
            raise self._wrong(name, "is no id")
        return value

    def place(self, name: str) -> int:
        """A place in a text, in bytes."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise self._wrong(name, "is no place in a text")
        return value

    def kind(self) -> str:
        """Of which kind it says that it is."""
        return self.maybe_words("$type")
