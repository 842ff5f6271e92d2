"""Attachments of customers, read from Meta's own hosts and from nowhere else, and never more than we can keep."""

from __future__ import annotations

from functools import partial

from webcare.channels import calling
from webcare.channels.fetching import Place
from webcare.channels.meta import problems
from webcare.channels.meta.api import Api, base, client

FILES = Place("Meta", (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com"))


def fetch(api: Api, url: str, *, proven: bool = False) -> bytes:
    """The bytes behind an address that a payload named; such addresses end after a while. Raises DeliveryError.

    With `proven` our token goes along, which only such hosts ever see.
    """
    FILES.check(url, base(api.application))
    headers = {"authorization": f"Bearer {api.token}"} if proven else {}
    with calling.answered(api.network), client().stream("GET", url, headers=headers) as response:
        return FILES.content(response, partial(problems.from_response, network=api.network, sends=False))
