"""Connecting an account: its owner agrees on X (OAuth 2.0 with PKCE), we learn who it is and ask for its events."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.pkce import challenge
from webcare.channels.x import subscribing, tokens, wishes
from webcare.channels.x.addresses import API_BASE, api_base
from webcare.channels.x.api import Api, understood
from webcare.channels.x.limits import PERMISSIONS
from webcare.channels.x.tokens import Tokens
from webcare.lib.sentence import Sentence

AUTHORIZE = "https://x.com/i/oauth2/authorize"  # where people agree on X itself; other servers have it beside their API
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
NO_HANDLE = Sentence(_("“%(written)s” is no handle; one looks like @lowlandair."))
NOT_TAKEN_BACK = Sentence(_("X could not take the access back (%(status)s)."))


def authorize_url(application: Application, redirect_uri: str, state: str, verifier: str) -> str:
    """Where to send the person who owns the account; X sends them back with `code` and `state` (valid for 30 seconds)."""
    base = api_base(application)
    asked = {
        "response_type": "code",
        "client_id": str(application.settings.get("client_id", "")),
        "redirect_uri": redirect_uri,
        "scope": " ".join(one.name for one in PERMISSIONS),
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{AUTHORIZE if base == API_BASE else base + '/2/oauth2/authorize'}?{urlencode(asked)}"


def exchange(application: Application, code: str, redirect_uri: str, verifier: str) -> Tokens:
    """The code that came back becomes tokens: `.secrets` and `.settings` belong into the account."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    return tokens.requested(application, form)


def learn(account: Account) -> None:
    """Who the tokens belong to; the caller stores it."""
    with understood():
        me = Api.of(account).get("/2/users/me", **{"user.fields": wishes.USER}).shape("data")
        account.external_id = me.identifier("id")
        account.handle, account.name = me.maybe_words("username")[:255], me.maybe_words("name")[:255]


def user_id(account: Account, written: str) -> str:
    """The id behind a handle. Raises DeliveryError."""
    handle = written.strip().removeprefix("@")
    if not HANDLE.fullmatch(handle):
        raise DeliveryError(NO_HANDLE(written=written), True)
    with understood():
        return Api.of(account).get(f"/2/users/by/username/{handle}").shape("data").identifier("id")


def connect(account: Account, hook_url: str) -> None:
    """Learn who it is, let X call `hook_url`, and ask for everything that concerns webcare."""
    learn(account)
    with understood():
        subscribing.subscribe(account, subscribing.ensure_webhook(application_of(account), hook_url))


def disconnect(account: Account) -> None:
    """End the subscriptions and hand the access back; one that X withdrew before is no trouble."""
    with understood():
        subscribing.unsubscribe(account)
    for name in ("refresh_token", "access_token"):
        if token := str(account.secrets.get(name, "")):
            _give_back(application_of(account), token, name)


def _give_back(application: Application, token: str, kind: str) -> None:
    answer = tokens.ask(application, "/2/oauth2/revoke", {"token": token, "token_type_hint": kind})
    if answer.status_code >= 500:
        raise DeliveryError(NOT_TAKEN_BACK(status=answer.status_code))
