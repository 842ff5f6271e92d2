"""An update of Telegram, as the webhook or our own asking brings it, becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Unparsable
from webcare.channels.telegram.fields import Shape
from webcare.channels.telegram.messages import author_of, connection_of, received
from webcare.channels.telegram.naming import Name

MESSAGES = {"message": False, "edited_message": True, "business_message": False, "edited_business_message": True}
PAID = "⭐"
CUSTOM = "custom emoji"


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the update tells; whose bot it is says the key under which it was kept. Raises Unparsable, and nothing else."""
    update = Shape.read(payload)
    update.number("update_id")
    bot = _bot(parsing)
    for kind, edited in MESSAGES.items():
        if message := update.maybe_shape(kind):
            found = received(message, bot, parsing, edited=edited)
            return [found] if found else []
    if gone := update.maybe_shape("deleted_business_messages"):
        return _deleted(gone, bot, parsing)
    if reaction := update.maybe_shape("message_reaction"):
        return [_reacted(reaction, bot, parsing)]
    return []  # Telegram adds kinds without notice, and tells only those that we asked for


def _bot(parsing: Parsing) -> str:
    """An update does not say for whom it is."""
    bot = parsing.account or parsing.key.partition(":")[0]
    if not bot.isascii() or not bot.isdigit():
        raise Unparsable("Nobody knows for which bot this update is.")
    return bot


def _deleted(gone: Shape, bot: str, parsing: Parsing) -> Sequence[Deleted]:
    chat, connection = str(gone.shape("chat").number("id")), connection_of(gone)
    numbers = gone.values.get("message_ids")
    if not isinstance(numbers, list):
        raise Unparsable("deleted_business_messages.message_ids is no list.")
    told = [Shape({"message_id": each}, "deleted_business_messages").number("message_id") for each in numbers]
    return [Deleted(bot, Name(bot, chat, str(each), connection).external_id, parsing.received_at) for each in told]


def _reacted(reaction: Shape, bot: str, parsing: Parsing) -> Reacted:
    """Everything that stands there from this person now; in a group somebody may react in its name."""
    who = {"chat": reaction.values.get("chat"), "from": reaction.values.get("user")}
    author = author_of(Shape(who | {"sender_chat": reaction.values.get("actor_chat")}, reaction.where))
    name = Name(bot, str(reaction.shape("chat").number("id")), str(reaction.number("message_id")))
    signs = tuple(filter(None, (_sign(each) for each in reaction.shapes("new_reaction"))))
    return Reacted(
        bot, name.external_id, author, signs, reaction.moment("date"), author.external_id in parsing.own_ids | {bot}
    )


def _sign(reaction: Shape) -> str:
    kind = reaction.maybe_words("type")
    return {"paid": PAID, "custom_emoji": CUSTOM}.get(kind) or reaction.maybe_words("emoji")
