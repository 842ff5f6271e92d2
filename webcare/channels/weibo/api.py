"""Calls to Weibo as one account: addresses, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.weibo import problems
from webcare.channels.weibo.addresses import api_base, reading, writing
from webcare.channels.weibo.fields import IDENTIFIER, Shape
from webcare.channels.weibo.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound

NAME = "Weibo"
understood = partial(calling.understood, NAME)  # how each answer is read


@cache
def client() -> httpx2.Client:
    """The connections of this process. Weibo redirects nobody."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


class Api:
    """Everything is a query or a form, and the token is one of its fields."""

    def __init__(self, account: Account, name: str = "access_token") -> None:
        self.application = application_of(account)
        self.token = str(account.secrets.get(name, ""))
        if not self.token:
            raise DeliveryError(_("The account's access token is not stored; connect it again."), True, reauth=True)

    def read(self, name: str, **asked: str | int) -> Shape:
        """A list or a look-up that exists in two kinds, ordinary and under contract."""
        return self.ask("GET", reading(self.application, name), asked)

    def get(self, name: str, **asked: str | int) -> Shape:
        """Any other look-up."""
        return self.ask("GET", writing(self.application, name), asked)

    def post(self, name: str, *, sends: bool = False, **asked: str | int) -> Shape:
        """Do something. `sends`: something is published, so that no answer means an unknown outcome."""
        return self.ask("POST", writing(self.application, name), asked, sends=sends)

    def ask(self, method: str, url: str, asked: Mapping[str, str | int], *, sends: bool = False) -> Shape:
        """The answer's object."""
        fields = {"access_token": self.token, **{name: str(value) for name, value in asked.items()}}
        return _asked(method, url, fields, sends=sends)


def as_application(application: Application, path: str, form: Mapping[str, str]) -> Shape:
    """A call of our registration itself, whose proof is in the form."""
    return _asked("POST", api_base(application) + path, form, sends=False)


def _asked(method: str, url: str, fields: Mapping[str, str], *, sends: bool) -> Shape:
    content = {"params": fields} if method == "GET" else {"data": fields}
    with calling.answered(NAME, sends=sends):
        response = client().request(method, url, **content)  # type: ignore[arg-type]  # one of the two
    if not response.is_success:
        raise problems.from_response(response, sends=sends)
    with understood(sends=sends):
        answer = Shape.read(response.content)
    if answer.has("error_code"):  # some servers say it under a status of success
        raise problems.from_response(response, sends=sends)
    return answer


def number_of(external_id: str, kind: str) -> str:
    """Weibo's own number of a post or a comment."""
    given, _colon, number = external_id.partition(":")
    if given != kind or not IDENTIFIER.match(number):
        raise DeliveryError(_("Weibo knows nothing under this id."), True)
    return number
