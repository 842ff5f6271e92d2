"""From receipts to messages before the right people: parse, identify, thread, read, store, announce, in batches."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from webcare.channels.account import Account, by_external_id
from webcare.channels.inbound import (
    Bounced,
    Deleted,
    Hidden,
    Inbound,
    Reacted,
    Received,
    Revoked,
    Seen,
    Stands,
    Unparsable,
)
from webcare.channels.receipt import DEADLY, PATIENCE, Receipt
from webcare.channels.registry import adapter
from webcare.conversations import changing, purging, storing
from webcare.conversations.forging import with_own_ids
from webcare.conversations.hiding import hidden_there
from webcare.conversations.ourselves import OurAccounts
from webcare.conversations.reacting import react
from webcare.conversations.relaying import relay
from webcare.conversations.renaming import go_on
from webcare.conversations.seeing import see
from webcare.conversations.settling import settle
from webcare.conversations.standing import stands
from webcare.conversations.thread import Arrival, Threads
from webcare.conversations.understanding import load, understood
from webcare.customers.handle import Handle, Sighting
from webcare.lib.claiming import back_off, hand_back
from webcare.lib.now import now, real_now
from webcare.lib.strain import is_strain

BATCH = 500
log = logging.getLogger(__name__)
_followers: list[Callable[[Sequence[int]], None]] = []
Told = tuple[Received, Account, Receipt]


def when_received(follow: Callable[[Sequence[int]], None]) -> None:
    """Let `follow` get the ids of the conversations that a batch touched, in its transaction; from reactions.py only."""
    _followers.append(follow)


@dataclass(frozen=True, slots=True)
class Understood:
    """A receipt and what it says; `odd` tells what of it nobody understands."""

    receipt: Receipt
    inbounds: Sequence[Inbound]
    odd: str = ""


def receive_waiting(limit: int = BATCH) -> int:
    """Work through the oldest receipts; returns how many were taken."""
    if Receipt.objects.whole().claimable(real_now()).exists():
        load()  # before anything is taken: whoever is killed in that second holds nothing
    receipts: list[Receipt] = Receipt.objects.whole().claim(limit)
    ours = OurAccounts()
    understood = [known for receipt in receipts if not _is_deadly(receipt) and (known := _understand(receipt, ours))]
    by_network: dict[str, list[Understood]] = defaultdict(list)
    for known in understood:
        by_network[known.receipt.network].append(known)
    try:
        for network, batch in by_network.items():
            _receive_or_split(network, batch)
    except Exception:  # our surroundings failed; whoever was not begun is not to blame
        hand_back(receipts)
        raise
    return len(receipts)


def _is_deadly(receipt: Receipt) -> bool:
    """Whether the process that read it never came to an end, again and again; then nobody tries any more."""
    if receipt.attempts <= DEADLY:
        return False
    receipt.set_aside(f"Each of the {DEADLY} processes that read this event ended in the middle of it.")
    return True


def _understand(receipt: Receipt, ours: OurAccounts) -> Understood | None:
    try:
        inbounds = adapter(receipt.network).parse(bytes(receipt.payload), ours.parsing(receipt))
    except Unparsable as error:
        if error.told:
            return Understood(receipt, error.told, str(error))
        receipt.set_aside(str(error))
    except Exception as error:  # a parser that fails on what a network sent must not stop the others
        log.exception("Receipt %s could not be parsed", receipt.pk)
        receipt.failed(error)
    else:
        return Understood(receipt, inbounds)
    return None


def _receive_or_split(network: str, batch: list[Understood]) -> None:
    """Receive a batch; when it fails as a whole, one by one, so that only the poisoned one stays behind."""
    try:
        _receive(network, batch)
    except Exception as error:
        if len(batch) > 1:
            for known in batch:
                _receive_or_split(network, [known])
        elif isinstance(error, changing.NotSentYet):
            batch[0].receipt.give_back(back_off(batch[0].receipt.attempts))
        else:
            log.exception("Receipt %s could not be received", batch[0].receipt.pk)
            batch[0].receipt.failed(error)
            if is_strain(error):  # the others would fare no better now
                raise


def _receive(network: str, batch: list[Understood]) -> None:
    accounts = by_external_id(network, {inbound.account for known in batch for inbound in known.inbounds})
    inbounds = [(each, known.receipt) for known in batch for each in known.inbounds if each.account in accounts]
    with transaction.atomic():
        purging.one_at_a_time(network, deletes=any(isinstance(inbound, Deleted) for inbound, _ in inbounds))
        go_on(network, [inbound for inbound, _ in inbounds])
        at = now()
        told = [(i, accounts[i.account], r) for i, r in inbounds if isinstance(i, Received)]
        told = relay(network, told)
        touched = _take_in(network, told, at) if told else set()
        for inbound, receipt in inbounds:
            touched |= _take_note(inbound, accounts[inbound.account], receipt)
        react([(i, accounts[i.account], r) for i, r in inbounds if isinstance(i, Reacted)])
        settle(touched, why="customer")
        for follow in _followers:
            follow(sorted(touched))
        done = [known.receipt.pk for known in batch if not _has_more(network, known, accounts)]
        Receipt.objects.filter(pk__among=done).update(parsed_at=at, leased_until=None, error="")
        Account.objects.filter(pk__in={account.pk for account in accounts.values()}).update(last_event_at=at)


def _has_more(network: str, known: Understood, accounts: Collection[str]) -> bool:
    """What is for an account that we do not have, or that nobody understands, is set aside when the rest was taken in."""
    odd = known.odd
    if strangers := sorted({inbound.account for inbound in known.inbounds}.difference(accounts)):
        missing = ", ".join(map(repr, strangers))
        odd = f"There is no {network} account with the id {missing} here. Connect it, then play again."
    if odd:
        known.receipt.set_aside(odd)
    return bool(odd)


def _take_in(network: str, told: Sequence[Told], at: datetime) -> set[int]:
    """Store what is new, change what was edited; returns the touched conversations."""
    handles = _identify(network, [received for received, _, _ in told])
    if adapter(network).capabilities.forgeable_ids:
        told = with_own_ids(told, handles)
    gone = purging.Gone.among(network, [(received, account) for received, account, _ in told])
    purging.note_posts(told, gone)
    known = changing.known_messages([(account.pk, received) for received, account, _ in told])
    told, touched = _without_deleted(told, known, gone)
    fresh: list[tuple[Arrival, Receipt]] = []
    inside: set[tuple[int, str]] = set()
    edits: list[Told] = []
    for received, account, receipt in sorted(told, key=lambda one: len(one[0].earlier_ids)):
        ids = {(account.pk, one) for one in received.own_ids}
        if message := known.find(account.pk, received):
            touched |= changing.edit(message, received)
        elif ids.isdisjoint(inside):
            handle = handles.get(received.exchange_with)
            fresh.append((Arrival(gone.without(received, account), account, handle), receipt))
        elif received.edited:
            edits.append((received, account, receipt))
        inside |= ids
    return touched | _store(fresh, at) | _edit(edits)


def _without_deleted(
    told: Sequence[Told], known: changing.KnownMessages, gone: purging.Gone
) -> tuple[list[Told], set[int]]:
    """What may be taken in, and the conversations that lost a post of which another version had been deleted."""
    touched: set[int] = set()
    lost: set[tuple[int, str]] = set()
    for received, account, _ in told:
        if gone.takes(received, account):
            touched |= purging.arrived_too_late(received, account, known.find(account.pk, received))
            lost |= {(account.pk, one) for one in received.own_ids}
    kept = [one for one in told if lost.isdisjoint((one[1].pk, external_id) for external_id in one[0].own_ids)]
    return kept, touched


def _edit(edits: Sequence[Told]) -> set[int]:
    """Versions of what has just been stored, oldest first."""
    touched: set[int] = set()
    for received, account, _ in edits:
        known = changing.known_messages([(account.pk, received)])
        if message := known.find(account.pk, received):
            touched |= changing.edit(message, received)
    return touched


def _store(fresh: Sequence[tuple[Arrival, Receipt]], at: datetime) -> set[int]:
    fresh = [(arrival, receipt) for arrival, receipt in fresh if not storing.is_echo_of_delivery(arrival)]
    fresh.sort(key=lambda one: one[0].received.sent_at)  # what is answered comes before its answer
    told = [arrival.received for arrival, _ in fresh]
    readings = understood([one.text for one in told], [one.language for one in told])
    threads = Threads([arrival for arrival, _ in fresh])
    placed = [
        (arrival, receipt, reading, conversation)
        for (arrival, receipt), reading in zip(fresh, readings, strict=True)
        if (conversation := threads.find(arrival))
    ]
    threads.store()
    return storing.store(placed, at)


def _identify(network: str, received: Sequence[Received]) -> dict[str, Handle]:
    sighting = Sighting(network)
    for inbound in received:
        person = inbound.recipient if inbound.ours else inbound.author
        if person and person.external_id:
            sighting.see(
                person.external_id,
                handle=person.handle,
                name=person.name,
                followers=person.followers,
                verified=person.verified,
                formerly=person.formerly,
            )
    return sighting.identified()


def _take_note(inbound: Inbound, account: Account, receipt: Receipt) -> set[int]:
    """Of what is no message and no reaction; those are taken in as a batch. Which conversations may wait differently."""
    if isinstance(inbound, Deleted):
        return purging.delete(account, inbound)
    if isinstance(inbound, Bounced):
        return changing.bounce(account, inbound, may_wait=receipt.attempts < PATIENCE)
    if isinstance(inbound, Revoked):
        account.revoke(inbound.reason)
    elif isinstance(inbound, Seen):
        see(account, inbound, may_wait=receipt.attempts < PATIENCE)
    elif isinstance(inbound, Hidden):
        hidden_there(account, inbound)
    elif isinstance(inbound, Stands):
        stands(account, inbound)
    return set()
