"""Calls to LinkedIn's API for one of our pages: versions, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

import httpx2

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import MALFORMED, application_of
from webcare.channels.linkedin import problems, tokens
from webcare.channels.linkedin.addresses import rest
from webcare.channels.linkedin.fields import Shape
from webcare.channels.linkedin.limits import API_VERSION, CONNECT_SECONDS, READ_SECONDS
from webcare.channels.shape import Listed
from webcare.lib import outbound

VERSION = re.compile(r"20[0-9]{4}\Z")
PAGE = 50
understood = partial(calling.understood, "LinkedIn")  # how each answer is read


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
        """Read on as long as whole pages come, and another one each time."""
        start, joint, before = 0, "&" if "?" in path else "?", list[Listed]()
        while True:
            page = self.get(f"{path}{joint}start={start}&count={PAGE}")
            found = page.every("elements")
            if found == before:
                return
            yield page
            if len(found) < PAGE:
                return
            start, before = start + PAGE, found

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
        with calling.answered("LinkedIn", sends=sends):
            return client().request(method, rest(self.application, path), headers={**own, **headers}, json=json)


def version_of(application: Application) -> str:
    """The month of the API that we ask for."""
    version = str(application.settings.get("api_version") or API_VERSION)
    if not VERSION.match(version):
        raise DeliveryError(MALFORMED(reason=version), True)
    return version
