"""Access to a page: it lasts 60 days, and is renewed for a year where LinkedIn has made our application a partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from django.utils.translation import gettext_noop as _

from webcare.channels import calling, renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application, Grant
from webcare.channels.inbound import Unparsable
from webcare.channels.linkedin import problems
from webcare.channels.linkedin.addresses import oauth
from webcare.channels.linkedin.fields import Shape
from webcare.channels.linkedin.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

LIFE = 60 * 24 * 3600  # seconds, where LinkedIn does not say
NO_TOKEN = Sentence(_("LinkedIn answered something that is no token: %(reason)s"))
DENIED = Sentence(_("LinkedIn gives us no access to this page (%(reason)s); connect it again."))
OVER = _("The access to this page has ended after 60 days; connect it again.")


def current(application: Application, account: Account) -> str:
    """A token that still works; renewed before LinkedIn has to refuse it, where that can be."""
    token = str(account.secrets.get("access_token", ""))
    if not token or (renewing.ends_soon(account) and account.secrets.get("refresh_token")):
        return renewed(application, account, stale=token)
    return token


def renewed(application: Application, account: Account, *, stale: str) -> str:
    """A token other than `stale`. Raises DeliveryError with `reauth` where the owner has to agree again."""
    return renewing.renewed(account, partial(_refresh, application), stale=stale)


def granted(application: Application, form: Mapping[str, str]) -> Grant:
    """Ask the token endpoint. Raises DeliveryError."""
    asked = {
        **form,
        "client_id": str(application.settings.get("client_id", "")),
        "client_secret": str(application.secrets.get("client_secret", "")),
    }
    with calling.answered("LinkedIn"), outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS) as client:
        response = client.post(oauth(application, "accessToken"), data=asked)
    if response.status_code in {400, 401, 403}:
        raise DeliveryError(DENIED(reason=problems.reason_of(response)), True, reauth=True)
    if not response.is_success:
        raise problems.from_response(response, sends=False)
    return _grant(response.content)


def _refresh(application: Application, account: Account) -> None:
    refresh_token = str(account.secrets.get("refresh_token", ""))
    if not refresh_token:
        raise DeliveryError(OVER, True, reauth=True)
    grant = granted(application, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    account.secrets.update({name: word for name, word in grant.secrets.items() if word})
    account.settings.update({name: word for name, word in grant.settings.items() if word})


def _grant(content: bytes) -> Grant:
    """A refresh token keeps its own end, however often it is used."""
    try:
        answer = Shape.read(content)
        ends = real_now() + timedelta(seconds=answer.maybe_count("expires_in") or LIFE)
        secrets = {"access_token": answer.words("access_token"), "refresh_token": answer.maybe_words("refresh_token")}
        last = answer.maybe_count("refresh_token_expires_in")
        until = (real_now() + timedelta(seconds=last)).isoformat() if last and secrets["refresh_token"] else ""
        scopes = answer.maybe_words("scope").replace(",", " ")
    except (Unparsable, OverflowError) as error:
        raise DeliveryError(NO_TOKEN(reason=error)) from error
    return Grant(secrets, {renewing.ENDS: ends.isoformat(), renewing.LAST: until, "scopes": scopes})
