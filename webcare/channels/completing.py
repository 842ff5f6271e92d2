"""What a network leaves out of its events is asked for before they are read: outside of transactions, each network for itself.

A network that leaves things out says in `Capabilities.completes` how long an event may wait for them. Then the event goes on
without, and `Receipt.lacking` says why: a message that lacks something is before an agent, and none is lost.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.receipt import Receipt, ReceiptQuerySet
from webcare.channels.registry import adapter
from webcare.customers.handle import Handle
from webcare.lib.claiming import back_off, ending, in_turn
from webcare.lib.limits import COMPLETED_BYTES
from webcare.lib.now import real_now
from webcare.lib.strain import is_strain

LANES = 3  # networks that one worker asks at once
BATCH = 5
ATTEMPTS = 30  # times that it was begun, whatever came of it; the back-off alone comes to a dozen in six hours
log = logging.getLogger(__name__)
_choosing = threading.Lock()
_busy: set[str] = set()  # networks that this process is asking


def complete_waiting(network: str, limit: int = BATCH) -> int:
    """Ask this network for what its oldest events lack; returns how many were taken."""
    receipts: list[Receipt] = Receipt.objects.incomplete(network).claim(limit)
    for receipt in in_turn(receipts):
        try:
            _complete(receipt)
        except DeliveryError as error:
            _trouble(receipt, error)
        except Exception as error:  # what one network answers must not stop the other events
            log.exception("Receipt %s could not be completed", receipt.pk)
            if is_strain(error):  # our surroundings failed; it is asked for when they are well again
                receipt.give_back(back_off(receipt.attempts))
            else:
                _trouble(receipt, DeliveryError(f"{type(error).__name__}: {error}"))
    return len(receipts)


def complete_next() -> int:
    """Complete what waits, the oldest first; lanes that do so side by side each ask another network, so that a slow one
    holds up nobody else. Returns how many events were taken."""
    taken = 0
    while not ending.is_set():
        with _free_network() as network:
            done = complete_waiting(network) if network else 0
        if not done:
            break
        taken += done
    return taken


def next_completion_at() -> datetime | None:
    """When the next event may be tried, of a network that nobody here is asking."""
    return _free().next_claimable_at()


@contextmanager
def as_account(account: Account) -> Iterator[None]:
    """For adapters: whoever learns while completing that our access is gone says so, as it is said when we send."""
    try:
        yield
    except DeliveryError as error:
        if error.reauth:
            account.revoke(error.message)
        raise


def accounts_behind(source: Account | Application, external_ids: set[str]) -> dict[str, Account]:
    """For adapters: those of our accounts that an event names and that belong to its `source`, by the network's ids."""
    if isinstance(source, Account):
        return {source.external_id: source} if source.external_id in external_ids else {}
    found = Account.objects.connected().filter(application=source, external_id__in=external_ids)
    return {account.external_id: account for account in found.select_related("application")}


def unnamed(network: str, external_ids: set[str]) -> set[str]:
    """For adapters: those of these people whose names we do not know yet; the others need not be asked for."""
    met = Handle.objects.filter(network=network, external_id__in=external_ids).exclude(name="", handle="")
    return external_ids - set(met.values_list("external_id", flat=True))


def _free() -> ReceiptQuerySet:
    return Receipt.objects.pending().exclude(incomplete_at=None).exclude(network__in=list(_busy))


@contextmanager
def _free_network() -> Iterator[str]:
    """Whose event has waited longest; it is ours until we are done. Empty when none waits."""
    with _choosing:
        waiting = _free().claimable(real_now()).order_by("next_attempt_at").values_list("network", flat=True)
        network = waiting.first() or ""
        _busy.add(network)
    try:
        yield network
    finally:
        _busy.discard(network)


def _complete(receipt: Receipt) -> None:
    if receipt.attempts > ATTEMPTS:
        raise DeliveryError(_("It was asked for too often."), True)
    source = receipt.account or receipt.application
    if source is None:
        raise DeliveryError(_("The account that could ask for it is gone."), True)
    payload = adapter(receipt.network).complete(source, bytes(receipt.payload))
    if len(payload) > COMPLETED_BYTES:
        raise DeliveryError(_("The network answered more than we keep."), True)
    receipt.completed(payload)


def _trouble(receipt: Receipt, error: DeliveryError) -> None:
    """Another time, if that is soon enough and can help; else the event goes on as it came."""
    patience = adapter(receipt.network).capabilities.completes or timedelta(0)
    since = receipt.incomplete_at or real_now()
    wait = max(error.retry_after or timedelta(0), back_off(receipt.attempts))
    if error.permanent or error.gone or error.reauth or real_now() + wait > since + patience:
        log.warning("Receipt %s goes on without what its network left out: %s", receipt.pk, error.message)
        receipt.completed(bytes(receipt.payload), lacking=error.message)
    else:
        receipt.give_back(wait, error=error.message[:2000])
