"""What a page does with a post or a comment: read it, answer it, change, hide or remove it."""

from sandbox.facebook.naming import entry_id, entry_with
from sandbox.facebook.places import walls
from sandbox.facebook.shapes import ENTRY_FIELDS, comments_of, entry_shape
from sandbox.meta.call import Call, Json
from sandbox.meta.problems import gone, invalid
from sandbox.meta.square import Words
from sandbox.world.wall import Entry


async def show(call: Call) -> Json:
    call.needs("pages_read_engagement")
    return entry_shape(call, _node(call), call.fields(ENTRY_FIELDS))


async def comments(call: Call) -> Json:
    call.needs("pages_read_user_content")
    node = _node(call)
    options = {key: str(value) for key, value in call.asked.items()}
    rows, last, span = comments_of(call, node, options, call.fields(ENTRY_FIELDS))
    return call.turned(f"{entry_id(call.network, call.as_page, node)}/comments", rows, last, span)


async def comment(call: Call) -> Json:
    call.needs("pages_manage_engagement")
    picture = call.text("attachment_id") or None
    media = call.network.world.media.get(picture) if picture else None
    if picture and (media is None or media.owner_id != call.as_page.id):
        raise invalid("Param attachment_id must be a photo of this page")
    words = Words(call.as_page, call.text("message"), picture)
    made = walls(call.network).comment(_node(call).id, words)
    return {"id": entry_id(call.network, call.as_page, made)}


async def change(call: Call) -> Json:
    """Its text, or whether it is hidden."""
    call.needs("pages_manage_engagement")
    node, hidden = _node(call), call.truth("is_hidden")
    if hidden is not None:
        walls(call.network).hide(call.as_page, node.id, hidden=hidden)
    elif "message" in call.asked:
        walls(call.network).edit(call.as_page, node.id, call.text("message"))
    else:
        raise invalid("There is nothing to change")
    return {"success": True}


async def remove(call: Call) -> Json:
    call.needs("pages_manage_engagement")
    walls(call.network).remove(call.as_page, _node(call).id)
    return {"success": True}


def _node(call: Call) -> Entry:
    known = call.request.path_params["node"]
    found = entry_with(call.network, call.as_page, known)
    if found is None:
        raise gone(known)
    return found
