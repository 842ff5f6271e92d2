"""Private talk: one's exchanges with pages (or, as a page, with people), one exchange, and writing in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.facebook import attention, coming
from sandbox.meta.talk import Talk as PrivateTalk
from sandbox.meta.talk import Words
from sandbox.multipart import File
from sandbox.network import Network, network_of
from sandbox.pages.card import Bubble, Talk, marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.refusing import TooLong
from sandbox.world.chats import Chat
from sandbox.world.users import User
from sandbox.world.wall import Span

LARGEST_FILE = 25 * 1024**2
SHOWN = 200


@dataclass(frozen=True)
class Pair:
    """A page and a person who may write to each other."""

    page: User
    person: User

    @property
    def key(self) -> str:
        return f"{self.page.id}-{self.person.id}"


@dataclass(frozen=True)
class Exchanges:
    """The private pages of one network, below `base`; `home` is where one comes from."""

    name: str
    base: str
    home: str
    talk: Callable[[Network], PrivateTalk]
    attends: bool = False  # people react there and come by links, and pages hear of that and that they were read

    async def index(self, request: Request) -> Response:
        network, visitor = network_of(request), visitor_of(request)
        if visitor is None:
            return RedirectResponse("/people", 303)
        chats = self.talk(network).chats
        last = (
            chats.latest_of_page(visitor.id, Span(limit=SHOWN))
            if visitor.is_brand
            else chats.latest_of_person(visitor.id)
        )
        talks = [talk_of(network, each, visitor) for each in last]
        brands = [] if visitor.is_brand else network.world.users.everyone(brands=True)
        return page(request, "messenger.html", talks=[each for each in talks if each], people=brands, place=self)

    async def exchange(self, request: Request) -> Response:
        network, visitor = network_of(request), visitor_of(request)
        if visitor is None:
            return RedirectResponse("/people", 303)
        pair = _pair(network, visitor, request.path_params["username"])
        if pair is None:
            return sorry(request, 404, "Here a person and a page write to each other.")
        if self.attends and not visitor.is_brand:
            attention.read(network, pair.page, pair.person)
        chats = self.talk(network).chats.between(pair.page.id, pair.person.id, Span(limit=SHOWN))
        other = pair.person if visitor.is_brand else pair.page
        ref = request.query_params.get("ref", "") if self.attends and not visitor.is_brand else ""
        if ref and chats:
            coming.came(network, pair.page, pair.person, ref)
        bubbles = [self._bubble(network, each, visitor) for each in reversed(chats)]
        said = [each for each in bubbles if each]
        return page(
            request,
            "exchange.html",
            other=other,
            key=pair.key,
            bubbles=said,
            longest=self.talk(network).longest,
            place=self,
            signs=attention.SIGNS,
            ref="" if chats else ref,
            button=coming.BUTTON,
        )

    async def react(self, deed: Deed) -> Response:
        """The same sign a second time takes it back."""
        chat = attention.react(deed.network, deed.visitor, deed.id, deed.form.texts.get("sign", ""))
        page = deed.network.world.users.get(chat.page_id)
        return RedirectResponse(f"{self.base}/{page.username if page else ''}", 303)

    async def begin(self, deed: Deed) -> Response:
        """Press the button of an exchange that is new."""
        pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
        if pair is None or deed.visitor.is_brand:
            return sorry(deed.request, 404, "Here a person begins to write to a page.")
        coming.begin(deed.network, pair.page, pair.person, deed.form.texts.get("ref", ""))
        return RedirectResponse(f"{self.base}/{pair.page.username}", 303)

    async def send(self, deed: Deed) -> Response:
        """A text, a file, or one after the other."""
        pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
        if pair is None:
            return sorry(deed.request, 404, "Here a person and a page write to each other.")
        words = Words(pair.page, pair.person, deed.visitor.is_brand, text_of(deed.form))
        file = file_of(deed)
        if file is None or words.text.strip():
            deed.remember("chat", self.talk(deed.network).names.message_id(self.talk(deed.network).write(words)))
        if file is not None:
            media = deed.network.world.media.keep(deed.visitor.id, file.media_type, "message", file.content)
            deed.network.world.media.describe(media.id, file.name)
            deed.remember(
                "chat",
                self.talk(deed.network).names.message_id(
                    self.talk(deed.network).write(replace(words, text="", media_id=media.id))
                ),
            )
        other = pair.person if deed.visitor.is_brand else pair.page
        return RedirectResponse(f"{self.base}/{other.username}", 303)

    def _bubble(self, network: Network, chat: Chat, visitor: User) -> Bubble | None:
        author, media = network.world.users.get(chat.sender_id), network.world.media.get(chat.media_id or "")
        if author is None:
            return None
        mine, signs = author.id == visitor.id, attention.signs_at(network, chat) if self.attends else ()
        react_at = f"{self.base}/chats/{chat.id}/reaction" if self.attends and not mine and not visitor.is_brand else ""
        return Bubble(chat.id, author, iso(chat.created_at), marked(chat.text), media, mine, signs, react_at)


def _pair(network: Network, visitor: User, username: str) -> Pair | None:
    other = network.world.users.named(username)
    if other is None or other.is_brand == visitor.is_brand:
        return None
    return Pair(visitor, other) if visitor.is_brand else Pair(other, visitor)


def talk_of(network: Network, chat: Chat, visitor: User) -> Talk | None:
    other = network.world.users.get(chat.person_id if visitor.is_brand else chat.page_id)
    mine = chat.sender_id == visitor.id
    return None if other is None else Talk(other, iso(chat.created_at), chat.text or "A file", mine)


def file_of(deed: Deed) -> File | None:
    file = deed.form.files.get("file")
    if file is None or not file.content:
        return None
    if len(file.content) > LARGEST_FILE:
        raise TooLong("A file of at most 25 MB, please.")
    return file
