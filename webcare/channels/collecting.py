"""Fetch what networks do not bring: mail as it comes, and whatever we missed while we were away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import connections
from django.db.models import Q

from webcare.channels.account import Account, AccountQuerySet
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.budget import may_poll
from webcare.channels.contact import failed, went_well
from webcare.channels.outage import Outage, closed_networks
from webcare.channels.receipt import bell_of, keep
from webcare.channels.registry import adapter
from webcare.channels.suspecting import Act
from webcare.lib.claiming import back_off, in_turn
from webcare.lib.now import now
from webcare.lib.strain import is_strain
from webcare.lib.waking import WORK, wake_soon

LOOK_AGAIN = 15.0  # seconds after which new or disconnected accounts are noticed
LAST_WORDS = 5.0  # seconds that a line has to end what it is fetching
QUIET = timedelta(minutes=10)  # an account that brought nothing for this long is asked
SAVE_EVERY = 50
PATIENCE = (
    12  # times that a network which is light again is asked for what we missed, before it is left to the usual round
)
Alive = Callable[[Account], Sequence[str]]
log = logging.getLogger(__name__)


def _nothing(_account: Account) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Collected:
    """How many events were new; `whole`: whoever was asked answered."""

    fresh: int
    whole: bool


def collect(account: Account, exchanges: Sequence[str] = ()) -> int:
    """Keep everything since the account's cursor, also from these exchanges; returns how many events were new."""
    return _collect(account, exchanges).fresh


def _collect(account: Account, exchanges: Sequence[str]) -> Collected:
    """The same, and whether all of it came.

    A repeat costs nothing here. Where reading costs there, it ends when the budget does.
    """
    fresh, fetched, whole = 0, 0, False
    try:
        for event in _missed(account, exchanges):
            at, error = event.received_at, event.error
            fresh += keep(account.network, event.key, event.payload, account=account, received_at=at, error=error)
            fetched += 1
            if fetched % SAVE_EVERY == 0:
                account.keep_cursor(account.cursor)
                if not may_poll(account):
                    break
    except DeliveryError as error:
        account.keep_cursor(account.cursor)  # what came before the trouble is kept, and need not be fetched again
        failed(account, Act.CATCH_UP, error)
        if error.reauth:
            account.revoke(error.message)
        log.warning("%s could not be asked for what we missed: %s", account, error.message)
    else:
        account.keep_cursor(account.cursor)
        went_well(account, Act.CATCH_UP)
        whole = True
    finally:
        if fresh:
            wake_soon(WORK, bell_of(account.network))
    return Collected(fresh, whole)


def _missed(account: Account, exchanges: Sequence[str]) -> Iterator[RawEvent]:
    network = adapter(account.network)
    yield from network.catch_up(account)
    if network.capabilities.follows and may_poll(account):
        yield from network.follow(account, exchanges)


def collect_quiet(alive: Alive = _nothing) -> int:
    """Ask the accounts of polled networks that have brought nothing for a while; returns how many events were new.

    `alive` tells the exchanges in which more may have been said. Where asking costs and the budget is used up nobody is asked,
    and neither is a network that is gone for good.
    """
    rows = _asked().filter(Q(last_event_at=None) | Q(last_event_at__lt=now() - QUIET))
    return _collect_all(rows.exclude(network__in=closed_networks()), alive).fresh


def collect_after_dark(alive: Alive = _nothing, limit: int = 5) -> int:
    """Ask every account of the networks that are light again for what they missed; returns how many those networks were."""
    outages: list[Outage] = Outage.objects.claim(limit)
    for outage in in_turn(outages):
        if _collect_all(_asked().filter(network=outage.network), alive).whole or outage.attempts >= PATIENCE:
            outage.give_back(caught_up_at=now())
        else:
            outage.give_back(back_off(outage.attempts))
    return len(outages)


def _asked() -> AccountQuerySet:
    return Account.objects.connected().filter(reauth_at=None).select_related("application")


def _collect_all(accounts: AccountQuerySet, alive: Alive) -> Collected:
    """Those of them that can be asked; trouble with one keeps nobody else waiting."""
    fresh, whole = 0, True
    for account in accounts:
        if (capabilities := adapter(account.network).capabilities).polls and may_poll(account):
            try:
                found = _collect(account, alive(account) if capabilities.follows else ())
                fresh, whole = fresh + found.fresh, whole and found.whole
            except Exception as error:
                whole = False
                if is_strain(error):
                    raise
                log.exception("%s could not be asked for what we missed", account)  # the others are asked all the same
    return Collected(fresh, whole)


def listen(stop: threading.Event) -> None:
    """Keep one standing connection for each account whose network tells us by it."""
    lines: dict[int, Line] = {}
    while not stop.is_set():
        wanted = {
            account.pk: account
            for account in _asked().exclude(network__in=closed_networks()).select_related("brand")
            if adapter(account.network).capabilities.listens
        }
        for pk in set(lines) - set(wanted):
            lines.pop(pk).hang_up()
        for pk, account in wanted.items():
            if pk not in lines or not lines[pk].is_alive():
                lines[pk] = Line(account)
        stop.wait(LOOK_AGAIN)
    for line in lines.values():
        line.hang_up()
    for line in lines.values():
        line.wait(LAST_WORDS)


class Line:
    """A standing connection to one account, in a thread of its own."""

    def __init__(self, account: Account) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(account.pk,), name=f"line to {account}", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether it still listens."""
        return self._thread.is_alive()

    def hang_up(self) -> None:
        """End it at the next breath."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Until it has ended, at most so long."""
        self._thread.join(seconds)

    def _hold(self, pk: int) -> None:
        account = Account.objects.select_related("brand").get(pk=pk)
        try:
            adapter(account.network).idle(account, partial(_fetch, pk), self._stop)
        except DeliveryError as error:
            if error.reauth:
                account.revoke(error.message)
            log.warning("%s is not listened to any more: %s", account, error.message)
        finally:
            connections.close_all()


def _fetch(pk: int) -> None:
    collect(Account.objects.select_related("brand").get(pk=pk))
