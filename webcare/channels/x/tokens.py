"""Access to an account: short-lived tokens, and refresh tokens that work only once, so that one process at a time asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.inbound import Unparsable
from webcare.channels.x import problems
from webcare.channels.x.addresses import api_base
from webcare.channels.x.fields import Shape
from webcare.channels.x.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

LIFE = 7200  # seconds, where X does not say
NO_ACCESS = Sentence(_("X gives us no access to this account (%(reason)s); connect it again."))
UNASKED = Sentence(_("X cannot be asked about our access: %(reason)s."))
NO_TOKEN = Sentence(_("X answered something that is no token: %(reason)s"))


@dataclass(frozen=True, slots=True)
class Tokens:
    """What X hands out for one account; `refresh_token` is empty without the scope offline.access."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    scopes: tuple[str, ...]

    @property
    def secrets(self) -> dict[str, str]:
        """For the account's encrypted field."""
        return {"access_token": self.access_token, "refresh_token": self.refresh_token}

    @property
    def settings(self) -> dict[str, str]:
        """For the account's open field."""
        return {renewing.ENDS: self.expires_at.isoformat(), "scopes": " ".join(self.scopes)}


def current(application: Application, account: Account) -> str:
    """A token that still works for a while; refreshed before X has to refuse it."""
    token = str(account.secrets.get("access_token", ""))
    if not token or (renewing.ends_soon(account) and account.secrets.get("refresh_token")):
        return renewed(application, account, stale=token)
    return token


def renewed(application: Application, account: Account, *, stale: str) -> str:
    """A token other than `stale`; X takes a refresh token once."""
    return renewing.renewed(account, partial(_refresh, application), stale=stale)


def requested(application: Application, form: Mapping[str, str]) -> Tokens:
    """Ask the token endpoint. Raises DeliveryError with `reauth` where X wants the account's owner to agree again."""
    response = ask(application, "/2/oauth2/token", form)
    if response.status_code in {400, 401, 403}:
        reason = problems.reason_of(response)
        raise DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if not response.is_success:
        raise problems.from_response(response, sends=False)
    return _tokens(response.content)


def ask(application: Application, path: str, form: Mapping[str, str]) -> httpx2.Response:
    """Call an OAuth endpoint as our application, whatever it answers."""
    client_id = str(application.settings.get("client_id", ""))
    client_secret = str(application.secrets.get("client_secret", ""))
    proof = httpx2.BasicAuth(client_id, client_secret) if client_secret else httpx2.USE_CLIENT_DEFAULT
    try:
        with outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS) as client:
            return client.post(api_base(application) + path, data={**form, "client_id": client_id}, auth=proof)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise DeliveryError(UNASKED(reason=error or type(error).__name__)) from error


def _refresh(application: Application, account: Account) -> None:
    refresh_token = str(account.secrets.get("refresh_token", ""))
    if not refresh_token:
        raise DeliveryError(_("The access to this account has ended; connect it again."), True, reauth=True)
    tokens = requested(application, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    if not tokens.refresh_token:  # then the old one goes on working
        tokens = Tokens(tokens.access_token, refresh_token, tokens.expires_at, tokens.scopes)
    account.secrets.update(tokens.secrets)
    account.settings.update(tokens.settings)


def _tokens(content: bytes) -> Tokens:
    try:
        answer = Shape.read(content)
        return Tokens(
            access_token=answer.words("access_token"),
            refresh_token=answer.maybe_words("refresh_token"),
            expires_at=real_now() + timedelta(seconds=answer.maybe_count("expires_in") or LIFE),
            scopes=tuple(answer.maybe_words("scope").split()),
        )
    except (Unparsable, OverflowError) as error:
        raise DeliveryError(NO_TOKEN(reason=error)) from error
