"""Access to a mailbox without its password (OAuth 2.0 with PKCE): asked for, kept fresh, shown to both servers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import jwt
from django.utils.translation import gettext_noop as _

from webcare.channels import renewing
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant
from webcare.channels.calling import answered, application_of
from webcare.channels.email.addresses import plain
from webcare.channels.email.providers import provider_of, servers
from webcare.channels.inbound import Unparsable
from webcare.channels.shape import Shape
from webcare.lib import outbound
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

if TYPE_CHECKING:
    from webcare.channels.account import Account

OWNER = "agreed_by"  # the account's setting with the address of whoever agreed
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
LIFE = 3600  # seconds, where the provider does not say
LONGEST = 10 * 365 * 24 * 3600  # what it says beyond this is no number of seconds
# What ends an agreement; anything else, also a 400 or a 403, may be a rate limit, a proxy, or a secret that is being changed.
ASK_AGAIN = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied"})
DENIED = Sentence(_("%(host)s gives us no access to this mailbox any more (%(reason)s); connect it again."))
BUSY = Sentence(_("%(host)s cannot give us access at the moment (%(status)s); it will be tried again."))
NO_TOKEN = Sentence(_("%(host)s answered something that is no access: %(reason)s"))
NAMELESS = Sentence(_("%(host)s does not say whose mailbox it is. Let the app ask for “openid email” too."))


@dataclass(frozen=True, slots=True)
class Access:
    """Of one account; what is renewed stands in the account, for all processes."""

    account: Account

    def token(self) -> str:
        """One that still works, as far as we know."""
        token = str(self.account.secrets.get("access_token", ""))
        if renewing.ends_soon(self.account) and self.account.secrets.get("refresh_token"):
            return self.another(token)
        return token

    def another(self, stale: str) -> str:
        """One other than `stale`, which was refused. Raises DeliveryError with `reauth` where somebody has to agree again."""
        return renewing.renewed(self.account, partial(_refresh, application_of(self.account)), stale=stale)


def authorize_url(application: Application, redirect_uri: str, state: str, verifier: str) -> str:
    """The provider's page on which the owner of a mailbox agrees."""
    provider = provider_of(application)
    proof = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": str(application.settings.get("client_id", "")),
        "redirect_uri": redirect_uri,
        "scope": provider.scope,
        "state": state,
        "code_challenge": proof,
        "code_challenge_method": "S256",
        **provider.asks_too,
    }
    return provider.authorize_url + ("&" if urlsplit(provider.authorize_url).query else "?") + urlencode(asked)


def exchange(application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
    """What came back becomes access, and the settings of a mailbox. Raises DeliveryError."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    grant, answer = _granted(application, form)
    name, address = _owner(answer.maybe_words("id_token"))
    if not address:
        raise DeliveryError(NAMELESS(host=_host(application)), True)
    mailbox = {"address": address, "username": name, OWNER: address, **servers(application, provider_of(application))}
    return Grant(grant.secrets, {**grant.settings, **mailbox})


def _refresh(application: Application, account: Account) -> None:
    refresh_token = str(account.secrets.get("refresh_token", ""))
    if not refresh_token:
        raise DeliveryError(DENIED(host=_host(application), reason="-"), True, reauth=True)
    grant, _answer = _granted(application, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    account.secrets.update({name: word for name, word in grant.secrets.items() if word})
    account.settings.update({name: word for name, word in grant.settings.items() if word})


def _granted(application: Application, form: Mapping[str, str]) -> tuple[Grant, Shape]:
    """Ask the token endpoint."""
    host = _host(application)
    asked = {
        **form,
        "client_id": str(application.settings.get("client_id", "")),
        "client_secret": str(application.secrets.get("client_secret", "")),
    }
    with answered(host), outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS) as client:
        response = client.post(provider_of(application).token_url, data=asked)
    if not response.is_success and _error(response.content) in ASK_AGAIN:
        raise DeliveryError(DENIED(host=host, reason=_reason(response.content)), True, reauth=True)
    if not response.is_success:
        raise DeliveryError(BUSY(host=host, status=response.status_code))
    try:
        answer = Shape.read(response.content)
        secrets = {"access_token": answer.words("access_token"), "refresh_token": answer.maybe_words("refresh_token")}
        settings = {renewing.ENDS: _moment(answer, "expires_in", LIFE)}
        settings[renewing.LAST] = _moment(answer, "refresh_token_expires_in", 0)
    except Unparsable as error:
        raise DeliveryError(NO_TOKEN(host=host, reason=error)) from error
    return Grant(secrets, settings), answer


def _moment(answer: Shape, name: str, usual: int) -> str:
    told = answer.values.get(name)
    seconds = int(told) if isinstance(told, int) and 0 < told < LONGEST else usual
    return (real_now() + timedelta(seconds=seconds)).isoformat() if seconds else ""


def _owner(id_token: str) -> tuple[str, str]:
    """The name that signs in and its mail address. The token came by TLS from whoever signed it (OpenID Connect, 3.1.3.7)."""
    try:
        claims = jwt.decode(id_token, options={"verify_signature": False}) if id_token else {}
    except jwt.InvalidTokenError:
        return "", ""
    email, name = plain(str(claims.get("email") or "")), plain(str(claims.get("preferred_username") or ""))
    return name or email, email or name


def _error(content: bytes) -> str:
    try:
        return Shape.read(content).maybe_words("error")
    except Unparsable:
        return ""


def _reason(content: bytes) -> str:
    try:
        answer = Shape.read(content)
        return answer.maybe_words("error_description")[:300] or answer.maybe_words("error")[:100] or "-"
    except Unparsable:
        return "-"


def _host(application: Application) -> str:
    return urlsplit(provider_of(application).token_url).hostname or application.name
