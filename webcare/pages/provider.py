"""The organisation's OpenID provider is believed only what it has signed, for us, in answer to the question just asked."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare

AGAIN = "again"  # in the address: who is signed in there shall prove it once more
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")

# Not as an app: that would load the provider, and an HTTP client with it, into workers and live processes too.
registry.register(OpenIDConnectProvider)


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth brings no types
    """Sends a nonce along, which only the session that asks can know."""

    def get_pkce_params(self) -> dict[str, str]:
        proof: dict[str, str] = super().get_pkce_params()
        return proof | {"nonce": _nonce(proof["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        if AGAIN in request.GET:
            asked["auth_params"] = {**self.get_auth_params(), "prompt": "login"}
        return asked


class Answer(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the same
    """What comes back: signed by a key of the provider, made for us, not over, and about one and the same person."""

    nonce = ""

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str = "") -> Any:
        self.nonce = _nonce(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **answered: Any) -> Any:
        if not answered["response"].get("id_token"):
            raise OAuth2Error("The provider sent no id_token.")
        login = super().complete_login(request, app, token, **answered)
        said = login.account.extra_data
        if said.get("userinfo", {}).get("sub", said["id_token"]["sub"]) != said["id_token"]["sub"]:
            raise OAuth2Error("The provider told of somebody else than the id_token names.")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            said = jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=list(SIGNED_BY),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                options={"require": list(NEEDED)},
                leeway=30,  # clocks differ
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"The id_token is refused: {error}") from error
        if not constant_time_compare(str(said["nonce"]), self.nonce):
            raise OAuth2Error("The id_token is the answer to another question.")
        return said

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = jwt.get_unverified_header(id_token).get("kid")
        for key in keys:
            if key.key_id == named or (named is None and len(keys) == 1):
                return key
        raise jwt.InvalidKeyError("no key of the provider has its number")


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The way back from the provider."""
    try:
        get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    answered: HttpResponseBase = OAuth2CallbackView.adapter_view(Answer(request, provider_id))(request)
    return answered


def _nonce(verifier: str) -> str:
    """From the secret of the session that nobody else has, so that it need not be kept beside it."""
    return sha256(f"nonce of {verifier}".encode()).hexdigest()
