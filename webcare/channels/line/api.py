"""Calls to the Messaging API as one official account: addresses, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx2

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.calling import application_of
from webcare.channels.fetching import content_of
from webcare.channels.line import problems, tokens
from webcare.channels.line.addresses import API_BASE, DATA_BASE, NAME, client
from webcare.channels.line.fields import Shape

RETRY_KEY = "x-line-retry-key"
Json = Mapping[str, Any]
understood = partial(calling.understood, NAME)  # how each answer is read
BEING_PREPARED = 202  # the status of HTTP under which a file is not there yet


class Api:
    """As the account whose token this is; one that ends by itself is renewed before."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.application = application_of(account)
        self.base = self.application.base(API_BASE)

    def get(self, path: str) -> Shape:
        """A look-up."""
        return self.call("GET", path)

    def post(self, path: str, told: Json, *, retry_key: str = "", sends: bool = False) -> Shape:
        """Do something. `retry_key`: LINE does it once, however often it is asked within a day."""
        return self.call("POST", path, told, retry_key=retry_key, sends=sends)

    def call(
        self, method: str, path: str, told: Json | None = None, *, retry_key: str = "", sends: bool = False
    ) -> Shape:
        """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
        token = tokens.current(self.account)
        response = self._asked(method, path, token, told, retry_key, sends)
        if response.status_code == 401 and tokens.renews(self.account):  # it ended early; nothing was done
            token = tokens.renewed(self.account, stale=token)
            response = self._asked(method, path, token, told, retry_key, sends)
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        with understood(sends=sends):
            return Shape.read(response.content or b"{}")  # some calls are published as answered by nothing

    def download(self, message: str) -> bytes | None:
        """What came along with a message, from the host that LINE has for such; None while LINE still prepares it."""
        with calling.answered(NAME), client().stream("GET", self._file(message), headers=self._proof()) as response:
            if not response.is_success:
                response.read()
                raise problems.from_response(response, sends=False)
            return None if response.status_code == BEING_PREPARED else content_of(response)

    def preparing(self, message: str) -> str:
        """How far LINE is with a film or a sound: processing, succeeded or failed."""
        with calling.answered(NAME):
            response = client().get(f"{self._file(message)}/transcoding", headers=self._proof())
        if not response.is_success:
            raise problems.from_response(response, sends=False)
        with understood():
            return Shape.read(response.content).words("status")

    def _file(self, message: str) -> str:
        base = str(self.application.settings.get("data_base") or DATA_BASE).rstrip("/")
        return f"{base}/v2/bot/message/{message}/content"

    def _proof(self) -> dict[str, str]:
        return {"authorization": f"Bearer {tokens.current(self.account)}"}

    def _asked(
        self, method: str, path: str, token: str, told: Json | None, retry_key: str, sends: bool
    ) -> httpx2.Response:
        headers = {"authorization": f"Bearer {token}", **({RETRY_KEY: retry_key} if retry_key else {})}
        content: dict[str, Any] = {} if told is None else {"json": told}
        with calling.answered(NAME, sends=sends):
            return client().request(method, self.base + path, headers=headers, **content)
