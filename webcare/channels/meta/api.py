"""Calls to the Graph API, as an account or as our application: addresses, tokens, time-outs, and errors as DeliveryError."""

from __future__ import annotations

import hashlib
import hmac
import json as json_text
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache, partial
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling, quota
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import MALFORMED, application_of
from webcare.channels.meta import problems
from webcare.channels.meta.fields import IDENTIFIER, Shape
from webcare.channels.meta.limits import BUSY, CONNECT_SECONDS, READ_SECONDS
from webcare.lib import outbound
from webcare.lib.sentence import Sentence

API_BASE, API_VERSION = "https://graph.facebook.com", "v26.0"
VERSION = re.compile(r"v[0-9]{1,3}\.[0-9]{1,2}\Z")
understood = partial(calling.understood, "Meta")  # how each answer is read
NEARLY_USED_UP = Sentence(_("%(percent)s percent of what %(network)s allows are used, so that we read on later."))


@cache
def client() -> httpx2.Client:
    """The connections of this process. The Graph redirects nobody."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


class Api:
    """Each network has one of its own; the last answer's headers tell how much of the quota is used."""

    network = "Meta"  # as people say it
    kept_as = "page_token"  # where the account keeps its token

    def __init__(self, application: Application, token: str) -> None:
        self.application = application
        self.token = token
        self.headers = httpx2.Headers()

    @classmethod
    def of(cls, account: Account) -> Self:
        """Calls as this account."""
        token = str(account.secrets.get(cls.kept_as, ""))
        if not token:
            raise DeliveryError(_("The access token is not stored; connect the account again."), True, reauth=True)
        return cls(application_of(account), token)

    @classmethod
    def as_application(cls, application: Application) -> Self:
        """Calls as our registration with Meta, whose token is its id and its secret."""
        return cls(application, f"{app_id(application)}|{application.secrets.get('app_secret', '')}")

    def meaning(self, problem: problems.Problem) -> DeliveryError | None:
        """What a code means on this network alone; None where it means what it means everywhere."""
        return None

    def get(self, path: str, **params: str | int) -> Shape:
        """Read something."""
        return self.call("GET", path, params=params)

    def pages(self, path: str, **params: str | int) -> Iterator[Shape]:
        """Read page by page, as far as the caller goes on and the quota allows."""
        while True:
            page = self.get(path, **params)
            yield page
            paging = page.maybe_shape("paging")
            after = after_of(paging.maybe_words("next")) if paging else ""
            if not after or after == params.get("after"):
                return
            self.be_modest()
            params["after"] = after

    def be_modest(self) -> None:
        """Leave what is left of the quota to answers."""
        percent = problems.used(self.headers)
        if percent is not None and percent >= BUSY:
            wait = max(problems.waiting(self.headers), timedelta(minutes=5))
            raise DeliveryError(NEARLY_USED_UP(percent=round(percent), network=self.network), retry_after=wait)

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Mapping[str, Any] | None = None,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        sends: bool = False,
    ) -> Shape:
        """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
        proven = {**(params or {}), "appsecret_proof": self._proof()}
        with calling.answered(self.network, sends=sends):
            response = client().request(
                method, address(self.application, path), headers={"authorization": f"Bearer {self.token}"},
                params=proven, json=json, data=data, files=files,
            )  # fmt: skip
        self.headers = response.headers
        quota.note(self.application, problems.used(response.headers))
        if not response.is_success:
            raise problems.from_response(response, self.network, sends=sends, own=self.meaning)
        with understood(sends=sends):
            return _read(response)

    def _proof(self) -> str:
        """That whoever has the token also knows the secret; applications can demand it."""
        secret = str(self.application.secrets.get("app_secret", ""))
        return hmac.new(secret.encode(), self.token.encode(), hashlib.sha256).hexdigest()


def app_id(application: Application) -> str:
    """Our registration's own id at Meta."""
    return str(application.settings.get("app_id", ""))


def base(application: Application) -> str:
    """Without a slash at its end."""
    return application.base(API_BASE)


def address(application: Application, path: str) -> str:
    """The address of something in the version that our registration works with."""
    version = str(application.settings.get("api_version") or API_VERSION)
    if not VERSION.match(version):
        raise DeliveryError(MALFORMED(reason=version), True)
    return f"{base(application)}/{version}/{path}"


def after_of(link: str) -> str:
    """Meta's address of the next page carries a token of ours; only the place where it begins is taken from it."""
    try:
        return parse_qs(urlsplit(link).query).get("after", [""])[0]
    except ValueError:
        return ""


def path_id(external_id: str) -> str:
    """An id as part of an address."""
    if not IDENTIFIER.match(external_id):
        raise DeliveryError(_("Meta knows nothing under this id."), True)
    return external_id


def _read(response: httpx2.Response) -> Shape:
    """The Graph answers some calls with a bare `true`."""
    try:
        if json_text.loads(response.content) is True:
            return Shape({"success": True}, "")
    except (ValueError, RecursionError):
        pass
    return Shape.read(response.content)
