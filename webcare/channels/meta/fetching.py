"""Attachments of customers, read from Meta's own hosts and from nowhere else, and never more than we can keep."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.meta import problems
from webcare.channels.meta.api import Api, base, client

HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")


def fetch(api: Api, url: str, *, proven: bool = False) -> bytes:
    """The bytes behind an address that a payload named; such addresses end after a while. Raises DeliveryError.

    With `proven` our token goes along, which only such hosts ever see.
    """
    if not is_ours_to_fetch(api.application, url):
        raise DeliveryError(_("The file does not lie with Meta, so that we do not fetch it."), True)
    headers = {"authorization": f"Bearer {api.token}"} if proven else {}
    with calling.answered(api.network), client().stream("GET", url, headers=headers) as response:
        return _content(api, response)


def is_ours_to_fetch(application: Application, url: str) -> bool:
    """Whether it may be read from there: Meta's own hosts by https, or exactly the server of the API.

    Addresses come from strangers' payloads; anything wider would let them make us call our own network.
    """
    try:
        parts, home = urlsplit(url), urlsplit(base(application))
        if parts.username or parts.password:
            return False
        if _door(parts) == _door(home):
            return True
        return parts.scheme == "https" and (parts.hostname or "").endswith(HOSTS) and parts.port in {None, 443}
    except ValueError:  # no address at all
        return False


def _door(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _content(api: Api, response: httpx2.Response) -> bytes:
    if response.is_redirect:
        raise DeliveryError(_("Meta sends us elsewhere for the file; we do not follow."), True)
    if not response.is_success:
        response.read()
        raise problems.from_response(response, api.network, sends=False)
    return calling.content_of(response)
