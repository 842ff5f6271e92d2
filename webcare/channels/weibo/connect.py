"""Connecting an account: its owner agrees on Weibo (OAuth 2.0), and Weibo says who it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant
from webcare.channels.weibo.addresses import api_base
from webcare.channels.weibo.api import Api, as_application, understood
from webcare.channels.weibo.fields import IDENTIFIER, Shape
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

NOBODY = Sentence(_("“%(written)s” is nobody whom Weibo knows; write a name as it stands there, or a number."))


def authorize_url(application: Application, redirect_uri: str, state: str) -> str:
    """Where the person who owns the account agrees."""
    asked = {
        "client_id": str(application.settings.get("app_key", "")),
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "state": state,
        "forcelogin": "true",
    }
    return f"{api_base(application)}/oauth2/authorize?{urlencode(asked)}"


def exchange(application: Application, code: str, redirect_uri: str) -> Grant:
    """The code that came back becomes a token, which ends by itself; Weibo has nothing to renew it with."""
    form = {
        "client_id": str(application.settings.get("app_key", "")),
        "client_secret": str(application.secrets.get("app_secret", "")),
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
    }
    with understood():
        answer = as_application(application, "/oauth2/access_token", form)
        token, life = answer.words("access_token"), answer.maybe_count("expires_in") or 0
    return Grant({"access_token": token}, {renewing.ENDS: end_of(life).isoformat()})


def connect(account: Account) -> None:
    """Whose token it is; the caller stores it. Where Weibo pushes to is entered in the fans service by hand."""
    with understood():
        api = Api(account)
        known = api.get("account/get_uid").identifier("uid")
        user = api.get("users/show", uid=known)
        account.external_id = known
        account.handle = user.maybe_words("screen_name", "name")[:255]
        account.name = user.maybe_words("name", "screen_name")[:255]
        renewing.learn_end(account, end_of(token_facts(account).maybe_count("expire_in") or 0))


def token_facts(account: Account) -> Shape:
    """What Weibo knows of the token: whose it is and how many seconds it has left."""
    api = Api(account)
    return as_application(api.application, "/oauth2/get_token_info", {"access_token": api.token})


def end_of(left: int) -> datetime:
    """When a token ends that has so many seconds left."""
    return real_now() + timedelta(seconds=min(left, 10**9))


def disconnect(account: Account) -> None:
    """Hand the access back; one that has ended before is no trouble."""
    try:
        api = Api(account)
        as_application(api.application, "/oauth2/revokeoauth2", {"access_token": api.token})
    except DeliveryError as error:
        if not error.reauth:
            raise


def recipient(account: Account, written: str) -> str:
    """The number of somebody, who may be given by it or by name. Raises DeliveryError."""
    name = written.strip().removeprefix("@")
    if IDENTIFIER.match(name):
        return name
    if not name:
        raise DeliveryError(NOBODY(written=written), True)
    with understood():
        return Api(account).get("users/show", screen_name=name).identifier("idstr", "id")
