"""What every answer to one of Meta's networks has to be before it leaves: something, not too long, with a file that is taken."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError, Length, Outgoing
from webcare.channels.length import measure
from webcare.lib.limits import MIB
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that %(network)s has room for."))
TOO_MANY_BYTES = Sentence(_("The text takes %(taken)s of the %(limit)s bytes that %(network)s has room for."))
NOT_TAKEN = Sentence(_("%(network)s does not take %(file)s here."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that %(network)s takes here."))
ONE_FILE = Sentence(_("%(network)s takes only one file with one answer."))
TEXT_OR_FILE = Sentence(_("%(network)s takes a text or a file in one message; send them one after the other."))


def tidy(text: str) -> str:
    """Line ends as Meta counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_text(network: str, length: Length, outgoing: Outgoing, text: str) -> None:
    """Raise what the network would say, before anything is sent."""
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    check_length(network, length, text)
    if outgoing.private and text and outgoing.files:
        raise DeliveryError(TEXT_OR_FILE(network=network), True)
    if len(outgoing.files) > 1:
        raise DeliveryError(ONE_FILE(network=network), True)


def check_length(network: str, length: Length, text: str) -> None:
    """As the network counts it."""
    if (taken := measure(text, length)) > length.limit:
        sentence = TOO_MANY_BYTES if length.unit == "bytes" else TOO_LONG
        raise DeliveryError(sentence(taken=taken, limit=length.limit, network=network), True)


def check_files(network: str, outgoing: Outgoing, types: Collection[str], most: int) -> None:
    """Each of a type that is taken, and not too large."""
    for file in outgoing.files:
        if file.content_type not in types:
            raise DeliveryError(NOT_TAKEN(file=file.filename, network=network), True)
        if len(file.content) > most:
            raise DeliveryError(TOO_LARGE(file=file.filename, most=most // MIB, network=network), True)
