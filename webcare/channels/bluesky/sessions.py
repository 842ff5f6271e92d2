"""Sessions: opened with the app password, renewed by one process at a time, opened anew where they ended for good.

Opening is rationed (30 in five minutes, 300 a day), so that a session is kept and used by all processes.
"""

from __future__ import annotations

from functools import cache, partial
from urllib.parse import urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling, renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.bluesky import problems
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.forms import SERVICE
from webcare.channels.bluesky.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound

NAME = "Bluesky"
PDS = "pds"  # the account's setting with the server on which it lives
understood = partial(calling.understood, NAME)  # how each answer is read


@cache
def client() -> httpx2.Client:
    """The connections of this process."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


def service_of(account: Account) -> str:
    """The server at which sessions are opened, without a slash at its end."""
    return str(account.settings.get("service") or SERVICE).strip().rstrip("/")


def base_of(account: Account) -> str:
    """The server on which the account lives, which answers everything else."""
    return str(account.settings.get(PDS) or service_of(account))


def current(account: Account) -> str:
    """The token of the session that stands; opens one where there is none."""
    return str(account.secrets.get("access_token", "")) or renewed(account, stale="")


def renewed(account: Account, *, stale: str) -> str:
    """A token other than `stale`; what renews it is good for once."""
    return renewing.renewed(account, _renew, stale=stale)


def open_session(account: Account) -> Shape:
    """With the app password; tokens and server go into the account. Raises DeliveryError."""
    who, password = str(account.settings.get("identifier", "")), str(account.secrets.get("app_password", ""))
    if not password:
        raise DeliveryError(_("The app password is not stored; connect the account again."), True, reauth=True)
    asked = {"identifier": who.strip().removeprefix("@"), "password": password}
    url = f"{service_of(account)}/xrpc/com.atproto.server.createSession"
    with calling.answered(NAME):
        response = client().post(url, json=asked)
    return _kept(account, response)


def close_session(account: Account) -> None:
    """What ended before is no trouble."""
    token = str(account.secrets.get("refresh_token", ""))
    if token:
        _with_refresh_token(account, "deleteSession", token)


def _renew(account: Account) -> None:
    token = str(account.secrets.get("refresh_token", ""))
    response = _with_refresh_token(account, "refreshSession", token) if token else None
    if response is None or problems.Problem.of(response).name in problems.NO_TOKEN:
        open_session(account)
    else:
        _kept(account, response)


def _with_refresh_token(account: Account, method: str, token: str) -> httpx2.Response:
    url = f"{base_of(account)}/xrpc/com.atproto.server.{method}"
    with calling.answered(NAME):
        return client().post(url, headers={"authorization": f"Bearer {token}"})


def _kept(account: Account, response: httpx2.Response) -> Shape:
    if not response.is_success:
        raise problems.from_response(response, sends=False)
    with understood():
        session = Shape.read(response.content)
        did = session.did("did")
        tokens = {"access_token": session.words("accessJwt"), "refresh_token": session.words("refreshJwt")}
        server = _server(session)
    if account.external_id and account.external_id != did:
        raise DeliveryError(
            _("The app password belongs to another account; connect this one again."), True, reauth=True
        )
    account.secrets.update(tokens)
    if server:
        account.settings[PDS] = server
    return session


def _server(session: Shape) -> str:
    """Where the account's own document says that it lives; only a server with TLS, or the one that we asked."""
    document = session.maybe_shape("didDoc")
    for each in document.shapes("service") if document else ():
        address = each.maybe_words("serviceEndpoint").rstrip("/")
        if each.maybe_words("id").endswith("#atproto_pds") and _is_safe(address):
            return address
    return ""


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme == "https"
    except ValueError:  # no address at all
        return False
