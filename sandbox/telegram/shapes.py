"""Bots, people and messages as the Bot API writes them."""

from typing import Any

from sandbox.network import Network
from sandbox.refusing import NotThere
from sandbox.world.media import PICTURES, Media
from sandbox.world.telegram import Letter
from sandbox.world.users import User

Json = dict[str, Any]
GROUPS = "-100"  # before the number of a group
FIELDS = {"video/mp4": "video", "audio/mpeg": "audio", "audio/ogg": "voice"}


def bot_shape(brand: User) -> Json:
    return {"id": int(brand.id), "is_bot": True, "first_name": brand.name, "username": brand.username}


def person_shape(person: User) -> Json:
    return {"id": int(person.id), "is_bot": False, "first_name": person.name, "username": person.username}


def chat_shape(person: User) -> Json:
    """A private chat is called by the person."""
    return {"id": int(person.id), "type": "private", "first_name": person.name, "username": person.username}


def group_shape(brand: User) -> Json:
    """The public group in which people talk about a brand."""
    name, title = f"{brand.username}_group", f"{brand.name} and travellers"
    return {"id": int(f"{GROUPS}{brand.id}"), "type": "supergroup", "title": title, "username": name}


def ends_of(network: Network, letter: Letter) -> tuple[User, User]:
    """The brand behind the bot, and the person."""
    brand, person = network.world.users.get(letter.bot_id), network.world.users.get(letter.person_id)
    if brand is None or person is None:
        raise NotThere("One of the two is not here.")
    return brand, person


def letter_shape(network: Network, letter: Letter, *, with_answered: bool = True) -> Json:
    """A message; what it answers stands in it, and no further back."""
    media = network.world.media.get(letter.media_id or "")
    brand, person = ends_of(network, letter)
    told: Json = {
        "message_id": letter.number,
        "from": bot_shape(brand) if letter.from_bot else person_shape(person),
        "chat": chat_shape(person),
        "date": letter.created_at // 1000,
    }
    told |= {"edit_date": letter.edited_at // 1000} if letter.edited_at else {}
    told |= _file(media) if media else {}
    if letter.text:
        told["caption" if media else "text"] = letter.text
    answered = network.world.letters.numbered(brand.id, person.id, letter.answers) if letter.answers else None
    if answered and with_answered:
        told["reply_to_message"] = letter_shape(network, answered, with_answered=False)
    return told


def _file(media: Media) -> Json:
    named: Json = {"file_id": f"file-{media.id}", "file_unique_id": f"u{media.id}", "file_size": media.total_bytes}
    if media.media_type in PICTURES:
        return {"photo": [{**named, "width": 800, "height": 600}]}
    told = {**named, "mime_type": media.media_type, "file_name": media.alt_text or "file"}
    return {FIELDS.get(media.media_type, "document"): told}
