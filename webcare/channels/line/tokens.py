"""The channel access token: one that was typed in and lasts, or one that we ask for with a key of our own and renew (v2.1)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.utils.translation import gettext_noop as _

from webcare.channels import calling, renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.line import problems
from webcare.channels.line.addresses import API_BASE, NAME, client
from webcare.channels.line.fields import Shape
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

AUDIENCE = "https://api.line.me/"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LASTS = timedelta(days=30)
WORTH = timedelta(minutes=25)  # how long the proof is good for; LINE takes at most half an hour
NO_KEY = Sentence(
    _("The assertion signing key cannot be read: %(reason)s. Paste the private key as LINE gave it, as JSON.")
)


def current(account: Account) -> str:
    """A token that still works for a while. Raises DeliveryError."""
    held = str(account.secrets.get("access_token", ""))
    if not renews(account):
        if not held:
            raise DeliveryError(_("The account's access token is not stored; connect it again."), True, reauth=True)
        return held
    if held and not renewing.ends_soon(account):
        return held
    return renewed(account, stale=held)


def renews(account: Account) -> bool:
    """Whether we hold a key with which tokens are asked for."""
    return bool(account.secrets.get("private_key"))


def renewed(account: Account, *, stale: str) -> str:
    """A token other than `stale`."""
    return renewing.renewed(account, _refresh, stale=stale)


def give_back(account: Account) -> None:
    """End a token that we asked for; one that was typed in belongs to whoever made it."""
    if not renews(account) or not account.secrets.get("access_token"):
        return
    application = application_of(account)
    form = {
        "client_id": _channel(application),
        "client_secret": str(application.secrets.get("channel_secret", "")),
        "access_token": str(account.secrets["access_token"]),
    }
    _asked(application, "/oauth2/v2.1/revoke", form)


def assertion(application: Application, private_key: str, now: datetime) -> str:
    """The proof that we hold the key; LINE knows its other half."""
    try:
        told = json.loads(private_key)
        key, known = jwt.PyJWK(told, algorithm="RS256"), str(told["kid"])
    except (ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError) as error:
        raise DeliveryError(NO_KEY(reason=type(error).__name__), True) from error
    channel = _channel(application)
    claims = {"iss": channel, "sub": channel, "aud": AUDIENCE, "exp": int((now + WORTH).timestamp())}
    lasts = {"token_exp": int(LASTS.total_seconds())}
    return jwt.encode({**claims, **lasts}, key, algorithm="RS256", headers={"kid": known})


def _refresh(account: Account) -> None:
    application, now = application_of(account), real_now()
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion(application, str(account.secrets["private_key"]), now),
    }
    try:
        answer = _asked(application, "/oauth2/v2.1/token", form)
    except DeliveryError as error:
        if error.permanent:  # the key is none that LINE knows, or no more
            raise DeliveryError(error.message, True, reauth=True) from error
        raise
    with calling.understood(NAME):
        account.secrets["access_token"] = answer.words("access_token")
        life = timedelta(seconds=min(answer.count("expires_in") or 0, LASTS.total_seconds()))
    account.settings[renewing.ENDS] = (now + life).isoformat()


def _asked(application: Application, path: str, form: dict[str, Any]) -> Shape:
    with calling.answered(NAME):
        response = client().post(application.base(API_BASE) + path, data=form)
    if not response.is_success:
        raise problems.from_response(response, sends=False)
    with calling.understood(NAME):
        return Shape.read(response.content or b"{}")


def _channel(application: Application) -> str:
    return str(application.settings.get("channel_id", ""))
