"""Sessions: opened with an app password, renewed with a token that works once, and ended."""

import base64
import json
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.bluesky import naming, problems
from sandbox.bluesky.door import Call, Json, body_of, let_in
from sandbox.bluesky.problems import Problem
from sandbox.clock import now_ms
from sandbox.network import network_of
from sandbox.world.sky import ACCESS, REFRESH, Sky
from sandbox.world.users import User

ACCESS_MS, REFRESH_MS = 2 * 3_600_000, 60 * 24 * 3_600_000
SCOPES = {True: "com.atproto.appPassPrivileged", False: "com.atproto.appPass"}


async def create(request: Request) -> Response:
    """Needs no session, so that it stands before the door."""
    network = network_of(request)
    try:
        told = await body_of(request)
        identifier = str(told.get("identifier", "")).lower()
        let_in(request, identifier)
        user = naming.user_of(network, identifier)
        chats = network.world.sky.opens(user.id, str(told.get("password", ""))) if user else None
        if user is None or chats is None:
            raise problems.wrong_password()
        if network.world.sky.is_closed(user.id):
            raise problems.taken_down()
        return JSONResponse(_opened(network.world.sky, user, str(request.base_url).rstrip("/"), chats=chats))
    except Problem as problem:
        return problem.response()


async def refresh(call: Call) -> Json:
    sky = call.network.world.sky
    session = sky.session(REFRESH, call.token)
    sky.end_session(call.token)
    chats = session is not None and session.chats
    return _opened(sky, call.account, str(call.request.base_url).rstrip("/"), chats=chats)


async def delete(call: Call) -> Json:
    call.network.world.sky.end_session(call.token)
    return {}


async def show(call: Call) -> Json:
    return {**_who(call.account), "active": True}


def _opened(sky: Sky, user: User, base: str, *, chats: bool) -> Json:
    tokens = {
        "accessJwt": sky.new_session(user.id, ACCESS, _token(user, SCOPES[chats], ACCESS_MS), ACCESS_MS, chats=chats),
        "refreshJwt": sky.new_session(
            user.id, REFRESH, _token(user, "com.atproto.refresh", REFRESH_MS), REFRESH_MS, chats=chats
        ),
    }
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": base}
    document = {"id": naming.did_of(user.id), "alsoKnownAs": [f"at://{naming.handle_of(user)}"], "service": [service]}
    return {**_who(user), **tokens, "didDoc": document, "active": True}


def _who(user: User) -> Json:
    return {"did": naming.did_of(user.id), "handle": naming.handle_of(user)}


def _token(user: User, scope: str, life_ms: int) -> str:
    """In the form of a JWT; nobody but the server that made it reads it."""
    at = now_ms() // 1000
    parts: list[Json] = [
        {"typ": "at+jwt", "alg": "HS256"},
        {
            "scope": scope,
            "sub": naming.did_of(user.id),
            "iat": at,
            "exp": at + life_ms // 1000,
            "jti": secrets.token_hex(8),
        },
    ]
    told = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts]
    return ".".join([*told, secrets.token_urlsafe(32)])
