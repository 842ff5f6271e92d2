"""Private messages between a person and an account, as Weibo, WeChat and LINE show them: the list, one exchange, and writing in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.line import chatting as line
from sandbox.multipart import File
from sandbox.network import Network, network_of
from sandbox.pages.card import Bubble, marked
from sandbox.pages.messenger import file_of, talk_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.wechat import chatting as wechat
from sandbox.wechat.naming import original_id
from sandbox.weibo import chatting as weibo
from sandbox.world.chats import Chat, Chats
from sandbox.world.media import Media
from sandbox.world.users import User
from sandbox.world.wall import Span

SHOWN, LONGEST = 200, 2_000
NOBODY = "Here a person and an account write to each other."


@dataclass(frozen=True)
class Pair:
    """An account and a person who may write to each other."""

    account: User
    person: User
    from_account: bool

    @property
    def other(self) -> User:
        return self.person if self.from_account else self.account


@dataclass(frozen=True)
class Place:
    """One network's private messages: where they are shown, kept and written."""

    key: str
    name: str
    base: str
    home: str
    shelf: Callable[[Network], Chats]
    write: Callable[[Network, Pair, str, str | None], Chat]
    called: Callable[[Pair, Chat], str]  # what programs call a message

    async def talks(self, request: Request) -> Response:
        network, visitor = network_of(request), visitor_of(request)
        if visitor is None:
            return RedirectResponse("/people", 303)
        shelf, span = self.shelf(network), Span(limit=SHOWN)
        last = shelf.latest_of_page(visitor.id, span) if visitor.is_brand else shelf.latest_of_person(visitor.id)
        talks = [talk_of(network, each, visitor) for each in last]
        people = [] if visitor.is_brand else network.world.users.everyone(brands=True)
        return page(request, "messenger.html", place=self, talks=[each for each in talks if each], people=people)

    async def exchange(self, request: Request) -> Response:
        network, visitor = network_of(request), visitor_of(request)
        if visitor is None:
            return RedirectResponse("/people", 303)
        pair = _pair(network, visitor, request.path_params["username"])
        if pair is None:
            return sorry(request, 404, NOBODY)
        chats = self.shelf(network).between(pair.account.id, pair.person.id, Span(limit=SHOWN))
        bubbles = [_bubble(network, each, visitor, self.base) for each in reversed(chats)]
        said = [each for each in bubbles if each]
        is_there = {"wechat": wechat.follows, "line": line.are_friends}.get(self.key)
        follows = is_there is not None and not pair.from_account and is_there(network, pair.account, pair.person)
        key = f"{self.key}-{pair.account.id}-{pair.person.id}"
        leaving = f"{self.base}/{pair.account.username}/removal" if follows else ""
        shown: dict[str, Any] = {"place": self, "other": pair.other, "key": key, "bubbles": said, "leaving": leaving}
        agrees = self.key == "wechat" and not pair.from_account
        shown["agreeing"] = f"{self.base}/{pair.account.username}/agreement" if agrees else ""
        return page(request, "exchange.html", longest=LONGEST, **shown)

    async def send(self, deed: Deed) -> Response:
        """A text, a file, or one after the other."""
        pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
        if pair is None:
            return sorry(deed.request, 404, NOBODY)
        file, text = file_of(deed), text_of(deed.form)
        if file is None or text:
            self._say(deed, pair, text, None)
        if file is not None:
            self._say(deed, pair, "", _kept(deed, file).id)
        return RedirectResponse(f"{self.base}/{pair.other.username}", 303)

    def _say(self, deed: Deed, pair: Pair, text: str, media_id: str | None) -> None:
        chat = self.write(deed.network, pair, text, media_id)
        deed.remember(self.key, self.called(pair, chat))


def _whisper_on_weibo(network: Network, pair: Pair, text: str, media_id: str | None) -> Chat:
    return weibo.write(network, weibo.Words(pair.account, pair.person, pair.from_account, text, media_id))


def _whisper_on_wechat(network: Network, pair: Pair, text: str, media_id: str | None) -> Chat:
    return wechat.write(network, wechat.Words(pair.account, pair.person, pair.from_account, text, media_id))


def _whisper_on_line(network: Network, pair: Pair, text: str, media_id: str | None) -> Chat:
    return line.write(network, line.Words(pair.account, pair.person, pair.from_account, text, media_id))


WEIBO = Place(
    "weibo",
    "Private messages",
    "/weibo/messages",
    "/weibo",
    lambda network: network.world.weibo_chats,
    _whisper_on_weibo,
    lambda _pair, chat: chat.id,
)
WECHAT = Place(
    "wechat",
    "WeChat",
    "/wechat",
    "/wechat",
    lambda network: network.world.wechat_chats,
    _whisper_on_wechat,
    lambda pair, chat: f"{original_id(pair.account)}:{chat.id}",
)
LINE = Place(
    "line",
    "LINE",
    "/line",
    "/line",
    lambda network: network.world.line_chats,
    _whisper_on_line,
    lambda _pair, chat: chat.id,
)


async def leave_line(deed: Deed) -> Response:
    """Block an official account."""
    pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
    if pair is None or pair.from_account:
        return sorry(deed.request, 404, NOBODY)
    line.block(deed.network, pair.account, pair.person)
    return RedirectResponse(f"/line/{pair.account.username}", 303)


async def unsend(deed: Deed) -> Response:
    """Take back on LINE what one wrote."""
    gone = line.unsend(deed.network, deed.visitor, deed.id)
    account = deed.network.world.users.get(gone.page_id)
    return RedirectResponse(f"/line/{account.username if account else ''}", 303)


async def leave(deed: Deed) -> Response:
    """Follow an official account no longer."""
    pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
    if pair is None or pair.from_account:
        return sorry(deed.request, 404, NOBODY)
    wechat.leave(deed.network, pair.account, pair.person)
    return RedirectResponse(f"/wechat/{pair.account.username}", 303)


async def agree(deed: Deed) -> Response:
    """Let an official account send one notice."""
    pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
    if pair is None or pair.from_account:
        return sorry(deed.request, 404, NOBODY)
    wechat.agree(deed.network, pair.account, pair.person)
    return RedirectResponse(f"/wechat/{pair.account.username}", 303)


def _pair(network: Network, visitor: User, username: str) -> Pair | None:
    other = network.world.users.named(username)
    if other is None or other.is_brand == visitor.is_brand:
        return None
    return Pair(visitor, other, True) if visitor.is_brand else Pair(other, visitor, False)


def _bubble(network: Network, chat: Chat, visitor: User, base: str) -> Bubble | None:
    author, media = network.world.users.get(chat.sender_id), network.world.media.get(chat.media_id or "")
    if author is None:
        return None
    mine = author.id == visitor.id
    unsend_at = f"{base}/chats/{chat.id}/removal" if mine and base == LINE.base and not visitor.is_brand else ""
    return Bubble(chat.id, author, iso(chat.created_at), marked(chat.text), media, mine, unsend_at=unsend_at)


def _kept(deed: Deed, file: File) -> Media:
    media = deed.network.world.media.keep(deed.visitor.id, file.media_type, "message", file.content)
    deed.network.world.media.describe(media.id, file.name)
    return media
