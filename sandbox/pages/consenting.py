"""The page on which an account lets an app in, the first half of OAuth 2."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.world.apps import SCOPES, App, Code, Grant

LOOPBACK = ("127.0.0.1", "localhost", "::1")
WORDS = {
    "tweet.read": "read posts",
    "tweet.write": "post and delete in your name",
    "users.read": "see who you are",
    "tweet.moderate.write": "hide replies to your posts",
    "dm.read": "read your direct messages",
    "dm.write": "write direct messages in your name",
    "media.write": "upload pictures",
    "like.read": "see likes",
    "like.write": "like in your name",
    "follows.read": "see whom you follow",
    "mute.read": "see whom you mute",
    "mute.write": "mute and unmute people",
    "block.read": "see whom you block",
    "block.write": "block and unblock people",
    "offline.access": "stay connected until you end it",
}


async def ask(request: Request) -> Response:
    network = network_of(request)
    app = _app(network, request)
    wrong = _wrong(request, app)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    accounts = sorted(network.world.users.everyone(), key=lambda user: (not user.is_brand, user.name.lower()))
    return page(
        request,
        "consent.html",
        form_target=origin(request.query_params["redirect_uri"]),
        app=app,
        wishes=[WORDS[scope] for scope in _scopes(request)],
        accounts=accounts[:200],
    )


async def answer(request: Request) -> Response:
    network = network_of(request)
    app = _app(network, request)
    wrong = "This form came from another site." if is_foreign(request) else _wrong(request, app)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    try:
        form = await form_of(request)
    except BadForm as error:
        return sorry(request, 400, str(error))
    if form.texts.get("answer") != "allow":
        return _return(request, error="access_denied")
    user = network.world.users.named(form.texts.get("handle", ""))
    if user is None:
        return sorry(request, 400, "Pick an account first.")
    asked = request.query_params
    code = Code(
        Grant(app.id, user.id, _scopes(request)),
        asked["redirect_uri"],
        asked["code_challenge"],
        asked.get("code_challenge_method", "plain"),
    )
    return _return(request, code=network.world.apps.issue_code(code, network.settings.code_life))


def _app(network: Network, request: Request) -> App | None:
    return network.world.apps.with_client_id(request.query_params.get("client_id", ""))


def _wrong(request: Request, app: App | None) -> str:
    asked = request.query_params
    redirect_uri = asked.get("redirect_uri", "")
    if app is None:
        return "No app has this client id."
    if app.redirect_uris and redirect_uri not in app.redirect_uris:
        return "The app has not registered this address to return to."
    if not app.redirect_uris and urlsplit(redirect_uri).hostname not in LOOPBACK:
        return "An app that has registered no address may only return to this machine."
    if asked.get("response_type") != "code":
        return "The response type must be “code”."
    if not asked.get("code_challenge") or asked.get("code_challenge_method", "plain") not in ("S256", "plain"):
        return "A code challenge (PKCE) is needed, S256 or plain."
    return "" if _scopes(request) else "The app asks for nothing that this network knows."


def _scopes(request: Request) -> tuple[str, ...]:
    return tuple(scope for scope in request.query_params.get("scope", "").split() if scope in SCOPES)


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _return(request: Request, **result: str) -> Response:
    address = request.query_params["redirect_uri"]
    joint = "&" if urlsplit(address).query else "?"
    state = request.query_params.get("state")
    return RedirectResponse(address + joint + urlencode(result | ({"state": state} if state else {})), 303)
