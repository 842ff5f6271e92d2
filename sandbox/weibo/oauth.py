"""OAuth at Weibo: an account lets a program in for a while, and there is nothing to renew it with."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.clock import now_ms
from sandbox.network import network_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.weibo.door import TOKEN, fields_of
from sandbox.weibo.problems import Problem
from sandbox.world.apps import App, Code, Grant

LIFE = 30 * 24 * 3600
WISHES = ("read who mentions and comments", "comment in your name", "read and answer private messages")


async def ask(request: Request) -> Response:
    app = _app(request)
    target = urlsplit(request.query_params.get("redirect_uri", ""))
    if app is None or not target.netloc or request.query_params.get("response_type") != "code":
        return sorry(request, 400, "No program is known by this key, or it names no address to return to.")
    accounts = network_of(request).world.users.everyone(brands=True)
    origin = f"{target.scheme}://{target.netloc}"
    return page(request, "consent.html", form_target=origin, app=app, wishes=WISHES, accounts=accounts[:200])


async def answer(request: Request) -> Response:
    app, network = _app(request), network_of(request)
    if app is None or is_foreign(request):
        return sorry(request, 400, "This form came from another site, or no program is known by this key.")
    asked = request.query_params
    form = await fields_of(request)
    user = network.world.users.named(form.get("handle", ""))
    if form.get("answer") != "allow" or user is None:
        return _return(request, error="access_denied", error_code="21330")
    code = Code(Grant(app.id, user.id, ()), asked["redirect_uri"], "", "weibo")
    return _return(request, code=network.world.apps.issue_code(code, network.settings.code_life))


async def token(request: Request) -> Response:
    """The code becomes a token, once, for whoever knows the secret."""
    network = network_of(request)
    try:
        form = await fields_of(request)
        app = network.world.apps.with_client_id(form.get("client_id", ""))
        if app is None or form.get("client_secret") != app.consumer_secret:
            raise Problem(21324, "invalid_client", 400)
        code = network.world.apps.spend_code(form.get("code", ""))
        if code is None or code.grant.app_id != app.id or code.redirect_uri != form.get("redirect_uri"):
            raise Problem(21325, "invalid_grant", 400)
    except Problem as problem:
        return problem.response(request)
    owner = code.grant.user_id or ""
    made = network.world.keys.issue(TOKEN, app.id, owner, LIFE)
    return JSONResponse({"access_token": made, "expires_in": LIFE, "remind_in": str(LIFE), "uid": owner})


async def facts(request: Request) -> Response:
    key = network_of(request).world.keys.of(TOKEN, (await fields_of(request)).get("access_token", ""))
    if key is None:
        return Problem(21327, "expired_token", 400).response(request)
    ends = {"create_at": now_ms() // 1000, "expire_in": key.seconds_left()}
    return JSONResponse({"uid": int(key.user_id), "appkey": key.app_id, "scope": None, **ends})


async def revoke(request: Request) -> Response:
    keys, known = network_of(request).world.keys, (await fields_of(request)).get("access_token", "")
    key = keys.of(TOKEN, known)
    if key is None:
        return Problem(21332, "invalid_access_token", 401).response(request)
    keys.withdraw(TOKEN, key.app_id)
    return JSONResponse({"result": "true"})


def _app(request: Request) -> App | None:
    return network_of(request).world.apps.with_client_id(request.query_params.get("client_id", ""))


def _return(request: Request, **result: str) -> Response:
    address, state = request.query_params["redirect_uri"], request.query_params.get("state")
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(address + joint + urlencode(result | ({"state": state} if state else {})), 303)
