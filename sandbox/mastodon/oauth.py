"""OAuth on a Mastodon server: any program registers itself, an account lets it in, and may put it out again."""

import base64
import hashlib
import secrets
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.mastodon.door import KIND, fields_of
from sandbox.mastodon.problems import Problem
from sandbox.network import network_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.world.apps import App, Code, Grant

WISHES = ("read who mentions you and what is said to you alone", "write in your name", "mute, block and report people")


async def register(request: Request) -> Response:
    asked, _form = await fields_of(request)
    name, back = str(asked.get("client_name", "")), str(asked.get("redirect_uris", ""))
    if not name or not urlsplit(back).netloc:
        return Problem(422, "Validation failed: Redirect URI must be an absolute URI.").response()
    known = f"{name} {secrets.token_hex(4)}"  # two programs of one name are two programs
    app = network_of(request).world.apps.create(known, redirect_uris=[back])
    told = {
        "id": app.id,
        "name": name,
        "redirect_uri": back,
        "redirect_uris": [back],
        "scopes": str(asked.get("scopes", "")).split(),
    }
    return JSONResponse({**told, "client_id": app.client_id, "client_secret": app.client_secret, "vapid_key": ""})


async def ask(request: Request) -> Response:
    app, target = _app(request), urlsplit(request.query_params.get("redirect_uri", ""))
    if app is None or request.query_params.get("redirect_uri") not in app.redirect_uris:
        return sorry(request, 400, "No program is known by this key, or it wants to be sent back elsewhere.")
    accounts = network_of(request).world.users.everyone(brands=True)
    origin = f"{target.scheme}://{target.netloc}"
    return page(request, "consent.html", form_target=origin, app=app, wishes=WISHES, accounts=accounts[:200])


async def answer(request: Request) -> Response:
    app, network, asked = _app(request), network_of(request), request.query_params
    if app is None or is_foreign(request) or asked.get("redirect_uri") not in app.redirect_uris:
        return sorry(request, 400, "This form came from another site, or no program is known by this key.")
    form, _files = await fields_of(request)
    user = network.world.users.named(str(form.get("handle", "")))
    if form.get("answer") != "allow" or user is None:
        return _return(request, error="access_denied")
    scopes = tuple(asked.get("scope", "read").split())
    code = Code(Grant(app.id, user.id, scopes), asked["redirect_uri"], asked.get("code_challenge", ""), "mastodon")
    return _return(request, code=network.world.apps.issue_code(code, network.settings.code_life))


async def token(request: Request) -> Response:
    """The code becomes a token, once, for whoever knows the secret and what the code was asked for with."""
    network = network_of(request)
    form, _files = await fields_of(request)
    app = network.world.apps.with_client_id(str(form.get("client_id", "")))
    if app is None or form.get("client_secret") != app.client_secret:
        return Problem(401, "Client authentication failed", name="invalid_client").response()
    code = network.world.apps.spend_code(str(form.get("code", "")))
    verifier = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
    proof = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
    fits = code is not None and code.grant.app_id == app.id and code.redirect_uri == form.get("redirect_uri")
    if code is None or not fits or (code.challenge and code.challenge != proof):
        return Problem(400, "The provided authorization grant is invalid", name="invalid_grant").response()
    made = network.world.keys.issue(KIND, app.id, code.grant.user_id or "", None)
    told = {"token_type": "Bearer", "scope": " ".join(code.grant.scopes), "created_at": 0}
    return JSONResponse({"access_token": made, **told})


async def revoke(request: Request) -> Response:
    form, _files = await fields_of(request)
    network = network_of(request)
    app, key = (
        network.world.apps.with_client_id(str(form.get("client_id", ""))),
        network.world.keys.of(KIND, str(form.get("token", ""))),
    )
    if app is None or key is None or key.app_id != app.id:
        return Problem(403, "You are not authorized to revoke this token", name="unauthorized_client").response()
    network.world.apps.revoke(str(form["token"]))
    return JSONResponse({})


def _app(request: Request) -> App | None:
    return network_of(request).world.apps.with_client_id(request.query_params.get("client_id", ""))


def _return(request: Request, **result: str) -> Response:
    address, state = request.query_params["redirect_uri"], request.query_params.get("state")
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(address + joint + urlencode(result | ({"state": state} if state else {})), 303)
