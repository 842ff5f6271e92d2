"""Two messages that claim one id: a sender may choose it, so it proves nothing, and neither of them may be lost."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from webcare.channels.account import Account
from webcare.channels.inbound import Received
from webcare.customers.handle import Handle

if TYPE_CHECKING:
    from webcare.conversations.message import Message

_MARK = " #"  # no network's id has a space in it


def own_id(received: Received, account: Account, handle: Handle | None) -> Received:
    """The same message under an id of its own when another person, or another text, came under this one before."""
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs replying.py, which needs this

    held = Message.objects.filter(account=account, external_id=received.external_id).first()
    if held is None or held.deleted_at or received.ours or _is_same(held, received, handle):
        return received
    said = f"{handle.external_id if handle else ''}\n{received.subject}\n{received.text}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return replace(received, external_id=f"{received.external_id[:490]}{_MARK}{digest}")


def network_id(external_id: str) -> str:
    """The id as the network knows it."""
    return external_id.partition(_MARK)[0]


def _is_same(held: Message, received: Received, handle: Handle | None) -> bool:
    return held.handle_id == (handle.pk if handle else None) and held.text == received.text
