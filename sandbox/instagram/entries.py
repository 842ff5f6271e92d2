"""What an account does with posts and comments: read them, answer, hide or remove them, and answer where it is mentioned."""

from sandbox.instagram.naming import account_id, entry_id, entry_with, person_with
from sandbox.instagram.places import profiles
from sandbox.instagram.shapes import COMMENT_FIELDS, MEDIA_FIELDS, entry_shape
from sandbox.meta.call import Call, Json
from sandbox.meta.fields import Field
from sandbox.meta.problems import Problem, gone, invalid
from sandbox.meta.square import Words
from sandbox.world.ties import Tie
from sandbox.world.wall import Entry

COMMENTS = "instagram_manage_comments"


async def show_account(call: Call) -> Json:
    """Who it is, or what was said where it is mentioned."""
    call.needs("instagram_basic")
    account = call.as_page
    told: Json = {"id": account_id(account), "username": account.username, "name": account.name}
    told |= {"followers_count": call.network.world.followers(account)}
    shown: Json = {}
    for field in call.fields("id,username"):
        if field.name in {"mentioned_comment", "mentioned_media"}:
            shown[field.name] = _mention(call, field)
        elif field.name in told:
            shown[field.name] = told[field.name]
        else:
            raise Problem(100, f"Tried accessing nonexisting field ({field.name})")
    return shown


async def media(call: Call) -> Json:
    call.needs("instagram_basic")
    span = call.span()
    found = call.network.world.grams.posts_on(call.as_page.id, span)
    rows = [entry_shape(call, each, call.fields(MEDIA_FIELDS)) for each in found]
    return call.turned(f"{account_id(call.as_page)}/media", rows, found[-1].id if found else None, span)


async def show(call: Call) -> Json:
    call.needs("instagram_basic")
    return entry_shape(call, _node(call), call.fields(COMMENT_FIELDS))


async def comments(call: Call) -> Json:
    """Those right below a post; the answers to them are asked for with each."""
    call.needs(COMMENTS)
    node, span = _own(call), call.span()
    found = call.network.world.grams.comments_below(node.id, span, top_level=True)
    return _listed(call, node, "comments", found)


async def replies(call: Call) -> Json:
    call.needs(COMMENTS)
    node = _own(call)
    return _listed(call, node, "replies", call.network.world.grams.answers_to(node.id, call.span()))


async def reply(call: Call) -> Json:
    """An answer to an answer hangs below the same comment."""
    call.needs(COMMENTS)
    return _said(call, _own(call))


async def answer_mention(call: Call) -> Json:
    """Below somebody else's post that names the account."""
    call.needs(COMMENTS)
    known = call.text("comment_id") or call.text("media_id")
    entry = entry_with(call.network, call.as_page, known)
    if entry is None or call.as_page.id not in call.network.world.grams.mentioned_in(entry.id):
        raise gone(known)
    return _said(call, entry)


async def change(call: Call) -> Json:
    call.needs(COMMENTS)
    hidden = call.truth("hide")
    if hidden is None:
        raise invalid("Param hide is required")
    profiles(call.network).hide(call.as_page, _own(call).id, hidden=hidden)
    return {"success": True}


async def remove(call: Call) -> Json:
    call.needs(COMMENTS)
    profiles(call.network).remove(call.as_page, _node(call).id)
    return {"success": True}


async def moderate(call: Call) -> Json:
    """Blocks people from writing and commenting, or lets them in again."""
    call.needs("instagram_manage_messages")
    people, actions = call.asked.get("user_ids"), tuple(each.lower() for each in call.words("actions"))
    if not isinstance(people, list) or set(actions) - {"block_user", "unblock_user"} or not actions:
        raise invalid("Params user_ids and actions are needed")
    for each in people:
        known = str(each.get("id", "")) if isinstance(each, dict) else ""
        user = person_with(call.network, call.as_page, known)
        if user is None:
            raise gone(known)
        deed = call.network.world.ties.make if actions == ("block_user",) else call.network.world.ties.undo
        deed(Tie.BAN, call.as_page.id, user.id)
    return {"success": True}


def _mention(call: Call, field: Field) -> Json:
    known = field.options.get("comment_id") or field.options.get("media_id") or ""
    entry = entry_with(call.network, call.as_page, known)
    if entry is None or call.as_page.id not in call.network.world.grams.mentioned_in(entry.id):
        raise gone(known)
    return entry_shape(call, entry, field.fields or (Field("id"),))


def _said(call: Call, below: Entry) -> Json:
    made = profiles(call.network).comment(below.id, Words(call.as_page, call.text("message")))
    return {"id": entry_id(call.network, call.as_page, made)}


def _listed(call: Call, node: Entry, edge: str, found: list[Entry]) -> Json:
    rows = [entry_shape(call, each, call.fields(COMMENT_FIELDS)) for each in found]
    path = f"{entry_id(call.network, call.as_page, node)}/{edge}"
    return call.turned(path, rows, found[-1].id if found else None, call.span())


def _node(call: Call) -> Entry:
    known = call.request.path_params["node"]
    found = entry_with(call.network, call.as_page, known)
    if found is None:
        raise gone(known)
    return found


def _own(call: Call) -> Entry:
    """On the account's own posts; elsewhere it sees only what mentions it."""
    found = _node(call)
    if found.wall_id != call.as_page.id:
        raise gone(call.request.path_params["node"])
    return found
