"""Calls to a Mastodon server as one account: addresses, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling, quota
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.listed import Aside
from webcare.channels.mastodon import problems
from webcare.channels.mastodon.fields import Shape, local_of
from webcare.channels.mastodon.limits import CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound

NAME = "Mastodon"
PREVIOUS = re.compile(r'<([^<>]{1,2000})>;\s*rel="?prev"?')
NEXT = re.compile(r'<([^<>]{1,2000})>;\s*rel="?next"?')
Fields = Sequence[tuple[str, str]]
File = tuple[str, bytes, str]  # name, content, content type
understood = partial(calling.understood, NAME)  # how each answer is read


@cache
def client() -> httpx2.Client:
    """The connections of this process. No server redirects who calls its API."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, newest first, in `told` under `list`; `newer` and `older` are the ids from which the server goes on."""

    told: Shape
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is that of HTTP."""

    status: int
    told: Shape


class Api:
    """As the account whose token this is."""

    def __init__(self, account: Account) -> None:
        self.account, self.base = account, address_of(application_of(account))
        self.token = str(account.secrets.get("access_token", ""))
        if not self.token:
            raise DeliveryError(_("The account's access token is not stored; connect it again."), True, reauth=True)

    def get(self, path: str, asked: Fields = ()) -> Shape:
        """A look-up."""
        return self.call("GET", path, asked=asked).told

    def post(self, path: str, json: Mapping[str, Any] | None = None, *, key: str = "", sends: bool = False) -> Shape:
        """Do something. `key`: the server does it once, however often it is asked within an hour."""
        return self.call("POST", path, json=json or {}, key=key, sends=sends).told

    def page(self, path: str, asked: Fields) -> Page:
        """A part of a list, with what its Link header says; where it leads is not followed, only how it goes on."""
        response = self._response("GET", path, params=list(asked))
        with understood():
            told = Shape.listing(response.content)
        link = response.headers.get("link", "")
        return Page(told, _within(PREVIOUS, link, "min_id"), _within(NEXT, link, "max_id"))

    def listed(self, path: str, asked: Fields, reads: Callable[[Shape], object]) -> list[Shape]:
        """A list that has no more parts, without what is odd in it."""
        return list(Aside().sound(self.page(path, asked).told, "list", reads=reads))

    def upload(self, path: str, file: File, fields: Mapping[str, str]) -> Answer:
        """A file; nothing is published by it."""
        return self.call("POST", path, data=fields, files={"file": file})

    def call(
        self, method: str, path: str, *, asked: Fields = (), key: str = "", sends: bool = False, **content: Any
    ) -> Answer:
        """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
        headers = {"idempotency-key": key} if key else {}
        params = {"params": list(asked)} if asked else {}
        response = self._response(method, path, sends=sends, headers=headers, **params, **content)
        with understood(sends=sends):
            return Answer(response.status_code, Shape.read(response.content))

    def _response(
        self, method: str, path: str, *, sends: bool = False, headers: Mapping[str, str] | None = None, **content: Any
    ) -> httpx2.Response:
        told = {"authorization": f"Bearer {self.token}", **(headers or {})}
        with calling.answered(NAME, sends=sends):
            response = client().request(method, self.base + path, headers=told, **content)
        quota.note(self.account, quota.of_limit(response.headers, "x-ratelimit-limit", "x-ratelimit-remaining"))
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        return response


def as_application(application: Application, path: str, form: Mapping[str, str]) -> Shape:
    """A call of nobody's account: to register, to change a code into access, to give access back."""
    with calling.answered(NAME):
        response = client().post(address_of(application) + path, data=form)
    if not response.is_success:
        raise problems.from_response(response, sends=False)
    with understood():
        return Shape.read(response.content)


def address_of(application: Application) -> str:
    """Where the server stands; people write it as a domain."""
    told = application.base("")
    if not told:
        raise DeliveryError(_("Which server? Its address is missing in the settings of the application."), True)
    return told if "://" in told else f"https://{told}"


def number_of(external_id: str) -> str:
    """The server's own id of a post or a person."""
    local = local_of(external_id)
    if not local:
        raise DeliveryError(_("Mastodon knows nothing under this id."), True)
    return local


def _within(pattern: re.Pattern[str], header: str, name: str) -> str:
    """The id in one of the addresses of a Link header."""
    found = pattern.search(header)
    try:
        return dict(parse_qsl(urlsplit(found[1]).query)).get(name, "") if found else ""
    except ValueError:
        return ""
