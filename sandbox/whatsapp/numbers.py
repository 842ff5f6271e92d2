"""What a program does with a brand's number: write, hand over and read files, block people; and its business account."""

from dataclasses import replace

from sandbox.meta.call import Call, Json
from sandbox.meta.problems import Problem, gone, invalid
from sandbox.meta.talk import Words
from sandbox.refusing import BlockedByThem, WindowClosed
from sandbox.whatsapp import events, templates
from sandbox.whatsapp.naming import message_id, number_id, person_with, telephone
from sandbox.whatsapp.places import whatsapp
from sandbox.world.chats import Chat
from sandbox.world.ties import Tie
from sandbox.world.users import User

MESSAGING, MANAGEMENT = "whatsapp_business_messaging", "whatsapp_business_management"
FILES = ("image", "video", "audio", "document")
LARGEST = 100 * 1024**2
LONGEST_HANDLE = 512
UNDELIVERABLE = (131026, "Message undeliverable")


async def show(call: Call) -> Json:
    call.needs(MANAGEMENT)
    page = call.as_page
    told = {"id": number_id(page), "display_phone_number": f"+{telephone(page)}"}
    told |= {"verified_name": page.name, "quality_rating": "GREEN"}
    return {each.name: told[each.name] for each in call.fields("id,display_phone_number") if each.name in told}


async def write(call: Call) -> Json:
    """Accepted is not delivered: that is told afterwards."""
    call.needs(MESSAGING)
    if call.text("messaging_product") != "whatsapp":
        raise invalid("Param messaging_product must be whatsapp")
    page, asked = call.as_page, call.text("recipient") or call.text("to")
    person = person_with(call.network, page, asked.removeprefix("+"))
    if person is None:
        raise Problem(131030, "Recipient phone number not in allowed list")
    handle = call.text("biz_opaque_callback_data")
    if len(handle) > LONGEST_HANDLE:
        raise Problem(131009, "Parameter value is not valid: biz_opaque_callback_data is too long")
    chat = _said(call, person)
    if call.network.world.ties.stands(Tie.BLOCK, person.id, page.id):
        call.network.world.whatsapps.remove(chat.id, chat.created_at)
        events.status(call.network, page, chat, "failed", handle, UNDELIVERABLE)
    else:
        for kind in ("sent", "delivered"):
            events.status(call.network, page, chat, kind, handle)
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": asked, "wa_id": telephone(person)}],
        "messages": [{"id": message_id(chat)}],
    }


async def upload(call: Call) -> Json:
    call.needs(MESSAGING)
    file = call.files.get("file")
    if file is None or not 0 < len(file.content) <= LARGEST:
        raise invalid("Param file must have at most 100 MB")
    shelf = call.network.world.media
    media = shelf.keep(call.as_page.id, call.text("type") or file.media_type, "message", file.content)
    shelf.describe(media.id, file.name)
    return {"id": media.id}


async def show_media(call: Call) -> Json:
    """Where it lies, for whoever has a token."""
    call.needs(MESSAGING)
    known = call.request.path_params["node"]
    media = call.network.world.media.get(known)
    if media is None:
        raise gone(known)
    url = f"{call.network.settings.public_url}/media/{media.id}"
    return {"id": media.id, "messaging_product": "whatsapp", "url": url, "mime_type": media.media_type}


async def block(call: Call) -> Json:
    for person in _people(call):
        call.network.world.ties.make(Tie.BAN, call.as_page.id, person.id)
    return {"messaging_product": "whatsapp"}


async def unblock(call: Call) -> Json:
    for person in _people(call):
        call.network.world.ties.undo(Tie.BAN, call.as_page.id, person.id)
    return {"messaging_product": "whatsapp"}


async def list_templates(call: Call) -> Json:
    call.needs(MANAGEMENT)
    wanted = {each.name for each in call.fields("id,name,language,status,category,components")}
    return {"data": [{name: each[name] for name in each if name in wanted} for each in templates.listed()]}


async def subscribe(call: Call) -> Json:
    call.needs(MANAGEMENT)
    call.network.world.pages.subscribe(call.app.id, call.request.path_params["node"], ("messages",))
    return {"success": True}


async def subscriptions(call: Call) -> Json:
    call.needs(MANAGEMENT)
    there = call.network.world.pages.fields_of(call.app.id, call.request.path_params["node"])
    ours = {"whatsapp_business_api_data": {"id": call.app.id, "name": call.app.name}}
    return {"data": [ours] if there else []}


async def unsubscribe(call: Call) -> Json:
    call.needs(MANAGEMENT)
    call.network.world.pages.unsubscribe(call.app.id, call.request.path_params["node"])
    return {"success": True}


def _said(call: Call, person: User) -> Chat:
    """A template may leave at any time, everything else within a day."""
    words, talk = _words(call, person), whatsapp(call.network)
    try:
        return talk.write(words) if words.tag else talk.answer(words)
    except WindowClosed:
        raise Problem(131047, "Re-engagement message: more than 24 hours have passed") from None
    except BlockedByThem:
        raise Problem(131021, "Recipient cannot be written to") from None


def _words(call: Call, person: User) -> Words:
    kind, plain = call.text("type", "text"), Words(call.as_page, person, True, app_id=call.app.id)
    if kind == "text":
        body = call.object("text").get("body")
        if not isinstance(body, str) or not body.strip():
            raise Problem(131008, "Required parameter is missing: text[body]")
        return replace(plain, text=body)
    if kind == "template":
        wish = call.object("template")
        return replace(plain, text=templates.filled(wish), tag=f"template:{wish.get('name')}")
    if kind not in FILES:
        raise Problem(131051, f"Unsupported message type {kind}")
    media = call.network.world.media.get(str(call.object(kind).get("id", "")))
    if media is None or media.owner_id != call.as_page.id:
        raise Problem(131053, "Media upload error")
    return replace(plain, text=str(call.object(kind).get("caption", "")), media_id=media.id)


def _people(call: Call) -> list[User]:
    call.needs(MESSAGING)
    asked = call.asked.get("block_users")
    known = [str(each.get("user", "")) for each in asked if isinstance(each, dict)] if isinstance(asked, list) else []
    found = [person_with(call.network, call.as_page, each) for each in known]
    if not found or None in found:
        raise invalid("Param block_users must name people who wrote to this number")
    return [each for each in found if each]
