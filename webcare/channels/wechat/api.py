"""Calls to WeChat as one official account: its token, its errors, and files both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx2

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.fetching import content_of
from webcare.channels.wechat import tokens
from webcare.channels.wechat.addresses import NAME, api_base, client
from webcare.channels.wechat.fields import Shape
from webcare.channels.wechat.problems import Problem

Files = Mapping[str, tuple[str, bytes, str]]


class Api:
    """Every call carries the token, which is renewed once where WeChat no longer takes it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @classmethod
    def of(cls, account: Account) -> Api:
        """Calls as this account."""
        return cls(calling.application_of(account))

    def get(self, path: str) -> Shape:
        """Read something."""
        return self._understood(self._call("GET", path), sends=False)

    def post(self, path: str, wish: Mapping[str, Any], *, sends: bool = False) -> Shape:
        """Do something; WeChat shows escapes of JSON as they are, so that none are written."""
        content = json.dumps(wish, ensure_ascii=False).encode("utf-8", "replace")
        return self._understood(self._call("POST", path, content=content, sends=sends), sends=sends)

    def upload(self, kind: str, files: Files) -> Shape:
        """Hand a file over, for three days; it is shown to nobody yet, so that this may be repeated."""
        return self._understood(self._call("POST", "media/upload", files=files, kind=kind), sends=False)

    def download(self, media_id: str) -> bytes:
        """A file that somebody sent."""
        token = tokens.current(self.application)
        asked = {"access_token": token, "media_id": media_id}
        with calling.answered(NAME), client().stream("GET", self._url("media/get"), params=asked) as response:
            if response.headers.get("content-type", "").startswith(("text/plain", "application/json")):
                response.read()
                raise self._problem(response).meaning(sends=False)
            return content_of(response)

    def _call(self, method: str, path: str, *, sends: bool = False, kind: str = "", **content: Any) -> httpx2.Response:
        asked = {"type": kind} if kind else {}
        token = tokens.current(self.application)
        response = self._ask(method, path, {**asked, "access_token": token}, sends, content)
        problem = Problem.of(response)
        if problem and problem.is_stale:
            token = tokens.renewed(self.application, stale=token)
            response = self._ask(method, path, {**asked, "access_token": token}, sends, content)
        return response

    def _ask(
        self, method: str, path: str, asked: Mapping[str, str], sends: bool, content: Mapping[str, Any]
    ) -> httpx2.Response:
        headers = {"content-type": "application/json"} if "content" in content else {}
        with calling.answered(NAME, sends=sends):
            return client().request(method, self._url(path), params=asked, headers=headers, **content)

    def _url(self, path: str) -> str:
        """Most lies in one place; what lies elsewhere begins with a slash."""
        return f"{api_base(self.application)}{path if path.startswith('/') else f'/cgi-bin/{path}'}"

    def _understood(self, response: httpx2.Response, *, sends: bool) -> Shape:
        if problem := Problem.of(response):
            raise problem.meaning(sends=sends)
        with calling.understood(NAME, sends=sends):
            return Shape.read(response.content)

    def _problem(self, response: httpx2.Response) -> Problem:
        return Problem.of(response) or Problem(response.status_code, 0, "no file")
