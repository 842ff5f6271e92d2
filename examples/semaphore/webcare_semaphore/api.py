"""Calls to the tower as one station. For a real network: how it learns who calls, and what each of its noes means for us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.calling import application_of
from webcare.channels.inbound import Unparsable
from webcare.lib import outbound
from webcare.lib.sentence import Sentence
from webcare_semaphore.fields import IDENTIFIER, Shape
from webcare_semaphore.forms import API_BASE

NAME = "Semaphore"
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
USUAL_WAIT, LONGEST_WAIT = 60, 24 * 3600  # seconds
NO_ACCESS = Sentence(_("Semaphore no longer accepts our key: %(reason)s."))
GONE = Sentence(_("It is no longer there on Semaphore: %(reason)s."))
WAIT = Sentence(_("Semaphore asks us to wait: %(reason)s."))
BROKEN = Sentence(_("Semaphore has a problem of its own (%(status)s): %(reason)s."))
REFUSED = Sentence(_("Semaphore refuses (%(status)s): %(reason)s."))
understood = partial(calling.understood, NAME)  # how each answer is read


@cache
def client() -> httpx2.Client:
    """The connections of this process; there is no other way out than `outbound`."""
    return outbound.client(read=READ_SECONDS, connect=CONNECT_SECONDS)


def call(
    account: Account,
    method: str,
    path: str,
    *,
    json: Mapping[str, str] | None = None,
    params: Mapping[str, str | int] | None = None,
    sends: bool = False,
) -> Shape:
    """The answer's object. `sends`: something is published, so that no answer means an unknown outcome."""
    url = application_of(account).base(API_BASE) + path
    headers = {"authorization": f"Bearer {account.secrets.get('key', '')}"}
    with calling.answered(NAME, sends=sends):
        response = client().request(method, url, headers=headers, json=json, params=params)
    if not response.is_success:
        raise refusal(response, sends=sends)
    with understood(sends=sends):
        return Shape.read(response.content)


def refusal(response: httpx2.Response, *, sends: bool) -> DeliveryError:
    """What the tower's no means for us; docs/networks.md says what follows from each flag."""
    status, reason = response.status_code, _reason(response)
    if status in {401, 403}:
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if status in {404, 410}:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if status == 429:
        asked = response.headers.get("retry-after", "")
        seconds = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else USUAL_WAIT
        return DeliveryError(WAIT(reason=reason), retry_after=timedelta(seconds=min(seconds, LONGEST_WAIT)))
    if status >= 500:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    return DeliveryError(REFUSED(status=status, reason=reason), True)


def path_id(external_id: str) -> str:
    """An id as part of an address, so that none leads elsewhere."""
    if not IDENTIFIER.match(external_id):
        raise DeliveryError(_("Semaphore knows nothing under this id."), True)
    return external_id


def _reason(response: httpx2.Response) -> str:
    try:
        return Shape.read(response.content).words("reason").strip().rstrip(".")[:300]
    except Unparsable:
        return "it gives no reason"
