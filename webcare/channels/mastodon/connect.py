"""Connecting an account: we register with its server, its owner agrees there (OAuth 2.0 with PKCE), the server says who it is."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant
from webcare.channels.calling import application_of
from webcare.channels.mastodon.api import Api, address_of, as_application, understood
from webcare.channels.mastodon.fields import SERVER, Shape, known_as
from webcare.channels.mastodon.limits import CHARACTERS
from webcare.channels.pkce import challenge
from webcare.lib.sentence import Sentence

SCOPES = "read write:accounts write:blocks write:conversations write:media write:mutes write:reports write:statuses"
REGISTERED_FOR = "registered_for"  # the address to which the server sends people back
HANDLE = re.compile(r"@?([A-Za-z0-9_.-]{1,100})(@[A-Za-z0-9.:-]{1,150})?\Z")
NO_HANDLE = Sentence(_("“%(written)s” is no handle; one looks like @mia@mastodon.social."))


def authorize_url(application: Application, redirect_uri: str, state: str, verifier: str) -> str:
    """Where the person who owns the account agrees. Registers us with the server where nobody has done it."""
    _register(application, redirect_uri)
    asked = {
        "response_type": "code",
        "client_id": str(application.settings["client_id"]),
        "redirect_uri": redirect_uri,
        "scope": SCOPES,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        "force_login": "true",
    }
    return f"{address_of(application)}/oauth/authorize?{urlencode(asked)}"


def exchange(application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
    """The code that came back becomes a token, which lasts until somebody takes it back."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    with understood():
        answer = as_application(application, "/oauth/token", {**form, **_ourselves(application), "scope": SCOPES})
        return Grant({"access_token": answer.words("access_token")}, {"scopes": answer.maybe_words("scope")[:500]})


def connect(account: Account) -> None:
    """Who it is and what its server allows; the caller stores it."""
    api = Api(account)
    with understood():
        me, server = api.get("/api/v1/accounts/verify_credentials"), instance(api)
        domain = server.maybe_words("domain") or server.maybe_words("uri")
        if not SERVER.match(domain):
            raise DeliveryError(_("The server does not say which one it is."), True)
        account.external_id = known_as(domain, me.identifier("id"))
        account.handle = f"{me.words('username')[:150]}@{domain}"
        account.name = (me.maybe_words("display_name") or me.words("username"))[:255]
        account.settings["domain"] = domain
        account.settings[CHARACTERS] = str(characters_of(server) or "")
        account.settings["media_host"] = urlsplit(me.link("avatar_static", "avatar")).hostname or ""


def introduce(account: Account, text: str) -> None:
    """What the profile says below the name; its fields stay as they are."""
    Api(account).call("PATCH", "/api/v1/accounts/update_credentials", json={"note": text})


def instance(api: Api) -> Shape:
    """What the server says of itself; older ones only at the older address."""
    try:
        return api.get("/api/v2/instance")
    except DeliveryError as error:
        if not error.gone:
            raise
        return api.get("/api/v1/instance")


def characters_of(server: Shape) -> int | None:
    """How long a post may be there."""
    configuration = server.maybe_shape("configuration")
    statuses = configuration.maybe_shape("statuses") if configuration else None
    return statuses.count("max_characters") if statuses else server.count("max_toot_chars")


def disconnect(account: Account) -> None:
    """Hand the access back; one that has ended before is no trouble, nor one that was typed in by hand."""
    application = application_of(account)
    if not application.settings.get("client_id"):
        return
    form = {**_ourselves(application), "token": str(account.secrets.get("access_token", ""))}
    try:
        as_application(application, "/oauth/revoke", form)
    except DeliveryError as error:
        if not error.permanent:
            raise


def recipient(account: Account, written: str) -> str:
    """The id of somebody, from a handle. Raises DeliveryError."""
    found = HANDLE.match(written.strip())
    if found is None:
        raise DeliveryError(NO_HANDLE(written=written), True)
    domain = str(account.settings.get("domain", ""))
    acct = found[1] + (found[2] if found[2] and found[2] != f"@{domain}" else "")
    with understood():
        person = Api(account).get("/api/v1/accounts/lookup", [("acct", acct)])
        return known_as(domain, person.identifier("id"))


def _register(application: Application, redirect_uri: str) -> None:
    """Once for each address of ours; keys that somebody typed in are used as they are."""
    known, for_whom = application.settings.get("client_id"), application.settings.get(REGISTERED_FOR)
    if known and for_whom in {None, redirect_uri}:
        return
    form = {"client_name": "webcare", "redirect_uris": redirect_uri, "scopes": SCOPES}
    with understood():
        answer = as_application(application, "/api/v1/apps", form)
        client_id, secret = answer.words("client_id")[:255], answer.words("client_secret")[:255]
    application.keep(settings={"client_id": client_id, REGISTERED_FOR: redirect_uri}, secrets={"client_secret": secret})


def _ourselves(application: Application) -> dict[str, str]:
    return {
        "client_id": str(application.settings.get("client_id", "")),
        "client_secret": str(application.secrets.get("client_secret", "")),
    }
