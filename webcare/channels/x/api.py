"""Calls to the X API, as one account or as our application: addresses, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.spending import charge
from webcare.channels.x import problems, tokens
from webcare.channels.x.addresses import api_base
from webcare.channels.x.fields import IDENTIFIER, Shape
from webcare.channels.x.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.channels.x.tariff import items_of
from webcare.lib import outbound

Json = Mapping[str, Any]
understood = partial(calling.understood, "X")  # how each answer is read


@cache
def client() -> httpx2.Client:
    """The connections of this process. X redirects nobody, so following a redirect would lead astray."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


class Api:
    """Where `account` is given, calls are made with its token, which is refreshed at most once a call."""

    def __init__(self, application: Application, account: Account | None = None) -> None:
        self.application = application
        self.account = account
        self.headers = httpx2.Headers()  # of the last answer

    @classmethod
    def of(cls, account: Account) -> Api:
        """Calls as this account."""
        return cls(application_of(account), account)

    def get(self, path: str, **params: str | int) -> Shape:
        """Read something."""
        return self.call("GET", path, params=params)

    def pages(self, path: str, **params: str | int) -> Iterator[Shape]:
        """Read page by page, as far as the caller goes on; each page costs money."""
        while True:
            page = self.get(path, **params)
            yield page
            meta = page.maybe_shape("meta")
            token = meta.maybe_words("next_token") if meta else ""
            if not token or token == params.get("pagination_token"):
                return
            params["pagination_token"] = token

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Json | None = None,
        data: Json | None = None,
        files: Json | None = None,
        sends: bool = False,
    ) -> Shape:
        """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
        try:
            answer = self._called(method, path, sends, params=params, json=json, data=data, files=files)
        except DeliveryError as error:
            if error.unknown:  # X may have done it, and charged for it
                charge(self.application, items_of(method, path, json, None))
            raise
        charge(self.application, items_of(method, path, json, answer))
        return answer

    def _called(self, method: str, path: str, sends: bool, **content: Any) -> Shape:
        token = self._token()
        response = self._ask(method, path, token, sends, **content)
        if response.status_code == 401 and self.account is not None:
            token = tokens.renewed(self.application, self.account, stale=token)
            response = self._ask(method, path, token, sends, **content)
        self.headers = response.headers
        if response.status_code == 401 and self.account is None:
            raise DeliveryError(
                _("X does not accept our application's bearer token; look it up in the settings of X."), True
            )
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        return _read(response, sends=sends)

    def _token(self) -> str:
        if self.account is not None:
            return tokens.current(self.application, self.account)
        bearer = self.application.secrets.get("app_bearer", "")
        if not bearer:
            raise DeliveryError(_("The application's bearer token is not stored; add it in the settings of X."), True)
        return str(bearer)

    def _ask(self, method: str, path: str, token: str, sends: bool, **content: Any) -> httpx2.Response:
        with calling.answered("X", sends=sends):
            return client().request(
                method, api_base(self.application) + path, headers={"authorization": f"Bearer {token}"}, **content
            )


def path_id(external_id: str) -> str:
    """An id as part of an address; encrypted messages have ids that the API knows nothing of."""
    if not IDENTIFIER.match(external_id):
        raise DeliveryError(_("X lets nobody but its own app do this with an encrypted message."), True)
    return external_id


def _read(response: httpx2.Response, *, sends: bool) -> Shape:
    if not response.content:
        return Shape({}, "")
    with understood(sends=sends):
        answer = Shape.read(response.content)
    errors = answer.values.get("errors")
    if errors and not answer.has("data"):
        raise problems.from_partial([each for each in errors if isinstance(each, dict)])
    return answer
