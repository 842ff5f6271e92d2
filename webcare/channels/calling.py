"""What may go wrong between us and a network before it says anything of its own, as the one error word of the border."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.inbound import Unparsable
from webcare.lib.sentence import Sentence

UNPROCESSED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
MALFORMED = Sentence(_("The API address, its version or a key is malformed: %(reason)s."))
UNREACHED = Sentence(_("%(network)s cannot be reached: %(reason)s."))
UNANSWERED = Sentence(_("%(network)s did not answer: %(reason)s."))
UNEXPECTED = Sentence(_("%(network)s answered something unexpected: %(reason)s"))


@contextmanager
def answered(network: str, *, sends: bool = False, hidden: str = "") -> Iterator[None]:
    """A call without an answer: certain that nothing happened only if we never got through.

    `hidden` is a secret that stands in the address, and must stand in no sentence and in no log.
    """
    try:
        yield
    except UNPROCESSED as error:
        trouble = DeliveryError(UNREACHED(network=network, reason=_reason(error, hidden)))
        raise trouble from (None if hidden else error)
    except httpx2.HTTPError as error:
        trouble = DeliveryError(UNANSWERED(network=network, reason=_reason(error, hidden)), unknown=sends)
        raise trouble from (None if hidden else error)
    except (httpx2.InvalidURL, UnicodeEncodeError) as error:
        trouble = DeliveryError(MALFORMED(reason=_reason(error, hidden)), True)
        raise trouble from (None if hidden else error)


@contextmanager
def understood(network: str, *, sends: bool = False) -> Iterator[None]:
    """An answer of another shape than the network promises is a failed call."""
    try:
        yield
    except Unparsable as error:
        raise DeliveryError(UNEXPECTED(network=network, reason=error), unknown=sends) from error


def application_of(account: Account) -> Application:
    """The registration through which an account is called, where its network wants one."""
    application: Application | None = account.application
    if application is None:
        raise DeliveryError(_("This account belongs to no application; connect it again."), True, reauth=True)
    return application


def _reason(error: Exception, hidden: str) -> str:
    told = str(error) or type(error).__name__
    return told.replace(hidden, "…") if hidden else told
