"""The chat service, as programs call it through the server of their account."""

from sandbox.bluesky import chatting, naming
from sandbox.bluesky.door import Call, Json
from sandbox.bluesky.problems import invalid
from sandbox.clock import iso
from sandbox.refusing import Refusal
from sandbox.world.chats import Chat
from sandbox.world.sky import Entry
from sandbox.world.users import User
from sandbox.world.wall import Span

DEFS = "chat.bsky.convo.defs#"
LOGGED = 100


async def availability(call: Call) -> Json:
    person = _person(call)
    can = chatting.closed_between(call.network, call.account, person) is None
    known = chatting.began(call.network, call.account, person)
    return {"canChat": can} | ({"convo": _convo(call, person)} if known else {})


async def for_members(call: Call) -> Json:
    """Begins it where the other side lets us."""
    person = _person(call)
    if trouble := chatting.closed_between(call.network, call.account, person):
        raise trouble
    return {"convo": _convo(call, person)}


async def show(call: Call) -> Json:
    return {"convo": _convo(call, _other(call, call.text("convoId")))}


async def index(call: Call) -> Json:
    last = call.network.world.sky_chats.latest_of_page(call.account.id, Span(limit=call.number("limit", 50, 100)))
    people = call.network.world.users.several(each.person_id for each in last)
    return {"convos": [_convo(call, each) for each in people]}


async def messages(call: Call) -> Json:
    """Newest first."""
    person, limit = _other(call, call.text("convoId")), call.number("limit", 50, 100)
    after = call.request.query_params.get("cursor") or None
    if after and not after.isdigit():
        raise invalid("Invalid cursor")
    found = call.network.world.sky_chats.between(call.account.id, person.id, Span(after, limit=limit))
    told: Json = {"messages": [_message(call, each) for each in found]}
    return told | ({"cursor": found[-1].id} if len(found) == limit else {})


async def log(call: Call) -> Json:
    """What happened after the cursor, oldest first."""
    before = call.request.query_params.get("cursor", "")
    found = call.network.world.sky.logged(call.account.id, before, LOGGED)
    told: Json = {"logs": [shown for each in found if (shown := _line(call, each))]}
    cursor = found[-1].rev if found else before
    return told | ({"cursor": cursor} if cursor else {})


async def send(call: Call) -> Json:
    person, message = _other(call, call.text("convoId")), call.told.get("message")
    if not isinstance(message, dict):
        raise invalid('Error: Input must have the property "message"')
    words = chatting.Words(call.account, person, True, str(message.get("text", "")))
    try:
        return _message(call, chatting.write(call.network, words))
    except Refusal as refusal:
        raise invalid(str(refusal)) from refusal


async def accept(call: Call) -> Json:
    _other(call, call.text("convoId"))
    return {}


def convo_id(account_id: str, person_id: str) -> str:
    return f"{account_id}-{person_id}"


def _person(call: Call) -> User:
    dids = call.texts("members", 10)
    found = [user for did in dids if (user := naming.user_of(call.network, did)) and user.id != call.account.id]
    if len(found) != 1 or found[0].is_brand:
        raise invalid("Account not found")
    return found[0]


def _other(call: Call, convo: str) -> User:
    account, _, person = convo.partition("-")
    found = call.network.world.users.get(person)
    if account != call.account.id or found is None:
        raise invalid("Convo not found")
    return found


def _convo(call: Call, person: User) -> Json:
    members = [_member(call.account), _member(person)]
    last = call.network.world.sky_chats.between(call.account.id, person.id, Span(limit=1))
    told: Json = {"id": convo_id(call.account.id, person.id), "rev": naming.tid(0), "members": members, "muted": False}
    told |= {"lastMessage": _message(call, last[0])} if last else {}
    answered = any(
        each.from_page for each in call.network.world.sky_chats.between(call.account.id, person.id, Span(limit=1000))
    )
    return told | {"status": "accepted" if answered else "request", "unreadCount": 0}


def _member(user: User) -> Json:
    return {"did": naming.did_of(user.id), "handle": naming.handle_of(user), "displayName": user.name}


def _message(call: Call, chat: Chat) -> Json:
    told: Json = {
        "$type": f"{DEFS}messageView",
        "id": chat.id,
        "rev": naming.tid(chat.created_at * 1000),
        "text": chat.text,
    }
    told |= {"sender": {"did": naming.did_of(chat.sender_id)}, "sentAt": iso(chat.created_at)}
    shelf, place = call.network.world.reactions, chatting.place_of(chat)
    signs = [(each, shelf.of(place, each)) for each in (chat.page_id, chat.person_id)]
    return told | {"reactions": [_reaction(by, sign, chat) for by, sign in signs if sign]}


def _reaction(by_id: str, sign: str, chat: Chat) -> Json:
    return {"value": sign, "sender": {"did": naming.did_of(by_id)}, "createdAt": iso(chat.created_at)}


def _line(call: Call, entry: Entry) -> Json | None:
    chat = call.network.world.sky_chats.get(entry.chat_id)
    if chat is None:
        return None
    told: Json = {
        "$type": f"{DEFS}log{entry.kind}",
        "rev": entry.rev,
        "convoId": convo_id(chat.page_id, chat.person_id),
    }
    told |= {"message": _message(call, chat)}
    return told | ({"reaction": _reaction(entry.by_id, entry.sign, chat)} if entry.sign else {})
