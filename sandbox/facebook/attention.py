"""What people do in Messenger without a word: they read what a page wrote, and react to it."""

from sandbox.clock import now_ms
from sandbox.facebook import events
from sandbox.network import Network
from sandbox.refusing import NotThere, NotYours
from sandbox.watching import Happening, News
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Span

SIGNS = {"❤": "love", "👍": "like", "😡": "angry"}
LATELY = 50


def signs_at(network: Network, chat: Chat) -> tuple[str, ...]:
    """The reactions that stand there."""
    return tuple(network.world.reactions.at(_place(chat)))


def react(network: Network, person: User, chat_id: str, sign: str) -> Chat:
    """The same sign a second time takes it back."""
    chat = network.world.chats.get(chat_id)
    if chat is None or sign not in SIGNS:
        raise NotThere("There is nothing to react to.")
    if chat.person_id != person.id or not chat.from_page:
        raise NotYours("Here people react to what a page wrote them.")
    shelf = network.world.reactions
    taken_back = shelf.of(_place(chat), person.id) == sign
    with network.world.database.together():
        if taken_back:
            shelf.take_back(_place(chat), person.id)
        else:
            shelf.put(_place(chat), person.id, sign, now_ms())
        events.chat_reacted(network, chat, "" if taken_back else sign, SIGNS[sign])
    network.watchers.tell(News(Happening.CHAT, f"{chat.page_id}-{chat.person_id}", by=person.id))
    return chat


def read(network: Network, page: User, person: User) -> None:
    """Everything that the page wrote them; only what is new is told."""
    lately = network.world.chats.between(page.id, person.id, Span(limit=LATELY))
    newest = next((each for each in lately if each.from_page), None)
    if newest is None:
        return
    with network.world.database.together():
        if network.world.reads.upto(person.id, f"messenger:{page.id}", newest.id):
            events.chat_read(network, newest)


def _place(chat: Chat) -> str:
    return f"chat:{chat.id}"
