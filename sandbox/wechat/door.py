"""Every address of WeChat for programs: its one token, the list of addresses, and the faults in force."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.faults import SendFault
from sandbox.misbehaving import Noes, misbehave
from sandbox.multipart import BadForm, File, form_of
from sandbox.network import Network, network_of
from sandbox.refusing import MediaNotReady, NotThere, Refusal
from sandbox.wechat import chatting, problems, templates
from sandbox.wechat.naming import app_number, person_with
from sandbox.wechat.problems import Problem
from sandbox.world.users import User

Json = dict[str, Any]
HOST = "/api.weixin.qq.com"
BASE = f"{HOST}/cgi-bin"
TOKEN, LIFE = "wechat", 7200
ELSEWHERE = "203.0.113.7"  # the address that a fault pretends we call from
NOES: Noes = {
    SendFault.RATE_LIMITED: partial(Problem, 45011, "api minute-quota reach limit, must slower retry next minute"),
    SendFault.SERVER_ERROR: partial(Problem, 0, "system error", 500),
    SendFault.UNAVAILABLE: partial(Problem, -1, "system error"),
    SendFault.FORBIDDEN: partial(problems.not_listed, ELSEWHERE),
    SendFault.SUSPENDED: lambda: Problem(50002, "user limited"),
    SendFault.UNAUTHORIZED: problems.stale,
}
MOST = {"image": 10 * 1024**2, "voice": 2 * 1024**2, "video": 10 * 1024**2}


@dataclass(frozen=True)
class Call:
    request: Request
    network: Network
    account: User


Handler = Callable[[Call], Awaitable[Json | Response]]


def door(handler: Handler, *, sends: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """`sends` marks what the faults for sends apply to."""

    async def answer(request: Request) -> Response:
        try:
            call = _call(request)
            fault = call.network.faults.next_fault(sends=sends)
            act, pause = partial(handler, call), call.network.faults.now.hang_seconds
            told = await (misbehave(request, fault, pause, act, NOES) if fault else act())
        except Refusal as refusal:
            return problems.of_refusal(refusal).response()
        except Problem as problem:
            return problem.response()
        return told if isinstance(told, Response) else JSONResponse(told)

    return answer


async def stable_token(request: Request) -> Response:
    """Everybody gets the same one until it ends, unless it is asked for anew."""
    network = network_of(request)
    try:
        asked = json.loads(await request.body())
        app = network.world.apps.get(app_number(str(asked.get("appid"))))
    except (ValueError, AttributeError):
        return Problem(47001, "data format error").response()
    if app is None or network.world.callbacks.of_app("wechat", app.id) is None:
        return Problem(40013, "invalid appid").response()
    if asked.get("secret") != app.consumer_secret:
        return Problem(40125, "invalid appsecret").response()
    keys = network.world.keys
    known = None if asked.get("force_refresh") is True else keys.current(TOKEN, app.id)
    if known is None:
        keys.withdraw(TOKEN, app.id)
        callback = network.world.callbacks.of_app("wechat", app.id)
        keys.issue(TOKEN, app.id, callback.user_id if callback else "0", LIFE)
        known = keys.current(TOKEN, app.id)
    token, key = known or ("", None)
    return JSONResponse({"access_token": token, "expires_in": key.seconds_left() if key else 0})


async def addresses(call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


async def colleagues(call: Call) -> Json:
    return {
        "kf_list": [{"kf_account": f"service@{call.account.username}", "kf_nick": call.account.name, "kf_id": "1001"}]
    }


async def send(call: Call) -> Json:
    """To one follower: a text, or a file that was handed over before."""
    try:
        wish = json.loads(await call.request.body())
        kind, content = str(wish["msgtype"]), dict(wish[wish["msgtype"]])
        person = person_with(call.network, call.account, str(wish["touser"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(47001, "data format error") from error
    if person is None:
        raise NotThere("invalid openid")
    media_id = str(content.get("media_id", "")) if kind in MOST else None
    if kind not in {"text", *MOST}:
        raise Problem(40008, "invalid message type")
    if media_id is not None and call.network.world.media.get(media_id) is None:
        raise MediaNotReady("invalid media_id")
    words = chatting.Words(call.account, person, True, str(content.get("content", "")), media_id)
    chatting.answer(call.network, words)
    return {"errcode": 0, "errmsg": "ok"}


async def list_templates(call: Call) -> Json:
    return {"template_list": list(templates.TEMPLATES)}


async def send_template(call: Call) -> Json:
    """To a follower, at any time; what became of it is told by an event."""
    try:
        wish = dict(json.loads(await call.request.body()))
        person = person_with(call.network, call.account, str(wish["touser"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(47001, "data format error") from error
    if person is None:
        raise NotThere("invalid openid")
    words = chatting.Words(call.account, person, True, templates.filled(wish))
    return {"errcode": 0, "errmsg": "ok", "msgid": int(chatting.notify(call.network, words).id)}


async def list_notices(call: Call) -> Json:
    return {"errcode": 0, "errmsg": "ok", "data": list(templates.NOTICES)}


async def send_notice(call: Call) -> Json:
    """To a follower who agreed to it; what became of it nobody is told."""
    try:
        wish = dict(json.loads(await call.request.body()))
        person = person_with(call.network, call.account, str(wish["touser"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(47001, "data format error") from error
    if person is None:
        raise NotThere("invalid openid")
    chatting.remind(call.network, chatting.Words(call.account, person, True, templates.filled_notice(wish)))
    return {"errcode": 0, "errmsg": "ok"}


async def upload(call: Call) -> Json:
    """A file, kept for three days."""
    kind = call.request.query_params.get("type", "")
    try:
        file: File | None = (await form_of(call.request)).files.get("media")
    except BadForm as error:
        raise Problem(41005, "media data missing") from error
    if kind not in MOST or file is None or not file.content:
        raise Problem(40004, "invalid media type")
    if len(file.content) > MOST[kind]:
        raise Problem(45001, "media size out of limit")
    made = call.network.world.media.keep(call.account.id, file.media_type, "message", file.content)
    call.network.world.media.describe(made.id, file.name)
    return {"type": kind, "media_id": made.id, "created_at": made.created_at // 1000}


async def download(call: Call) -> Response:
    media = call.network.world.media.get(call.request.query_params.get("media_id", ""))
    if media is None:
        raise MediaNotReady("invalid media_id")
    return Response(call.network.world.media.content(media.id), media_type=media.media_type)


def _call(request: Request) -> Call:
    network = network_of(request)
    key = network.world.keys.of(TOKEN, request.query_params.get("access_token", ""))
    account = network.world.users.get(key.user_id) if key else None
    if account is None:
        raise problems.stale()
    return Call(request, network, account)
