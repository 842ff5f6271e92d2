"""/2/dm_conversations and /2/dm_events: writing, reading and taking back direct messages."""

from collections.abc import Sequence

from sandbox.world.messages import Message, conversation_between, other_side
from sandbox.world.users import User
from sandbox.writing import Letter, unwrite, write
from sandbox.x.answering import message_includes
from sandbox.x.asking import body_of, id_in, number, page_start, page_token, text_in, wish_of, words
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import invalid, not_authorized, not_found
from sandbox.x.shapes import ALL_MESSAGE_FIELDS, MESSAGE_DEFAULTS, Shape, message_shape

WRITE = ("dm.write", "dm.read", "tweet.read", "users.read")
READ = ("dm.read", "tweet.read", "users.read")
MEMBERS = frozenset({"text", "attachments"})


@endpoint(Limit(15), scopes=WRITE, sends=True)
async def write_to_person(call: Call) -> Answer:
    return await _write(call, _person(call, call.request.path_params["participant_id"]))


@endpoint(Limit(15), scopes=WRITE, sends=True)
async def write_in_conversation(call: Call) -> Answer:
    return await _write(call, _other_side(call, call.request.path_params["dm_conversation_id"]))


@endpoint(Limit(15), scopes=READ)
async def index(call: Call) -> Answer:
    until, limit = _page(call)
    return _page_answer(call, call.network.world.messages.of(call.caller.person.id, until_id=until, limit=limit), limit)


@endpoint(Limit(15), scopes=READ)
async def with_person(call: Call) -> Answer:
    other = _person(call, call.request.path_params["participant_id"])
    return _conversation(call, conversation_between(call.caller.person.id, other.id))


@endpoint(Limit(15), scopes=READ)
async def in_conversation(call: Call) -> Answer:
    conversation_id = call.request.path_params["id"]
    _other_side(call, conversation_id)
    return _conversation(call, conversation_id)


@endpoint(Limit(15), scopes=READ)
async def show(call: Call) -> Answer:
    message = _own(call, call.request.path_params["event_id"])
    answer: Shape = {"data": message_shape(call.network, message, _fields(call))}
    if includes := message_includes(call.network, [message], wish_of(call.request)):
        answer["includes"] = includes
    return Answer(answer)


@endpoint(Limit(300), scopes=WRITE)
async def delete(call: Call) -> Answer:
    message = _own(call, call.request.path_params["event_id"])
    unwrite(call.network, call.caller.person, message.id)
    return Answer({"data": {"deleted": True}})


async def _write(call: Call, recipient: User) -> Answer:
    body = await body_of(call.request, MEMBERS)
    attachments = body.get("attachments") or []
    if (
        not isinstance(attachments, list)
        or len(attachments) > 1
        or not all(isinstance(each, dict) for each in attachments)
    ):
        raise invalid("$.attachments: an array of one media id expected", "attachments")
    media_id = id_in(attachments[0], "media_id") if attachments else None
    message = write(call.network, Letter(call.caller.person, recipient, text_in(body, "text"), media_id))
    return Answer({"data": {"dm_conversation_id": message.conversation_id, "dm_event_id": message.id}}, 201)


def _conversation(call: Call, conversation_id: str) -> Answer:
    until, limit = _page(call)
    messages = call.network.world.messages.between(conversation_id, until_id=until, limit=limit)
    return _page_answer(call, messages, limit)


def _page(call: Call) -> tuple[str | None, int]:
    return page_start(call.request.query_params.get("pagination_token")), number(
        call.request, "max_results", 100, 1, 100
    )


def _page_answer(call: Call, messages: Sequence[Message], limit: int) -> Answer:
    fields = _fields(call)
    meta: Shape = {"result_count": len(messages)}
    answer: Shape = {"meta": meta}
    if messages:
        answer["data"] = [message_shape(call.network, message, fields) for message in messages]
    if includes := message_includes(call.network, messages, wish_of(call.request)):
        answer["includes"] = includes
    if len(messages) == limit:
        meta["next_token"] = page_token(messages[-1].id)
    return Answer(answer)


def _fields(call: Call) -> frozenset[str]:
    wish = wish_of(call.request)
    asked = words(call.request, "dm_event.fields") | wish.expansions
    if "attachments.media_keys" in asked:
        asked |= {"attachments"}
    return MESSAGE_DEFAULTS | (asked & ALL_MESSAGE_FIELDS)


def _person(call: Call, user_id: str) -> User:
    user = call.network.world.users.get(user_id)
    if user is None:
        raise not_found("user", user_id, "participant_id")
    return user


def _other_side(call: Call, conversation_id: str) -> User:
    other = call.network.world.users.get(other_side(conversation_id, call.caller.person.id))
    if other is None:
        raise not_authorized("dm_conversation", conversation_id, "You are not a participant of this conversation.")
    return other


def _own(call: Call, message_id: str) -> Message:
    message = call.network.world.messages.get(message_id)
    if message is None or call.caller.person.id not in (message.sender_id, message.recipient_id):
        raise not_found("dm_event", message_id, "event_id")
    return message
