"""Facebook Login: whoever runs pages says which of them a program may have and what it may do there; codes and tokens follow."""

import hmac
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.meta.problems import Problem, invalid
from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.pages.consenting import LOOPBACK, origin
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.world.apps import App, Code, Grant
from sandbox.world.pages import Agreement

CODE_LIFE, PASSING_LIFE, LASTING_LIFE = 600, 2 * 3600, 60 * 24 * 3600
WORDS = {
    "pages_show_list": "see which pages you run",
    "pages_read_engagement": "read what your pages post and answer",
    "pages_read_user_content": "read what people post and comment on your pages",
    "pages_manage_engagement": "comment in the name of your pages, hide and remove comments",
    "pages_manage_metadata": "hear what happens on your pages",
    "pages_messaging": "read and write in Messenger as your pages",
    "instagram_basic": "see the Instagram accounts of your pages",
    "instagram_manage_comments": "answer and hide comments on Instagram",
    "instagram_manage_messages": "read and write direct messages on Instagram",
}
PAGE, PERMISSION = "page:", "permission:"


async def ask(request: Request) -> Response:
    """Which pages, and what for; each can be refused."""
    network = network_of(request)
    app, wrong = _app(network, request), _wrong(network, request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    wishes, brands = [(each, WORDS[each]) for each in _scopes(request)], network.world.users.everyone(brands=True)
    target = origin(request.query_params["redirect_uri"])
    return page(request, "login.html", form_target=target, app=app, wishes=wishes, brands=brands)


async def agree(request: Request) -> Response:
    network = network_of(request)
    app = _app(network, request)
    wrong = "This form came from another site." if is_foreign(request) else _wrong(network, request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    try:
        told = (await form_of(request)).texts
    except BadForm as error:
        return sorry(request, 400, str(error))
    if told.get("answer") != "allow":
        return _return(request, error="access_denied", error_reason="user_denied", error_code="200")
    brands = network.world.users.everyone(brands=True)
    chosen = tuple(brand.id for brand in brands if f"{PAGE}{brand.username}" in told)
    granted = tuple(each for each in _scopes(request) if f"{PERMISSION}{each}" in told)
    words = Agreement(app.id, granted, chosen).words
    code = Code(Grant(app.id, None, words), request.query_params["redirect_uri"], "", "")
    return _return(request, code=network.world.apps.issue_code(code, CODE_LIFE))


async def token(request: Request) -> Response:
    """For a code one that ends within hours; for that one another that lasts for two months."""
    network = network_of(request)
    try:
        asked = dict(request.query_params) | (await form_of(request)).texts
        app = network.world.apps.get(asked.get("client_id", ""))
        secret = asked.get("client_secret", "").encode()
        if app is None or not hmac.compare_digest(secret, app.consumer_secret.encode()):
            raise Problem(1, "Error validating client secret.")
        if asked.get("grant_type") == "fb_exchange_token":
            agreement, life = _longer(network, app, asked.get("fb_exchange_token", "")), LASTING_LIFE
        else:
            agreement, life = _for_code(network, app, asked), PASSING_LIFE
    except BadForm as error:
        return invalid(str(error)).response()
    except Problem as problem:
        return problem.response()
    issued = network.world.pages.issue_to_person(agreement, life)
    told = {"access_token": issued, "token_type": "bearer", "expires_in": life}
    return JSONResponse(told, headers={"cache-control": "no-store"})


def _for_code(network: Network, app: App, asked: dict[str, str]) -> Agreement:
    code = network.world.apps.spend_code(asked.get("code", ""))
    if code is None or code.grant.app_id != app.id:
        raise Problem(100, "This authorization code has been used.", subcode=36009)
    if code.redirect_uri != asked.get("redirect_uri"):
        raise Problem(100, "Error validating verification code.", subcode=36008)
    return Agreement.read(app.id, code.grant.scopes)


def _longer(network: Network, app: App, token: str) -> Agreement:
    known = network.world.pages.agreement(token)
    if known is None or known.app_id != app.id:
        raise Problem(190, "Error validating access token.", status=400)
    return Agreement(app.id, known.permissions, known.page_ids, lasts=True)


def _app(network: Network, request: Request) -> App | None:
    return network.world.apps.get(request.query_params.get("client_id", ""))


def _wrong(network: Network, request: Request) -> str:
    app, address = _app(network, request), request.query_params.get("redirect_uri", "")
    if app is None:
        return "No app has this id."
    if address not in app.redirect_uris and (app.redirect_uris or urlsplit(address).hostname not in LOOPBACK):
        return "The app has not registered this address to return to."
    if request.query_params.get("response_type", "code") != "code":
        return "The response type must be “code”."
    return "" if _scopes(request) else "The app asks for nothing that this network knows."


def _scopes(request: Request) -> tuple[str, ...]:
    """A configuration made beforehand asks for everything here."""
    if request.query_params.get("config_id"):
        return tuple(WORDS)
    wanted = request.query_params.get("scope", "").replace(",", " ").split()
    return tuple(each for each in wanted if each in WORDS)


def _return(request: Request, **result: str) -> Response:
    address, state = request.query_params["redirect_uri"], request.query_params.get("state", "")
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(address + joint + urlencode({**result, "state": state}), 303)
