"""Calls to LinkedIn's API for one of our pages: versions, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.inbound import Unparsable
from webcare.channels.linkedin import problems, tokens
from webcare.channels.linkedin.addresses import rest
from webcare.channels.linkedin.fields import Shape
from webcare.channels.linkedin.limits import API_VERSION, CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound
from webcare.lib.sentence import Sentence

VERSION = re.compile(r"20[0-9]{4}\Z")
PAGE = 50
MALFORMED = Sentence(_("The API address, its version or a token of this page is malformed: %(reason)s."))
UNEXPECTED = Sentence(_("LinkedIn answered something unexpected: %(reason)s"))


@cache
def client() -> httpx2.Client:
    """The connections of this process."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


class Api:
    """With the token of the person who runs the page, renewed at most once a call; the last answer's headers are kept."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.application = application_of(account)
        self.headers = httpx2.Headers()

    def get(self, path: str) -> Shape:
        """Read something; `path` has its query in it, since LinkedIn's lists and ranges must stay as they are written."""
        return self.call("GET", path)

    def pages(self, path: str) -> Iterator[Shape]:
        """Read on as long as whole pages come."""
        start, joint = 0, "&" if "?" in path else "?"
        while True:
            page = self.get(f"{path}{joint}start={start}&count={PAGE}")
            yield page
            if len(page.shapes("elements")) < PAGE:
                return
            start += PAGE

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        sends: bool = False,
    ) -> Shape:
        """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
        token = tokens.current(self.application, self.account)
        response = self._ask(method, path, token, json, headers or {}, sends=sends)
        if response.status_code == 401 and self.account.secrets.get("refresh_token"):
            token = tokens.renewed(self.application, self.account, stale=token)
            response = self._ask(method, path, token, json, headers or {}, sends=sends)
        self.headers = response.headers
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        if not response.content:
            return Shape({}, "")
        with understood(sends=sends):
            return Shape.read(response.content)

    def _ask(
        self,
        method: str,
        path: str,
        token: str,
        json: Mapping[str, Any] | None,
        headers: Mapping[str, str],
        *,
        sends: bool,
    ) -> httpx2.Response:
        own = {
            "authorization": f"Bearer {token}",
            "linkedin-version": version_of(self.application),
            "x-restli-protocol-version": "2.0.0",
        }
        try:
            return client().request(method, rest(self.application, path), headers={**own, **headers}, json=json)
        except httpx2.HTTPError as error:
            raise problems.from_transport(error, sends=sends) from error
        except (httpx2.InvalidURL, UnicodeEncodeError) as error:
            raise DeliveryError(MALFORMED(reason=error), True) from error


def application_of(account: Account) -> Application:
    """A page works through an application of ours."""
    application: Application | None = account.application
    if application is None:
        raise DeliveryError(_("This page belongs to no application; connect it again."), True, reauth=True)
    return application


def version_of(application: Application) -> str:
    """The month of the API that we ask for."""
    version = str(application.settings.get("api_version") or API_VERSION)
    if not VERSION.match(version):
        raise DeliveryError(MALFORMED(reason=version), True)
    return version


@contextmanager
def understood(*, sends: bool = False) -> Iterator[None]:
    """An answer of another shape than LinkedIn promises is a failed call."""
    try:
        yield
    except Unparsable as error:
        raise DeliveryError(UNEXPECTED(reason=error), unknown=sends) from error
