"""Messenger as a page's program sees it: its exchanges, what was said in one, and writing."""

from sandbox.facebook import chatting
from sandbox.facebook.call import Call, Json
from sandbox.facebook.chatting import HUMAN_AGENT, Words
from sandbox.facebook.naming import EXCHANGE, entry_with, message_id, person_id, person_with
from sandbox.facebook.problems import Problem, gone, invalid
from sandbox.facebook.shapes import MESSAGE_FIELDS, exchange_shape, message_shape
from sandbox.world.users import User


async def exchanges(call: Call) -> Json:
    """Last used first; with `user_id` the one with that person."""
    call.needs("pages_messaging")
    page, span = call.as_page, call.span()
    if call.text("platform", "messenger") != "messenger":
        raise invalid("Param platform must be messenger")
    person = None
    if wanted := call.text("user_id"):
        person = person_with(call.network, page, wanted)
        if person is None:
            return {"data": []}
    found = call.network.world.chats.latest_of_page(page.id, span, person.id if person else None)
    rows = [exchange_shape(call, each, call.fields("id,updated_time")) for each in found]
    return call.turned(f"{page.id}/conversations", rows, found[-1].id if found else None, span)


async def messages(call: Call) -> Json:
    """Newest first."""
    call.needs("pages_messaging")
    page, known, span = call.as_page, call.request.path_params["node"], call.span()
    person = person_with(call.network, page, known.removeprefix(EXCHANGE)) if known.startswith(EXCHANGE) else None
    if person is None:
        raise gone(known)
    found = call.network.world.chats.between(page.id, person.id, span)
    rows = [message_shape(call, each, call.fields(MESSAGE_FIELDS)) for each in found]
    return call.turned(f"{known}/messages", rows, found[-1].id if found else None, span)


async def write(call: Call) -> Json:
    """To a person, or as the one private answer to a comment or post."""
    call.needs("pages_messaging")
    recipient, page = call.object("recipient"), call.as_page
    commented = recipient.get("comment_id") or recipient.get("post_id")
    if commented:
        entry = entry_with(call.network, page, str(commented))
        author = call.network.world.users.get(entry.author_id) if entry else None
        if entry is None or author is None or entry.wall_id != page.id or author.is_brand:
            raise gone(str(commented))
        chat = chatting.answer_comment(call.network, entry, _words(call, author))
        return {"recipient_id": person_id(page, author), "message_id": message_id(chat)}
    person = person_with(call.network, page, str(recipient.get("id", "")))
    if person is None:
        raise Problem(100, "No matching user found", subcode=2018001)
    chat = chatting.answer(call.network, _words(call, person))
    return {"recipient_id": person_id(page, person), "message_id": message_id(chat)}


def _words(call: Call, person: User) -> Words:
    message, tag = call.object("message"), call.text("tag")
    if call.text("messaging_type", "RESPONSE") == "MESSAGE_TAG" and tag != HUMAN_AGENT:
        raise invalid("Param tag must be HUMAN_AGENT")
    if tag == HUMAN_AGENT and (call.holder is None or HUMAN_AGENT.lower() not in call.holder.permissions):
        raise Problem(10, "This app is not approved for the Human Agent feature.")
    text, attachment = message.get("text"), message.get("attachment")
    if (text is None) == (attachment is None):
        raise invalid("A message has either a text or an attachment")
    if text is not None:
        if not isinstance(text, str):
            raise invalid("Param message[text] must be a string")
        return Words(call.as_page, person, True, text, tag=tag, app_id=call.app.id)
    known = str(attachment.get("payload", {}).get("attachment_id", "")) if isinstance(attachment, dict) else ""
    media = call.network.world.media.get(known)
    if media is None or media.owner_id != call.as_page.id:
        raise invalid("Param message[attachment] must name an attachment of this page")
    return Words(call.as_page, person, True, media_id=media.id, tag=tag, app_id=call.app.id)
