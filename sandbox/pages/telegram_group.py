"""The group of a bot on Telegram: reading along, and writing in it as a person."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.network import Network, network_of
from sandbox.pages.card import Bubble, marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.telegram import grouping
from sandbox.telegram.shapes import GROUPS
from sandbox.telegram.talking import LONGEST
from sandbox.world.groups import GroupLetter
from sandbox.world.users import User
from sandbox.world.wall import Span

SHOWN = 200
NO_GROUP = "This brand has no bot, and so no group."


async def show(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    brand = _brand(network, request.path_params["username"])
    if brand is None:
        return sorry(request, 404, NO_GROUP)
    letters = network.world.groups.inside(brand.id, Span(limit=SHOWN))[::-1]
    said = [each for letter in letters if (each := _bubble(network, letter, visitor))]
    answerable = [(letter.number, letter.text[:60]) for letter in reversed(letters)][:20]
    key = grouping.key_of(brand.id)
    return page(request, "group.html", brand=brand, key=key, bubbles=said, answerable=answerable, longest=LONGEST)


async def say(deed: Deed) -> Response:
    """As a person; the bot writes by its program."""
    brand = _brand(deed.network, deed.request.path_params["username"])
    if brand is None or deed.visitor.is_brand:
        return sorry(deed.request, 404, NO_GROUP)
    answers = deed.form.texts.get("answers", "")
    chosen = int(answers) if answers.isascii() and answers.isdigit() and len(answers) < 10 else None
    letter = grouping.write(deed.network, grouping.Words(brand, deed.visitor, text_of(deed.form), chosen))
    if letter.meant:
        deed.remember("telegram", f"{brand.id}:{GROUPS}{brand.id}:{letter.number}")
    return RedirectResponse(f"/telegram/groups/{brand.username}", 303)


def _brand(network: Network, username: str) -> User | None:
    found = network.world.users.named(username)
    return found if found and found.is_brand and network.world.bots.get(found.id) else None


def _bubble(network: Network, letter: GroupLetter, visitor: User) -> Bubble | None:
    author = network.world.users.get(letter.author_id)
    if author is None:
        return None
    return Bubble(letter.id, author, iso(letter.created_at), marked(letter.text), None, author.id == visitor.id)
