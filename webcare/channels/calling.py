"""What may go wrong between us and a network before it says anything of its own, as the one error word of the border."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Unparsable
from webcare.lib.limits import ATTACHMENT_BYTES, MIB
from webcare.lib.sentence import Sentence

UNPROCESSED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
MALFORMED = Sentence(_("The API address or a key of this account is malformed: %(reason)s."))
UNREACHED = Sentence(_("%(network)s cannot be reached: %(reason)s."))
UNANSWERED = Sentence(_("%(network)s did not answer: %(reason)s."))
UNEXPECTED = Sentence(_("%(network)s answered something unexpected: %(reason)s"))
TOO_LARGE = Sentence(_("The file is larger than the %(most)s MB that we keep."))


@contextmanager
def answered(network: str, *, sends: bool = False) -> Iterator[None]:
    """A call without an answer: certain that nothing happened only if we never got through."""
    try:
        yield
    except UNPROCESSED as error:
        raise DeliveryError(UNREACHED(network=network, reason=error or type(error).__name__)) from error
    except httpx2.HTTPError as error:
        reason = error or type(error).__name__
        raise DeliveryError(UNANSWERED(network=network, reason=reason), unknown=sends) from error
    except (httpx2.InvalidURL, UnicodeEncodeError) as error:
        raise DeliveryError(MALFORMED(reason=error), True) from error


@contextmanager
def understood(network: str, *, sends: bool = False) -> Iterator[None]:
    """An answer of another shape than the network promises is a failed call."""
    try:
        yield
    except Unparsable as error:
        raise DeliveryError(UNEXPECTED(network=network, reason=error), unknown=sends) from error


def content_of(response: httpx2.Response) -> bytes:
    """What streams in, and never more than we can keep."""
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > ATTACHMENT_BYTES:
            raise DeliveryError(TOO_LARGE(most=ATTACHMENT_BYTES // MIB), True)
    return bytes(content)
