"""Two messages that claim one id: a sender may choose it, so it proves nothing, and neither of them may be lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from webcare.channels.account import Account
from webcare.channels.inbound import Received
from webcare.customers.handle import Handle

if TYPE_CHECKING:
    from webcare.channels.receipt import Receipt

_MARK = " #"  # no network's id has a space in it
_Told = tuple[Received, Account, "Receipt"]
_Said = tuple[int | None, str]


def with_own_ids(told: Sequence[_Told], handles: Mapping[str, Handle]) -> list[_Told]:
    """The same messages; one under whose id another person, or another text, came before gets an id of its own.

    One that was deleted keeps its id for ever. One query, however many they are.
    """
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs replying.py, which needs this

    claimed: dict[tuple[int, str], _Said | None] = {
        (account, external_id or ""): None if deleted else (handle, text)
        for account, external_id, handle, text, deleted in Message.objects.filter(
            account__in={account.pk for _, account, _ in told}, external_id__in={one.external_id for one, _, _ in told}
        ).values_list("account_id", "external_id", "handle_id", "text", "deleted_at")
    }
    own = []
    for received, account, receipt in told:
        handle = handles.get(received.exchange_with)
        said = (handle.pk if handle else None, received.text)
        first = said if received.ours else claimed.setdefault((account.pk, received.external_id), said)
        own.append((received if first in {None, said} else _marked(received, handle), account, receipt))
    return own


def network_id(external_id: str) -> str:
    """The id as the network knows it."""
    return external_id.partition(_MARK)[0]


def _marked(received: Received, handle: Handle | None) -> Received:
    said = f"{handle.external_id if handle else ''}\n{received.subject}\n{received.text}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return replace(received, external_id=f"{received.external_id[:490]}{_MARK}{digest}")
