"""Telegram: a person's chats with bots (or, as a brand, the bot's), one chat, writing in it and reacting."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.network import Network, network_of
from sandbox.pages.card import Bubble, Talk, marked
from sandbox.pages.messenger import file_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.telegram import talking
from sandbox.telegram.talking import LONGEST, Words, key_of
from sandbox.world.telegram import Letter
from sandbox.world.users import User
from sandbox.world.wall import Span

SHOWN = 200
SIGNS = ("👍", "❤", "😡")


@dataclass(frozen=True)
class Place:
    """As the pages of an exchange name it."""

    name: str
    base: str
    home: str


PLACE = Place("Telegram", "/telegram", "/telegram")
NOBODY = "On Telegram a person writes to the bot of a brand."


@dataclass(frozen=True)
class Pair:
    """A brand with its bot, and a person."""

    brand: User
    person: User


async def index(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    talks = [_talk(network, each, visitor) for each in network.world.letters.latest_of(visitor.id)]
    bots = [] if visitor.is_brand else network.world.users.several(bot.id for bot in network.world.bots.everyone())
    return page(request, "telegram.html", place=PLACE, talks=[each for each in talks if each], people=bots)


async def chat(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    pair = _pair(network, visitor, request.path_params["username"])
    if pair is None:
        return sorry(request, 404, NOBODY)
    letters = network.world.letters.between(pair.brand.id, pair.person.id, Span(limit=SHOWN))
    bubbles = [_bubble(network, each, visitor) for each in reversed(letters)]
    other, key = (pair.person if visitor.is_brand else pair.brand), key_of(pair.brand.id, pair.person.id)
    said = [each for each in bubbles if each]
    return page(
        request, "exchange.html", other=other, key=key, bubbles=said, longest=LONGEST, place=PLACE,
        signs=SIGNS, described=network.world.bots.description(pair.brand.id),
    )  # fmt: skip


async def send(deed: Deed) -> Response:
    """A text, a file, or both; only a person writes here, bots write by their programs."""
    pair = _pair(deed.network, deed.visitor, deed.request.path_params["username"])
    if pair is None or deed.visitor.is_brand:
        return sorry(deed.request, 404, NOBODY)
    file, media_id = file_of(deed), None
    if file is not None:
        media = deed.network.world.media.keep(deed.visitor.id, file.media_type, "telegram", file.content)
        deed.network.world.media.describe(media.id, file.name)
        media_id = media.id
    letter = talking.write(deed.network, Words(pair.brand, pair.person, False, text_of(deed.form), media_id))
    deed.remember("telegram", letter.name)
    return RedirectResponse(f"/telegram/{pair.brand.username}", 303)


async def react(deed: Deed) -> Response:
    """The same sign a second time takes it back."""
    letter, sign = talking.there(deed.network, deed.id), deed.form.texts.get("sign", "")
    if letter.person_id != deed.visitor.id or sign not in SIGNS:
        return sorry(deed.request, 404, NOBODY)
    stands = deed.network.world.reactions.of(letter.place, deed.visitor.id)
    talking.react(deed.network, deed.visitor, letter, "" if stands == sign else sign)
    brand = deed.network.world.users.get(letter.bot_id)
    return RedirectResponse(f"/telegram/{brand.username}" if brand else "/telegram", 303)


def _pair(network: Network, visitor: User, username: str) -> Pair | None:
    other = network.world.users.named(username)
    if other is None or other.is_brand == visitor.is_brand:
        return None
    pair = Pair(visitor, other) if visitor.is_brand else Pair(other, visitor)
    return pair if network.world.bots.get(pair.brand.id) else None


def _talk(network: Network, letter: Letter, visitor: User) -> Talk | None:
    other = network.world.users.get(letter.person_id if visitor.is_brand else letter.bot_id)
    mine = letter.sender_id == visitor.id
    return None if other is None else Talk(other, iso(letter.created_at), letter.text or "A file", mine)


def _bubble(network: Network, letter: Letter, visitor: User) -> Bubble | None:
    author, media = network.world.users.get(letter.sender_id), network.world.media.get(letter.media_id or "")
    if author is None:
        return None
    signs, mine = tuple(network.world.reactions.at(letter.place)), author.id == visitor.id
    react_at = "" if mine or visitor.is_brand else f"/telegram/letters/{letter.id}/reaction"
    return Bubble(letter.id, author, iso(letter.created_at), marked(letter.text), media, mine, signs, react_at)
