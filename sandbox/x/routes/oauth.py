"""OAuth 2: turning codes, refresh tokens and the app's own secret into tokens."""

import base64
import binascii
import hashlib
import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.multipart import BadForm, Form, form_of
from sandbox.network import Network, network_of
from sandbox.world.apps import App, Grant, Tokens
from sandbox.x.shapes import Shape


class Denied(Exception):
    """Why there is no token, in the words of RFC 6749."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.status = status


async def token(request: Request) -> Response:
    network = network_of(request)
    try:
        form = await form_of(request)
        app = _client(network, request, form)
        match form.texts.get("grant_type"):
            case "authorization_code":
                answer = _for_code(network, app, form)
            case "refresh_token":
                answer = _for_refresh(network, app, form)
            case "client_credentials":
                _confidential(request)
                answer = {"token_type": "bearer", "access_token": network.world.apps.issue_bearer(app.id)}
            case _:
                raise Denied("unsupported_grant_type", "The grant type is not supported.")
    except BadForm as error:
        return _no(Denied("invalid_request", str(error)))
    except Denied as denied:
        return _no(denied)
    return JSONResponse(answer, headers={"cache-control": "no-store"})


async def revoke(request: Request) -> Response:
    network = network_of(request)
    try:
        form = await form_of(request)
        _client(network, request, form)
    except BadForm as error:
        return _no(Denied("invalid_request", str(error)))
    except Denied as denied:
        return _no(denied)
    return JSONResponse({"revoked": network.world.apps.revoke(form.texts.get("token", ""))})


def _for_code(network: Network, app: App, form: Form) -> Shape:
    code = network.world.apps.spend_code(form.texts.get("code", ""))
    if code is None or code.grant.app_id != app.id or code.redirect_uri != form.texts.get("redirect_uri"):
        raise Denied("invalid_request", "Value passed for the authorization code was invalid.")
    if not _proves(form.texts.get("code_verifier", ""), code.challenge, code.method):
        raise Denied("invalid_request", "Value passed for the code verifier did not match the code challenge.")
    return _issue(network, code.grant)


def _for_refresh(network: Network, app: App, form: Form) -> Shape:
    grant = network.world.apps.spend_refresh(form.texts.get("refresh_token", ""), app.id)
    if grant is None:
        raise Denied("invalid_request", "Value passed for the token was invalid.")
    return _issue(network, grant)


def _issue(network: Network, grant: Grant) -> Shape:
    tokens: Tokens = network.world.apps.issue(grant, network.settings.access_token_life)
    answer: Shape = {
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
        "access_token": tokens.access_token,
        "scope": " ".join(tokens.scopes),
    }
    if tokens.refresh_token is not None:
        answer["refresh_token"] = tokens.refresh_token
    return answer


def _client(network: Network, request: Request, form: Form) -> App:
    """By HTTP Basic, or a public client by its id alone, which PKCE makes safe enough."""
    named, secret = _basic(request)
    app = network.world.apps.with_client_id(named or form.texts.get("client_id", ""))
    if app is None:
        raise Denied("unauthorized_client", "Missing valid authorization header", 401)
    secrets = (app.client_secret, app.consumer_secret)
    if named is not None and not any(hmac.compare_digest(secret.encode(), known.encode()) for known in secrets):
        raise Denied("unauthorized_client", "Missing valid authorization header", 401)
    return app


def _confidential(request: Request) -> None:
    if _basic(request)[0] is None:
        raise Denied("unauthorized_client", "Missing valid authorization header", 401)


def _basic(request: Request) -> tuple[str | None, str]:
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None, ""
    try:
        named, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Denied("unauthorized_client", "Missing valid authorization header", 401) from None
    return named, secret


def _proves(verifier: str, challenge: str, method: str) -> bool:
    if method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return hmac.compare_digest(verifier.encode(), challenge.encode())


def _no(denied: Denied) -> Response:
    return JSONResponse({"error": denied.error, "error_description": str(denied)}, denied.status)
