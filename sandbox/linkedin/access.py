"""OAuth 2 as LinkedIn does it: a page for consent, codes, access for 60 days, and renewal for those who may."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.clock import now_ms
from sandbox.linkedin.problems import Problem
from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.pages.consenting import LOOPBACK, origin
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.world.apps import App, Code, Grant
from sandbox.world.organizations import PERMISSIONS

CODE_LIFE, TOKEN_LIFE, RENEWAL_LIFE = 1800, 60 * 24 * 3600, 365 * 24 * 3600
WORDS = {
    "r_organization_social_feed": "read comments on your page",
    "w_organization_social_feed": "comment in the name of your page",
    "r_organization_social": "read the posts of your page",
    "rw_organization_admin": "see which pages you run, and hear what happens on them",
}


async def ask(request: Request) -> Response:
    """Which page, and what for."""
    network = network_of(request)
    app, wrong = _app(network, request), _wrong(network, request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    wishes, brands = [WORDS[each] for each in _scopes(request)], network.world.users.everyone(brands=True)
    target = origin(request.query_params["redirect_uri"])
    return page(request, "consent.html", form_target=target, app=app, wishes=wishes, accounts=brands)


async def agree(request: Request) -> Response:
    network = network_of(request)
    app = _app(network, request)
    wrong = "This form came from another site." if is_foreign(request) else _wrong(network, request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    try:
        form = await form_of(request)
    except BadForm as error:
        return sorry(request, 400, str(error))
    brand = network.world.users.named(form.texts.get("handle", ""))
    if form.texts.get("answer") != "allow" or brand is None or not brand.is_brand:
        return _return(request, error="user_cancelled_authorize")
    code = Code(Grant(app.id, brand.id, _scopes(request)), request.query_params["redirect_uri"], "", "")
    return _return(request, code=network.world.apps.issue_code(code, CODE_LIFE))


async def token(request: Request) -> Response:
    """By a code, or by a renewal token, whose own end does not move."""
    network = network_of(request)
    try:
        form = await form_of(request)
        asked = form.texts
        app = network.world.apps.with_client_id(asked.get("client_id", ""))
        if app is None or asked.get("client_secret") != app.client_secret:
            raise _no("invalid_client", "Client authentication failed", 401)
        if asked.get("grant_type") == "authorization_code":
            told = _for_code(network, app, asked)
        elif asked.get("grant_type") == "refresh_token":
            told = _for_renewal(network, app, asked.get("refresh_token", ""))
        else:
            raise _no("unsupported_grant_type", "The grant type is not supported")
    except BadForm as error:
        return JSONResponse({"error": "invalid_request", "error_description": str(error)}, 400)
    except Problem as problem:
        return JSONResponse({"error": problem.code, "error_description": str(problem)}, problem.status)
    return JSONResponse(told, headers={"cache-control": "no-store"})


def _issued(network: Network, app: App, organization_id: str, permissions: tuple[str, ...]) -> dict[str, object]:
    """Access, and a renewal token: the sandbox takes its apps for partners."""
    shelf = network.world.organizations
    access = shelf.issue_token(app.id, organization_id, permissions, TOKEN_LIFE, "steward")
    renewal = shelf.issue_token(app.id, organization_id, permissions, RENEWAL_LIFE, "renewal")
    told: dict[str, object] = {"access_token": access, "expires_in": TOKEN_LIFE, "scope": ",".join(permissions)}
    return told | {"refresh_token": renewal, "refresh_token_expires_in": RENEWAL_LIFE}


def _for_code(network: Network, app: App, asked: dict[str, str]) -> dict[str, object]:
    code = network.world.apps.spend_code(asked.get("code", ""))
    if code is None or code.grant.app_id != app.id or code.redirect_uri != asked.get("redirect_uri"):
        raise _no("invalid_request", "Unable to retrieve access token: authorization code not found")
    return _issued(network, app, str(code.grant.user_id), code.grant.scopes)


def _for_renewal(network: Network, app: App, token: str) -> dict[str, object]:
    known = network.world.organizations.steward(token, "renewal")
    if known is None or known.app_id != app.id:
        raise _no("invalid_request", "The provided refresh token is invalid or has ended")
    shelf, left = network.world.organizations, (network.world.organizations.ends_at(token) - now_ms()) // 1000
    access = shelf.issue_token(app.id, known.organization_id, known.permissions, TOKEN_LIFE, "steward")
    told: dict[str, object] = {"access_token": access, "expires_in": TOKEN_LIFE, "scope": ",".join(known.permissions)}
    return told | {"refresh_token": token, "refresh_token_expires_in": left}


def _app(network: Network, request: Request) -> App | None:
    return network.world.apps.with_client_id(request.query_params.get("client_id", ""))


def _wrong(network: Network, request: Request) -> str:
    app, address = _app(network, request), request.query_params.get("redirect_uri", "")
    if app is None:
        return "No app has this client id."
    if address not in app.redirect_uris and (app.redirect_uris or urlsplit(address).hostname not in LOOPBACK):
        return "The app has not registered this address to return to."
    if request.query_params.get("response_type") != "code":
        return "The response type must be “code”."
    return "" if _scopes(request) else "The app asks for nothing that this network knows."


def _scopes(request: Request) -> tuple[str, ...]:
    return tuple(scope for scope in request.query_params.get("scope", "").split() if scope in PERMISSIONS)


def _return(request: Request, **result: str) -> Response:
    address, state = request.query_params["redirect_uri"], request.query_params.get("state", "")
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(address + joint + urlencode({**result, "state": state}), 303)


def _no(code: str, sentence: str, status: int = 400) -> Problem:
    return Problem(status, code, sentence)
