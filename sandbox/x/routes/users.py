"""/2/users: who someone is, what they said, who mentioned them, and whom an account mutes or blocks."""

from sandbox import writing
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.x.access import Context
from sandbox.x.answering import page_answer
from sandbox.x.asking import body_of, id_in, page_of, wish_of
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import forbidden, invalid, missing, not_found
from sandbox.x.shapes import Shape, user_shape

READ = ("tweet.read", "users.read")


@endpoint(Limit(75), scopes=READ)
async def me(call: Call) -> Answer:
    return Answer({"data": _shape(call, call.caller.person)})


@endpoint(Limit(900, 300), Context.EITHER, READ)
async def show(call: Call) -> Answer:
    return Answer({"data": _shape(call, _user(call, call.request.path_params["id"]))})


@endpoint(Limit(900, 300), Context.EITHER, READ)
async def index(call: Call) -> Answer:
    return _several(call, "ids")


@endpoint(Limit(900, 300), Context.EITHER, READ)
async def by_usernames(call: Call) -> Answer:
    return _several(call, "usernames")


@endpoint(Limit(900, 300), Context.EITHER, READ)
async def by_username(call: Call) -> Answer:
    username = call.request.path_params["username"]
    user = call.network.world.users.named(username)
    if user is None:
        raise not_found("user", username, "username")
    return Answer({"data": _shape(call, user)})


@endpoint(Limit(900, 10_000), Context.EITHER, READ)
async def posts(call: Call) -> Answer:
    part = page_of(call.request, 10, 5)
    user = _user(call, call.request.path_params["id"])
    found = call.network.world.posts.by(user.id, part)
    if "replies" in call.request.query_params.get("exclude", "").split(","):
        found = [post for post in found if post.reply_to is None]
    return Answer(page_answer(call.network, found, wish_of(call.request), part.limit))


@endpoint(Limit(300, 450), Context.EITHER, READ)
async def mentions(call: Call) -> Answer:
    part = page_of(call.request, 10, 5)
    user = _user(call, call.request.path_params["id"])
    found = [post for post in call.network.world.posts.mentioning(user.id, part) if post.author_id != user.id]
    return Answer(page_answer(call.network, found, wish_of(call.request), part.limit))


@endpoint(Limit(50), scopes=("mute.write", *READ))
async def mute(call: Call) -> Answer:
    target = await _target(call)
    call.network.world.ties.make(Tie.MUTE, call.caller.person.id, target.id)
    return Answer({"data": {"muting": True}})


@endpoint(Limit(50), scopes=("mute.write", *READ))
async def unmute(call: Call) -> Answer:
    _undo(call, Tie.MUTE)
    return Answer({"data": {"muting": False}})


@endpoint(Limit(15), scopes=("mute.read", *READ))
async def muting(call: Call) -> Answer:
    return _tied(call, Tie.MUTE)


@endpoint(Limit(50), scopes=("block.write", *READ))
async def block(call: Call) -> Answer:
    target = await _target(call)
    call.network.world.ties.make(Tie.BLOCK, call.caller.person.id, target.id)
    return Answer({"data": {"blocking": True}})


@endpoint(Limit(50), scopes=("block.write", *READ))
async def unblock(call: Call) -> Answer:
    _undo(call, Tie.BLOCK)
    return Answer({"data": {"blocking": False}})


@endpoint(Limit(15), scopes=("block.read", *READ))
async def blocking(call: Call) -> Answer:
    return _tied(call, Tie.BLOCK)


@endpoint(Limit(50), scopes=("dm.write", *READ))
async def block_messages(call: Call) -> Answer:
    target = _user(call, call.request.path_params["id"])
    call.network.world.ties.make(Tie.DM_BLOCK, call.caller.person.id, target.id)
    return Answer({"data": {"blocked": True}})


@endpoint(Limit(50), scopes=("dm.write", *READ))
async def unblock_messages(call: Call) -> Answer:
    target = _user(call, call.request.path_params["id"])
    call.network.world.ties.undo(Tie.DM_BLOCK, call.caller.person.id, target.id)
    return Answer({"data": {"blocked": False}})


@endpoint(Limit(50), scopes=("like.write", *READ))
async def like(call: Call) -> Answer:
    _only_self(call)
    tweet_id = id_in(await body_of(call.request, frozenset({"tweet_id"})), "tweet_id")
    if tweet_id is None:
        raise invalid("$.tweet_id: is missing but it is required", "tweet_id")
    writing.like(call.network, call.caller.person, tweet_id)
    return Answer({"data": {"liked": True}})


@endpoint(Limit(50), scopes=("like.write", *READ))
async def unlike(call: Call) -> Answer:
    _only_self(call)
    writing.unlike(call.network, call.caller.person, call.request.path_params["tweet_id"])
    return Answer({"data": {"liked": False}})


def _several(call: Call, name: str) -> Answer:
    users = call.network.world.users
    wanted = [each for each in call.request.query_params.get(name, "").split(",") if each]
    if not 1 <= len(wanted) <= 100:
        raise invalid(f"The `{name}` query parameter needs 1 to 100 values", name)
    find = users.get if name == "ids" else users.named
    found = {each: find(each) for each in wanted}
    answer: Shape = {"data": [_shape(call, user) for user in found.values() if user]}
    if gone := [missing("user", each, name) for each, user in found.items() if user is None]:
        answer["errors"] = gone
    return Answer(answer)


def _tied(call: Call, kind: Tie) -> Answer:
    _only_self(call)
    people = call.network.world.users.several(call.network.world.ties.targets(kind, call.caller.person.id))
    answer: Shape = {"meta": {"result_count": len(people)}}
    if people:
        answer["data"] = [_shape(call, user) for user in people]
    return Answer(answer)


async def _target(call: Call) -> User:
    _only_self(call)
    target = id_in(await body_of(call.request, frozenset({"target_user_id"})), "target_user_id")
    if target is None:
        raise invalid("$.target_user_id: is missing but it is required", "target_user_id")
    return _user(call, target)


def _undo(call: Call, kind: Tie) -> None:
    if call.request.path_params["source_user_id"] != call.caller.person.id:
        raise forbidden("The user id in the path is not the account of the token.")
    target = _user(call, call.request.path_params["target_user_id"])
    call.network.world.ties.undo(kind, call.caller.person.id, target.id)


def _only_self(call: Call) -> None:
    if call.request.path_params["id"] != call.caller.person.id:
        raise forbidden("The user id in the path is not the account of the token.")


def _user(call: Call, user_id: str) -> User:
    user = call.network.world.users.get(user_id)
    if user is None:
        raise not_found("user", user_id)
    return user


def _shape(call: Call, user: User) -> Shape:
    return user_shape(call.network, user, wish_of(call.request).user_fields)
