"""An answer leaves, is looked for, and is taken back. For a real network: its calls for that, and its own handle against repeats."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Length, Outgoing, Sent
from webcare.channels.length import measure
from webcare.lib.sentence import Sentence
from webcare_semaphore.api import call, path_id, understood
from webcare_semaphore.fields import Shape

SIGNAL = Length(200)
TOO_LONG = Sentence(_("Semaphore takes %(limit)s characters; this has %(length)s."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Once: what is repeated under the same key is the same signal to the tower."""
    if not outgoing.private:
        raise DeliveryError(_("Semaphore has no public place."), True)
    if outgoing.files:
        raise DeliveryError(_("A semaphore signals no files."), True)
    if not outgoing.text.strip():
        raise DeliveryError(_("There is nothing to send."), True)
    if (length := measure(outgoing.text, SIGNAL)) > SIGNAL.limit:
        raise DeliveryError(TOO_LONG(limit=SIGNAL.limit, length=length), True)
    asked = {"to": outgoing.recipient, "text": outgoing.text, "answers": outgoing.in_reply_to, "key": outgoing.key}
    answer = call(account, "POST", _signals(account), json=asked, sends=True)
    with understood(sends=True):
        return _sent(answer)


def find_sent(account: Account, outgoing: Outgoing) -> Sent | None:
    """By our key, which the tower remembers."""
    answer = call(account, "GET", _signals(account), params={"key": outgoing.key})
    with understood():
        found: Iterator[Sent] = map(_sent, answer.shapes("signals"))
        return next(found, None)


def take_down(account: Account, external_id: str) -> None:
    """What is gone already is as it should be."""
    try:
        call(account, "DELETE", f"{_signals(account)}/{path_id(external_id)}")
    except DeliveryError as error:
        if not error.gone:
            raise


def _signals(account: Account) -> str:
    return f"/stations/{path_id(account.external_id)}/signals"


def _sent(signal: Shape) -> Sent:
    return Sent(signal.identifier("id"), signal.time("at"))
