"""What a program does on Weibo: comment, answer, remove, and write to whoever wrote to the account in private."""

import json
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from sandbox.network import network_of
from sandbox.refusing import NotThere
from sandbox.weibo import chatting, posting
from sandbox.weibo.door import FANS, Call, Json
from sandbox.weibo.posting import Words
from sandbox.weibo.problems import Problem, no_token
from sandbox.weibo.shapes import comment_shape, status_shape


async def comment(call: Call) -> Json:
    call.rip()
    below = posting.there(call.network, call.text("id"))
    if not below.is_post:
        raise NotThere("target weibo does not exist!")
    made = posting.comment(call.network, below.id, Words(call.account, call.text("comment")))
    return comment_shape(call.network, made)


async def reply(call: Call) -> Json:
    """Unless it is asked not to, Weibo puts before it whom it answers."""
    call.rip()
    above = posting.there(call.network, call.text("cid"))
    if above.is_post or above.post_id != call.text("id"):
        raise NotThere("target comment does not exist!")
    author = call.network.world.users.get(above.author_id)
    greets = author is not None and call.asked.get("without_mention", "0") != "1"
    greeting = f"回复@{author.name}:" if author and greets else ""
    words = Words(call.account, call.text("comment"), greeting=greeting)
    return comment_shape(call.network, posting.comment(call.network, above.id, words))


async def remove_comment(call: Call) -> Json:
    gone = posting.remove(call.network, call.account, call.text("cid"))
    return {"created_at": "", "id": int(gone.id), "idstr": gone.id}


async def remove_status(call: Call) -> Json:
    gone = posting.remove(call.network, call.account, call.text("id"))
    return status_shape(call.network, gone)


async def answer(call: Call) -> Json:
    """With the token of the fans service; the text is JSON within a form."""
    person = call.network.world.users.get(call.text("receiver_id"))
    if person is None:
        raise Problem(20003, "User does not exists!", 400)
    try:
        data = json.loads(unquote(call.text("data")))
        text = str(data["text"])
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(10008, "Param error, see doc for more info!", 400) from error
    words = chatting.Words(call.account, person, from_account=True, text=text)
    chatting.answer(call.network, words)
    return {
        "result": True,
        "sender_id": int(call.account.id),
        "receiver_id": int(person.id),
        "type": "text",
        "data": data,
    }


async def file(request: Request) -> Response:
    """What somebody sent beside words, for whoever holds the token of the fans service."""
    network = network_of(request)
    key = network.world.keys.of(FANS, request.query_params.get("access_token", ""))
    media = network.world.media.get(request.query_params.get("fid", ""))
    if key is None or media is None:
        return no_token().response(request)
    return Response(network.world.media.content(media.id), media_type=media.media_type)
