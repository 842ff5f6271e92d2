"""A message of Telegram becomes one of ours: who, where, what, and which it answers. Pure."""

from __future__ import annotations

from webcare.channels.inbound import Author, ContextPost, Parsing, Received, Unparsable
from webcare.channels.telegram import entities
from webcare.channels.telegram.fields import Shape
from webcare.channels.telegram.files import files_of
from webcare.channels.telegram.naming import BUSINESS, CONNECTION, DIRECT, GROUP, PRIVATE, Exchange, Name

START = "/start"  # a button of the app sends it as a command, before anybody said anything
NOT_HANDED_OVER = "(Telegram does not hand over what was sent here.)"
SPOKEN = frozenset({
    "text", "caption", "photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker", "location",
    "venue", "contact", "poll", "dice",
})  # fmt: skip
CLOSED = frozenset({"story", "paid_media", "game", "giveaway", "checklist", "rich_message", "live_photo"})


def received(message: Shape, bot: str, parsing: Parsing, *, edited: bool = False) -> Received | None:
    """None where Telegram only tells of the chat itself: who came, what it is called now, a channel's post passed on."""
    if message.flag("is_automatic_forward") or not any(message.has(kind) for kind in SPOKEN | CLOSED):
        return None
    author, exchange = author_of(message), _exchange(message)
    name, answered = _name(message, bot), message.maybe_shape("reply_to_message")
    text, ours = _text(message), _is_ours(message, author, bot, parsing)
    private = exchange.kind != GROUP
    customer = (
        Author(exchange.chat, name=_called(message.shape("chat"))) if ours and exchange.kind == BUSINESS else None
    )
    return Received(
        account=bot,
        external_id=name.external_id,
        author=author,
        text=text,
        sent_at=message.moment("date"),
        thread_key=exchange.key,
        private=private,
        ours=ours,
        edited=edited,
        parents=(_name(answered, bot, name.connection).external_id,) if answered else (),
        recipient=customer,
        language_hint=_language(message),
        automatic=_is_automatic(message, text, private=private),
        permalink=permalink(message.shape("chat").maybe_words("username") if not private else "", name.number),
        attachments=files_of(message),
        context=(_shown(answered, bot),) if answered and not private else (),
    )


def author_of(message: Shape) -> Author:
    """A person; or the group or channel in whose name somebody speaks."""
    person = message.maybe_shape("sender_chat") or message.maybe_shape("from") or message.shape("chat")
    return Author(str(person.number("id")), handle=person.maybe_words("username")[:100], name=_called(person))


def connection_of(told: Shape) -> str:
    """Through which business account it was said; empty where the bot speaks for itself."""
    connection = told.maybe_words("business_connection_id")
    if connection and not CONNECTION.match(connection):
        raise Unparsable(f"{told.where}.business_connection_id is no id of a connection.")
    return connection


def permalink(username: str, number: str) -> str:
    """Only a public group has addresses that everybody can open."""
    return f"https://t.me/{username}/{number}" if username.replace("_", "").isalnum() and username.isascii() else ""


def _called(person: Shape) -> str:
    names = (person.maybe_words("first_name"), person.maybe_words("last_name"))
    return (person.maybe_words("title") or " ".join(filter(None, names)))[:200]


def _name(message: Shape, bot: str, connection: str = "") -> Name:
    known = connection_of(message) or connection
    return Name(bot, str(message.shape("chat").number("id")), str(message.number("message_id")), known)


def _exchange(message: Shape) -> Exchange:
    chat = message.shape("chat")
    known, topic = str(chat.number("id")), message.maybe_shape("direct_messages_topic")
    if connection := connection_of(message):
        return Exchange(BUSINESS, known, connection)
    if chat.maybe_words("type") == "private":
        return Exchange(PRIVATE, known)
    if topic:
        return Exchange(DIRECT, known, str(topic.number("topic_id")))
    forum = message.maybe_number("message_thread_id") if message.flag("is_topic_message") else None
    return Exchange(GROUP, known, "" if forum is None else str(forum), author_of(message).external_id)


def _is_ours(message: Shape, author: Author, bot: str, parsing: Parsing) -> bool:
    """What the bot said; what the owner of a business account wrote; what admins say as the group itself."""
    chat = str(message.shape("chat").number("id"))
    if message.has("business_connection_id"):
        return author.external_id != chat
    return author.external_id in parsing.own_ids | {bot} or (message.has("sender_chat") and author.external_id == chat)


def _is_automatic(message: Shape, text: str, *, private: bool) -> bool:
    person = message.maybe_shape("from")
    is_bot = person is not None and person.flag("is_bot") and not message.has("sender_chat")
    commands = [each for each in message.shapes("entities") if each.maybe_words("type") == "bot_command"]
    begins = any((each.maybe_number("offset"), each.maybe_number("length")) == (0, len(START)) for each in commands)
    return is_bot or (private and begins and text.partition(" ")[0] in {START, ""})


def _language(message: Shape) -> str:
    person = message.maybe_shape("from")
    return person.maybe_words("language_code")[:8] if person else ""


def _text(message: Shape) -> str:
    """What they wrote, and what is no file of what they sent."""
    of_file = not message.has("text")
    said = message.maybe_words("caption" if of_file else "text")
    said = entities.told(said, message.shapes("caption_entities" if of_file else "entities"))
    closed = NOT_HANDED_OVER if any(message.has(kind) for kind in CLOSED) else ""
    return "\n".join(part for part in (said, *_extras(message), closed) if part)


def _extras(message: Shape) -> list[str]:
    told = []
    if venue := message.maybe_shape("venue"):
        told.append(f"{venue.maybe_words('title')}, {venue.maybe_words('address')}".strip(", "))
    if place := message.maybe_shape("location"):
        latitude, longitude = place.decimal("latitude"), place.decimal("longitude")
        told.append(f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}")
    if contact := message.maybe_shape("contact"):
        told.append(f"{_called(contact)} {contact.maybe_words('phone_number')}".strip())
    if poll := message.maybe_shape("poll"):
        told += [poll.maybe_words("question"), *(f"· {each.maybe_words('text')}" for each in poll.shapes("options"))]
    if dice := message.maybe_shape("dice"):
        told.append(dice.maybe_words("emoji"))
    return told


def _shown(answered: Shape, bot: str) -> ContextPost:
    sent_at = answered.moment("date") if answered.maybe_number("date") else None  # 0: it cannot be read any more
    return ContextPost(_name(answered, bot).external_id, "parent", author_of(answered), _text(answered), sent_at)
