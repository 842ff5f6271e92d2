"""OAuth 2 of the make-believe mail: whoever owns a mailbox lets a program in, which shows a token in place of the password."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode, urlsplit

import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.mail.bearers import ACCESS, RENEWAL
from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.pages.consenting import origin
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import is_foreign
from sandbox.world.apps import App, Code, Grant
from sandbox.world.keys import Key

LIFE = 3600
WISHES = ("read the mail in your mailbox", "send mail from your address", "stay connected until you end it")
BASE = "/mail/oauth"


class Denied(Exception):
    """`error` is the word for it in RFC 6749."""

    def __init__(self, error: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.error, self.status = error, status


async def ask(request: Request) -> Response:
    """In which account's name?"""
    app, wrong = _app(request), _wrong(request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    accounts = sorted(
        network_of(request).world.users.everyone(), key=lambda user: (not user.is_brand, user.name.lower())
    )
    target = origin(request.query_params["redirect_uri"])
    return page(request, "consent.html", form_target=target, app=app, wishes=WISHES, accounts=accounts[:200])


async def answer(request: Request) -> Response:
    app, network, asked = _app(request), network_of(request), request.query_params
    wrong = "This form came from another site." if is_foreign(request) else _wrong(request)
    if app is None or wrong:
        return sorry(request, 400, wrong)
    form = await form_of(request)
    user = network.world.users.named(form.texts.get("handle", ""))
    if form.texts.get("answer") != "allow" or user is None:
        return _return(request, error="access_denied")
    code = Code(Grant(app.id, user.id, ()), asked["redirect_uri"], asked["code_challenge"], "S256")
    return _return(request, code=network.world.apps.issue_code(code, network.settings.code_life))


async def token(request: Request) -> Response:
    """For a code, or for a renewal token, which stays good."""
    network = network_of(request)
    try:
        form = (await form_of(request)).texts
        app = network.world.apps.with_client_id(form.get("client_id", ""))
        if app is None or not hmac.compare_digest(form.get("client_secret", "").encode(), app.client_secret.encode()):
            raise Denied("invalid_client", "Nobody is known by this id and secret.", 401)
        if form.get("grant_type") == "authorization_code":
            told = _for_code(network, app, form)
        elif form.get("grant_type") == "refresh_token":
            told = _for_renewal(network, app, form.get("refresh_token", ""))
        else:
            raise Denied("unsupported_grant_type", "There is no such way to a token.")
    except BadForm as error:
        return JSONResponse({"error": "invalid_request", "error_description": str(error)}, 400)
    except Denied as denied:
        return JSONResponse({"error": denied.error, "error_description": str(denied)}, denied.status)
    return JSONResponse(told, headers={"cache-control": "no-store"})


def _for_code(network: Network, app: App, form: dict[str, str]) -> dict[str, object]:
    code = network.world.apps.spend_code(form.get("code", ""))
    if code is None or code.grant.app_id != app.id or code.redirect_uri != form.get("redirect_uri"):
        raise Denied("invalid_grant", "The code is unknown, used, or of somebody else.")
    proof = (
        base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
    )
    if not hmac.compare_digest(proof, code.challenge):
        raise Denied("invalid_grant", "The verifier does not fit the challenge.")
    owner = code.grant.user_id or ""
    renewal = network.world.keys.issue(RENEWAL, app.id, owner, None)
    return {**_issued(network, app, owner), "refresh_token": renewal}


def _for_renewal(network: Network, app: App, renewal: str) -> dict[str, object]:
    known: Key | None = network.world.keys.of(RENEWAL, renewal)
    if known is None or known.app_id != app.id:
        raise Denied("invalid_grant", "The renewal token was withdrawn.")
    return _issued(network, app, known.user_id)


def _issued(network: Network, app: App, owner: str) -> dict[str, object]:
    user = network.world.users.get(owner)
    box = network.world.mails.box_of(user) if user else None
    if box is None:
        raise Denied("invalid_grant", "Whoever let you in is gone.")
    claims = {"aud": app.client_id, "sub": owner, "email": box.address, "preferred_username": box.address}
    signed = jwt.encode(claims, hashlib.sha256(app.client_secret.encode()).hexdigest(), "HS256")
    access = network.world.keys.issue(ACCESS, app.id, owner, LIFE)
    return {"token_type": "Bearer", "access_token": access, "expires_in": LIFE, "id_token": signed}


def _app(request: Request) -> App | None:
    return network_of(request).world.apps.with_client_id(request.query_params.get("client_id", ""))


def _wrong(request: Request) -> str:
    asked = request.query_params
    if _app(request) is None or not urlsplit(asked.get("redirect_uri", "")).netloc:
        return "No program is known by this id, or it names no address to return to."
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256":
        return "A code and a challenge by S256 are wanted here."
    return "" if asked.get("code_challenge") else "The challenge is empty."


def _return(request: Request, **result: str) -> Response:
    address, state = request.query_params["redirect_uri"], request.query_params.get("state", "")
    joint = "&" if urlsplit(address).query else "?"
    return RedirectResponse(address + joint + urlencode({**result, "state": state}), 303)


ROUTES = [
    Route(f"{BASE}/authorize", ask),
    Route(f"{BASE}/authorize", answer, methods=["POST"]),
    Route(f"{BASE}/token", token, methods=["POST"]),
]
