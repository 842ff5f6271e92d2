"""/sandbox/telegram: bots and their tokens, writing as a customer, reacting, and reading everything back."""

import secrets

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of, span_of
from sandbox.clock import iso
from sandbox.network import Network
from sandbox.telegram import grouping, talking
from sandbox.telegram.shapes import ends_of
from sandbox.telegram.talking import Words
from sandbox.world.groups import GroupLetter
from sandbox.world.telegram import Letter
from sandbox.world.users import User


async def make_bot(wish: Wish) -> Json:
    """As the owner would at the desk where bots are made; a new token ends the old one."""
    brand = _brand(wish, "brand")
    bot = wish.network.world.bots.make(brand.id, f"{brand.id}:{secrets.token_urlsafe(26)}")
    return {"id": bot.id, "token": bot.token}


async def write(wish: Wish) -> Json:
    person, brand = wish.user(), _brand(wish, "to")
    if person.is_brand:
        raise BadWish("On Telegram people write to bots here.")
    words = Words(brand, person, False, wish.text("text", ""), wish.maybe_text("media_id"), at=wish.time("at"))
    return letter_json(wish.network, talking.write(wish.network, words, manner_of(wish)))


async def edit(wish: Wish) -> Json:
    letter, person = _letter(wish)
    return letter_json(wish.network, talking.edit(wish.network, person, letter, wish.text("text")))


async def react(wish: Wish) -> Json:
    letter, _ = _letter(wish)
    return letter_json(wish.network, talking.react(wish.network, wish.user(), letter, wish.text("sign", "")))


async def say(wish: Wish) -> Json:
    """In the group of a brand's bot."""
    answers = wish.number("answers", 0) or None
    words = grouping.Words(_brand(wish, "to"), wish.user(), wish.text("text"), answers, wish.time("at"))
    return group_json(wish.network, grouping.write(wish.network, words))


async def said(wish: Wish) -> Json:
    """Oldest first."""
    found = wish.network.world.groups.inside(_brand(wish, "to").id, span_of(wish, newest_first=False))
    return {"letters": [group_json(wish.network, each) for each in found]}


def group_json(network: Network, letter: GroupLetter) -> Json:
    author = network.world.users.get(letter.author_id)
    return {
        "id": letter.id,
        "number": letter.number,
        "handle": author.username if author else "",
        "text": letter.text,
        "answers": letter.answers,
        "meant": letter.meant,
        "created_at": iso(letter.created_at),
    }


async def letters(wish: Wish) -> Json:
    """Oldest first; between a `bot` and a `person`, or all."""
    span, shelf = span_of(wish, newest_first=False), wish.network.world.letters
    if wish.maybe_text("bot") and wish.maybe_text("person"):
        found = shelf.between(_brand(wish, "bot").id, wish.user("person").id, span)
    else:
        found = shelf.everything(span)
    return {"letters": [letter_json(wish.network, each) for each in found]}


def letter_json(network: Network, letter: Letter) -> Json:
    brand, person = network.world.users.get(letter.bot_id), network.world.users.get(letter.person_id)
    return {
        "id": letter.id,
        "name": letter.name,
        "number": letter.number,
        "bot": brand.username if brand else "",
        "person": person.username if person else "",
        "person_id": letter.person_id,
        "from_bot": letter.from_bot,
        "text": letter.text,
        "media_id": letter.media_id,
        "answers": letter.answers,
        "signs": network.world.reactions.at(letter.place),
        "created_at": iso(letter.created_at),
    }


def _brand(wish: Wish, name: str) -> User:
    brand = wish.user(name)
    if not brand.is_brand:
        raise BadWish(f"@{brand.username} is no brand and has no bot.")
    return brand


def _letter(wish: Wish) -> tuple[Letter, User]:
    letter = talking.there(wish.network, wish.request.path_params["id"])
    return letter, ends_of(wish.network, letter)[1]
