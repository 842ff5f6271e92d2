"""Writing in private as a customer or as a page on one of Meta's networks, and reading it back."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of, page_of, span_of
from sandbox.clock import iso
from sandbox.meta.talk import Talk, Words
from sandbox.network import Network
from sandbox.refusing import NotThere
from sandbox.world.chats import Chat
from sandbox.world.users import User


@dataclass(frozen=True)
class Talks:
    """The addresses under `/sandbox/facebook` and the like that are about private messages."""

    talk: Callable[[Network], Talk]

    async def write(self, wish: Wish) -> Json:
        """A person to a page with `to`; a page to a person from its own inbox likewise."""
        sender, recipient = wish.user(), wish.user("to")
        if sender.is_brand == recipient.is_brand:
            raise BadWish("Here a person and a page write to each other.")
        page, person = (sender, recipient) if sender.is_brand else (recipient, sender)
        media, at = wish.maybe_text("media_id"), wish.time("at")
        words = Words(page, person, sender.is_brand, wish.text("text", ""), media, at)
        return self._shown(wish.network, self.talk(wish.network).write(words, manner_of(wish)))

    async def edit_chat(self, wish: Wish) -> Json:
        chat, person = self._chat(wish)
        return self._shown(wish.network, self.talk(wish.network).edit(person, chat.id, wish.text("text")))

    async def unsend(self, wish: Wish) -> Json:
        chat, person = self._chat(wish)
        return {"unsent": self.talk(wish.network).unsend(person, chat.id).id}

    async def chats(self, wish: Wish) -> Json:
        """Oldest first; between a `page` and a `person`, or all."""
        span, shelf = span_of(wish, newest_first=False), self.talk(wish.network).chats
        if wish.maybe_text("page") and wish.maybe_text("person"):
            found = shelf.between(page_of(wish).id, wish.user("person").id, span)
        else:
            found = shelf.everything(span)
        return {"chats": [self._shown(wish.network, each) for each in found]}

    def _shown(self, network: Network, chat: Chat) -> Json:
        names = self.talk(network).names
        page, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
        return {
            "id": chat.id,
            "name": names.message_id(chat),
            "page": page.username if page else "",
            "person": person.username if person else "",
            "person_id": names.person_id(page, person) if page and person else chat.person_id,
            "from_page": chat.from_page,
            "text": chat.text,
            "media_id": chat.media_id,
            "tag": chat.tag,
            "created_at": iso(chat.created_at),
        }

    def _chat(self, wish: Wish) -> tuple[Chat, User]:
        chat = self.talk(wish.network).chats.get(wish.request.path_params["id"])
        person = wish.network.world.users.get(chat.person_id) if chat else None
        if chat is None or person is None:
            raise NotThere("There is no such message.")
        return chat, person
