"""What a page asks of itself: who it is, its walls, whom it bans, what it hears of, and the files it hands over."""

from sandbox.facebook.naming import person_with
from sandbox.facebook.shapes import ENTRY_FIELDS, entry_shape
from sandbox.instagram.naming import account_id
from sandbox.meta.call import Call, Json
from sandbox.meta.problems import invalid
from sandbox.world.media import PICTURES
from sandbox.world.ties import Tie
from sandbox.world.users import User

LARGEST_PHOTO, LARGEST_FILE = 4 * 1024**2, 25 * 1024**2
KNOWN_FIELDS = frozenset({
    "feed", "mention", "messages", "message_echoes", "message_edits", "messaging_postbacks", "message_reactions",
    "message_reads", "message_deliveries", "messaging_referrals",
})  # fmt: skip


async def show(call: Call) -> Json:
    page = call.as_page
    told: Json = {"id": page.id, "name": page.name, "username": page.username, "fan_count": page.followers}
    told |= {"followers_count": call.network.world.followers(page)}
    linked = {"id": account_id(page), "username": page.username, "name": page.name}
    told |= {"instagram_business_account": linked}
    wanted = {each.name for each in call.fields("id,name")}
    if strange := wanted - set(told):
        raise invalid(f"Tried accessing nonexisting field ({min(strange)})")
    return {name: value for name, value in told.items() if name in wanted}


async def accounts(call: Call) -> Json:
    """The pages that this token speaks for, which is one."""
    call.needs("pages_show_list")
    page = call.as_page
    return {
        "data": [{"id": page.id, "name": page.name, "access_token": call.token, "tasks": ["MODERATE", "MESSAGING"]}]
    }


async def feed(call: Call) -> Json:
    """Everything on the wall, newest first."""
    return _walls(call, "feed")


async def tagged(call: Call) -> Json:
    """Posts elsewhere that mention the page."""
    return _walls(call, "tagged")


async def subscribe(call: Call) -> Json:
    call.needs("pages_manage_metadata")
    fields = call.words("subscribed_fields")
    if strange := set(fields) - KNOWN_FIELDS:
        raise invalid(f"Param subscribed_fields: {min(strange)} is none that this sandbox tells of")
    call.network.world.pages.subscribe(call.app.id, call.as_page.id, fields)
    return {"success": True}


async def subscriptions(call: Call) -> Json:
    fields = call.network.world.pages.fields_of(call.app.id, call.as_page.id)
    ours = {"id": call.app.id, "name": call.app.name, "subscribed_fields": list(fields)}
    return {"data": [ours] if fields else []}


async def unsubscribe(call: Call) -> Json:
    call.network.world.pages.unsubscribe(call.app.id, call.as_page.id)
    return {"success": True}


async def ban(call: Call) -> Json:
    for user in _people(call):
        call.network.world.ties.make(Tie.BAN, call.as_page.id, user.id)
    return {"success": True}


async def unban(call: Call) -> Json:
    for user in _people(call):
        call.network.world.ties.undo(Tie.BAN, call.as_page.id, user.id)
    return {"success": True}


async def photo(call: Call) -> Json:
    """A photo that is shown nowhere yet."""
    call.needs("pages_manage_engagement")
    file = call.files.get("source")
    if file is None or file.media_type not in PICTURES or not 0 < len(file.content) <= LARGEST_PHOTO:
        raise invalid("source must be a picture of at most 4 MB")
    if call.truth("published") is not False:
        raise invalid("This sandbox takes only photos with published=false")
    shelf = call.network.world.media
    media = shelf.keep(call.as_page.id, file.media_type, "photo", file.content)
    shelf.describe(media.id, call.text("alt_text_custom"))
    return {"id": media.id}


async def message_attachment(call: Call) -> Json:
    """A file for a message that follows."""
    call.needs("pages_messaging")
    kind = call.object("message").get("attachment", {}).get("type")
    file = call.files.get("filedata")
    if kind not in {"image", "video", "audio", "file"} or file is None:
        raise invalid("A message with the type of its attachment, and filedata, are needed")
    if not 0 < len(file.content) <= LARGEST_FILE:
        raise invalid("filedata must have at most 25 MB")
    shelf = call.network.world.media
    media = shelf.keep(call.as_page.id, file.media_type, "message", file.content)
    shelf.describe(media.id, file.name)
    return {"attachment_id": media.id}


def _walls(call: Call, listing: str) -> Json:
    call.needs("pages_read_user_content")
    page, span, fields = call.as_page, call.span(), call.fields(ENTRY_FIELDS)
    wall = call.network.world.wall
    found = wall.posts_on(page.id, span) if listing == "feed" else wall.posts_mentioning(page.id, span)
    rows = [entry_shape(call, each, fields) for each in found]
    return call.turned(f"{page.id}/{listing}", rows, found[-1].id if found else None, span)


def _people(call: Call) -> list[User]:
    call.needs("pages_manage_engagement")
    found = [person_with(call.network, call.as_page, known) for known in call.words("psid")]
    if not found or None in found:
        raise invalid("Param psid must name people whom this page knows")
    return [each for each in found if each]
