"""What an answer of LinkedIn that is not the hoped-for one means for us, as the one error word of the border."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import refused
from webcare.channels.adapter import DeliveryError
from webcare.channels.linkedin.limits import WAIT
from webcare.lib.sentence import Sentence

LONGEST_WAIT = timedelta(hours=24)  # quotas begin anew at midnight UTC
UNTOLD = _("LinkedIn gives no reason")
TOO_OFTEN = Sentence(_("LinkedIn asks us to wait: %(reason)s."))
BROKEN = Sentence(_("LinkedIn has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(_("LinkedIn no longer accepts our access to this page (%(reason)s); connect it again."))
NOT_PERMITTED = Sentence(
    _("LinkedIn does not permit this (%(reason)s). The connection test says which role or permission is missing.")
)
OLD_VERSION = Sentence(
    _("LinkedIn has ended the version of its API that our application asks for; raise it in the settings (%(reason)s).")
)
GONE = Sentence(_("It is no longer there on LinkedIn: %(reason)s."))
REFUSED = Sentence(_("LinkedIn refuses (%(status)s): %(reason)s."))


class Refused(refused.Refused[int]):
    """What LinkedIn will not do; of what it said the status of HTTP is known."""

    @property
    def keeps_it_from_us(self) -> bool:
        """Whether it says only that this one thing is not for us to see."""
        return self.problem in {400, 403, 404, 410}


def from_response(response: httpx2.Response, *, sends: bool) -> Refused:
    """An answer with an error in it."""
    return Refused(response.status_code, _meaning(response, reason_of(response), sends=sends))


def reason_of(response: httpx2.Response) -> str:
    """What LinkedIn says about it, without a full stop."""
    body = _json(response)
    said = (body.get("message"), body.get("error_description"), body.get("error"), body.get("code"))
    return next((text.strip().rstrip(".")[:300] for text in said if isinstance(text, str) and text.strip()), UNTOLD)


def _meaning(response: httpx2.Response, reason: str, *, sends: bool) -> DeliveryError:
    status = response.status_code
    if status == 429:
        return DeliveryError(TOO_OFTEN(reason=reason), retry_after=_waiting(response.headers))
    if status == 401:
        return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
    if status == 426 or "version" in str(_json(response).get("code", "")).lower():
        return DeliveryError(OLD_VERSION(reason=reason), True)
    if status == 403:
        return DeliveryError(NOT_PERMITTED(reason=reason), True)
    if status in {404, 410}:
        return DeliveryError(GONE(reason=reason), True, gone=True)
    if status == 409 or (status in {400, 422} and "duplicate" in reason.lower()):
        return DeliveryError(_("LinkedIn has this very text from us already."), True, duplicate=True)
    if status >= 500:
        return DeliveryError(BROKEN(status=status, reason=reason), unknown=sends)
    return DeliveryError(REFUSED(status=status, reason=reason), True)


def _waiting(headers: httpx2.Headers) -> timedelta:
    try:
        after = timedelta(seconds=int(headers["retry-after"]))
    except (KeyError, ValueError, OverflowError):
        return WAIT
    return min(max(after, timedelta(seconds=1)), LONGEST_WAIT)


def _json(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
