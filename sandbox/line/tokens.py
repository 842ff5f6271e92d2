"""Channel access tokens that a program asks for with a key of its own (v2.1), and gives back."""

import time
from typing import Any

import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.line.door import KIND
from sandbox.line.naming import channel_of
from sandbox.line.problems import Problem
from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.world.callbacks import Callback

HALF_AN_HOUR, MONTH = 1800, 30 * 86400
AUDIENCE = "https://api.line.me/"
Json = dict[str, Any]


async def issue(request: Request) -> Response:
    """For a proof that only who holds the private key can make; we know its public half."""
    network = network_of(request)
    try:
        form = (await form_of(request)).texts
        callback, claims = _proven(network, form.get("client_assertion", ""))
    except (BadForm, Problem, jwt.PyJWTError) as error:
        return JSONResponse({"error": "invalid_client", "error_description": str(error)}, 400)
    life = min(int(claims.get("token_exp", MONTH)), MONTH)
    token = network.world.keys.issue(KIND, callback.app_id, callback.user_id, life)
    return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": life, "key_id": token[:12]})


async def revoke(request: Request) -> Response:
    network, form = network_of(request), (await form_of(request)).texts
    key = network.world.keys.of(KIND, form.get("access_token", ""))
    callback = network.world.callbacks.of("line", key.user_id) if key else None
    if key is None or callback is None or form.get("client_secret") != callback.word:
        return JSONResponse({"error": "invalid_request"}, 400)
    network.world.apps.revoke(form["access_token"])
    return Response(status_code=200)


def _proven(network: Network, assertion: str) -> tuple[Callback, Json]:
    """Whose channel it is, and what the proof says."""
    channel = str(jwt.decode(assertion, options={"verify_signature": False}).get("iss", ""))
    brands = network.world.users.everyone(brands=True)
    account = next((each for each in brands if channel_of(each) == channel), None)
    callback = network.world.callbacks.of("line", account.id) if account else None
    if callback is None or not callback.encoding_key:
        raise Problem(400, "No key is registered for this channel.")
    key = jwt.PyJWK.from_json(callback.encoding_key, algorithm="RS256")
    claims: Json = jwt.decode(assertion, key, algorithms=["RS256"], audience=AUDIENCE, subject=channel)
    if int(claims["exp"]) > time.time() + HALF_AN_HOUR:
        raise Problem(400, "The proof is good for too long.")
    return callback, claims
