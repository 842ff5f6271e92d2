"""Calls to the Bot API as one bot: addresses, time-outs, and errors as DeliveryError. The token is part of the address."""

from __future__ import annotations

import json as json_text
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache, partial
from typing import Any
from urllib.parse import quote

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.telegram import problems
from webcare.channels.telegram.fields import Shape
from webcare.channels.telegram.forms import API_BASE
from webcare.channels.telegram.limits import CONNECT_SECONDS, GIVEN_BYTES, READ_SECONDS
from webcare.lib import outbound
from webcare.lib.limits import ATTACHMENT_BYTES, MIB
from webcare.lib.sentence import Sentence

TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,100}\Z")
TOO_LARGE = Sentence(_("The file is larger than the %(most)s MB that a bot may fetch."))
understood = partial(calling.understood, "Telegram")  # how each answer is read
File = tuple[str, bytes, str]  # name, content, content type


@cache
def client() -> httpx2.Client:
    """The connections of this process."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


class Api:
    """As the bot whose token this is."""

    def __init__(self, base: str, token: str) -> None:
        if not TOKEN.match(token):
            raise DeliveryError(
                _("This is no token of a bot; @BotFather gives one with a colon in it."), True, reauth=True
            )
        self.base = base
        self.token = token

    @classmethod
    def of(cls, account: Account) -> Api:
        """Calls as this bot."""
        base = account.application.base(API_BASE) if account.application else API_BASE
        return cls(base, str(account.secrets.get("bot_token", "")))

    def call(
        self,
        method: str,
        asked: Mapping[str, Any] | None = None,
        *,
        file: tuple[str, File] | None = None,
        sends: bool = False,
    ) -> Shape:
        """What `result` says, as an object with that one field. `sends`: no answer means an unknown outcome."""
        told = {name: value for name, value in (asked or {}).items() if value not in (None, "")}
        url = f"{self.base}/bot{self.token}/{method}"
        with self._answered(sends=sends):
            if file is None:
                response = client().post(url, json=told)
            else:
                form = {name: _field(value) for name, value in told.items()}
                response = client().post(url, data=form, files={file[0]: file[1]})
        if not response.is_success:
            raise problems.from_response(response, sends=sends)
        with understood(sends=sends):
            return Shape.read(response.content)

    def download(self, path: str) -> bytes:
        """A file of the server's folder. Raises DeliveryError."""
        most = min(GIVEN_BYTES, ATTACHMENT_BYTES)
        content = bytearray()
        url = f"{self.base}/file/bot{self.token}/{quote(path)}"
        with self._answered(), client().stream("GET", url) as response:
            if not response.is_success:
                response.read()
                raise problems.from_response(response, sends=False)
            for piece in response.iter_bytes():
                content += piece
                if len(content) > most:
                    raise DeliveryError(TOO_LARGE(most=most // MIB), True)
        return bytes(content)

    def _answered(self, *, sends: bool = False) -> AbstractContextManager[None]:
        """The token is part of every address."""
        return calling.answered("Telegram", sends=sends, hidden=self.token)


def _field(value: Any) -> str:
    return value if isinstance(value, str) else json_text.dumps(value, ensure_ascii=False)
