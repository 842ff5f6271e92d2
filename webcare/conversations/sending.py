"""Deliver what agents wrote: claim, say "sending" before calling the network, and never repeat blindly."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from webcare.channels.account import Account
from webcare.channels.adapter import Adapter, DeliveryError, Outgoing, Sent
from webcare.channels.budget import held
from webcare.channels.contact import listened
from webcare.channels.delivery import Delivery, DeliveryQuerySet
from webcare.channels.outage import held_by
from webcare.channels.registry import adapter
from webcare.channels.suspecting import Act
from webcare.conversations.attachment import Attachment
from webcare.conversations.holding import hold, hold_for_account, never_left, ours, try_later, waits_for_account
from webcare.conversations.message import Message
from webcare.conversations.packing import packed
from webcare.conversations.settling import settle
from webcare.ledger.recording import record
from webcare.lib.claiming import LEASE, back_off, ending, in_turn
from webcare.lib.logs import about, journal
from webcare.lib.now import business_moment, now, real_now

BATCH = 20
LANES = 3  # answers that one worker has under way at once, each over another account
ATTEMPTS = 12  # with the back-off of lib.claiming about five hours
LOOKS = 4  # how often an unknown outcome is looked up before a person has to
LOOK_BACK = timedelta(minutes=10)
log = logging.getLogger(__name__)
_taking = threading.Lock()
_busy: set[int] = set()  # accounts over which this process is sending something


def deliver_waiting(limit: int = BATCH) -> int:
    """Send what may leave by now, oldest first, one at a time; returns how many deliveries were taken.

    Threads that do so side by side each take another account, so that a slow network or mail server holds up nobody else.
    """
    taken = 0
    while taken < limit and not ending.is_set():
        with _next() as claimed:
            for delivery in in_turn(claimed):
                with about(delivery=delivery.pk):
                    _try(delivery)
        if not claimed:
            break
        taken += 1
    return taken


def next_delivery_at() -> datetime | None:
    """When the next answer may leave, over an account that is free."""
    return _free().next_claimable_at()


def _free() -> DeliveryQuerySet:
    return Delivery.objects.exclude(account__in=list(_busy))


@contextmanager
def _next() -> Iterator[list[Delivery]]:
    """The next delivery, if there is one; its account is ours until we are done."""
    with _taking:
        claimed: list[Delivery] = _free().claim(1)
        accounts = {delivery.account_id for delivery in claimed}
        _busy.update(accounts)
    try:
        yield claimed
    finally:
        _busy.difference_update(accounts)


def _try(delivery: Delivery) -> None:
    try:
        _deliver(delivery)
    except DeliveryError as error:
        _trouble(delivery, error)
    except Exception as error:  # our own fault; whether the network took it is not known
        log.exception("Delivery %s failed", delivery.pk)
        _trouble(delivery, DeliveryError(f"{type(error).__name__}: {error}", unknown=True))


def accepted(delivery: Delivery, sent: Sent) -> bool:
    """The network has it: mark the delivery, give the message its id and the network's time; False when it was done before."""
    at = min(business_moment(sent.sent_at), now())
    with transaction.atomic():
        won = Delivery.objects.filter(pk=delivery.pk, sent_at=None).update(
            sent_at=at,
            external_id=sent.external_id,
            sending_at=None,
            failed_at=None,
            unconfirmed_at=None,
            leased_until=None,
            error="",
        )
        message = Message.objects.select_for_update(of=("self",)).filter(delivery=delivery).first()
        if not won or message is None:
            return bool(won)
        _drop_echo(message, sent.external_id)
        Message.objects.filter(pk=message.pk).update(
            external_id=sent.external_id, sent_at=at, permalink=delivery.account.seen_at(sent.permalink)
        )
        settle(_places(message))
        record("reply.sent", message, by=message.author, under=message.conversation)
    journal.info("Sent", extra={"numbers": {"delivery": delivery.pk, "message": message.pk}})
    return True


def _deliver(delivery: Delivery) -> None:
    account = delivery.account
    if why := held_by(account.network):
        hold(delivery, why)  # what was leaving keeps its `sending_at`, and is looked up before anything is repeated
        return
    network, outgoing = adapter(account.network), packed(delivery)
    if delivery.sending_at is not None and (found := _look(network, account, outgoing, delivery)):
        accepted(delivery, found)
    elif waits_for_account(delivery):
        hold_for_account(delivery, account.reauth_reason)
    elif why := held(account):
        hold(delivery, why, sending_at=None, held_at=None)
    elif _starts(delivery):
        with listened(account, Act.SEND):
            sent = network.send(account, outgoing)
        accepted(delivery, sent)


def _starts(delivery: Delivery) -> bool:
    """Say that it leaves; False when it was taken back a moment ago, or is not as we took it because another worker did."""
    at = real_now()
    as_taken = ours(delivery).filter(sending_at=delivery.sending_at)
    if not as_taken.update(sending_at=at, insisted=False, leased_until=at + LEASE):
        return False
    delivery.sending_at = at
    return True


def _look(network: Adapter, account: Account, outgoing: Outgoing, delivery: Delivery) -> Sent | None:
    """After a crash or a time-out: our answer, if it stands there; None where that is not so, or somebody insists."""
    delivery.looks += 1
    ours(delivery).update(looks=delivery.looks)
    try:
        return _find(network, account, outgoing, delivery)
    except DeliveryError:
        if delivery.insisted:
            return None
        raise


def _find(network: Adapter, account: Account, outgoing: Outgoing, delivery: Delivery) -> Sent | None:
    """A network that cannot be read leaves it unknown."""
    if not network.capabilities.reconciles:
        raise DeliveryError(gettext_noop("The network cannot be asked whether the answer arrived."), unknown=True)
    try:
        since = delivery.sending_at or real_now()
        return network.find_sent(account, outgoing, since - LOOK_BACK)
    except DeliveryError as error:
        raise DeliveryError(error.message, unknown=True, retry_after=error.retry_after) from error


def _trouble(delivery: Delivery, error: DeliveryError) -> None:
    if error.reauth:
        delivery.account.revoke(error.message, given_at=delivery.account.connected_at)
    if error.unknown and delivery.sending_at is not None:
        _unknown(delivery, error)
    elif error.duplicate:
        _look_before_giving_up(delivery, error)
    elif error.reauth and never_left(delivery):
        hold_for_account(delivery, error.message)
    elif error.permanent or error.reauth or delivery.attempts >= ATTEMPTS:
        _fail(delivery, error)
    else:
        pause = error.retry_after or back_off(delivery.attempts)
        try_later(delivery, pause, error, sending_at=None, held_at=None)


def _unknown(delivery: Delivery, error: DeliveryError) -> None:
    if delivery.looks < LOOKS and adapter(delivery.account.network).capabilities.reconciles:
        try_later(delivery, error.retry_after or back_off(delivery.looks + 1), error)
        return
    with transaction.atomic():
        won = ours(delivery).update(unconfirmed_at=now(), leased_until=None, error=error.message[:2000])
        message = Message.objects.filter(delivery=delivery).first()
        if won and message:
            record("reply.unconfirmed", message, under=message.conversation, why=error.message)
            settle(_places(message))


def _look_before_giving_up(delivery: Delivery, error: DeliveryError) -> None:
    """The network says that it has this already: an earlier attempt may have been taken all the same."""
    account = delivery.account
    try:
        found = adapter(account.network).find_sent(account, packed(delivery), real_now() - timedelta(hours=1))
    except DeliveryError as failed:
        _unknown(delivery, failed)
        return
    if found and not Message.objects.filter(account=account, external_id=found.external_id).exists():
        accepted(delivery, found)
    else:
        _fail(delivery, error)


def _fail(delivery: Delivery, error: DeliveryError) -> None:
    with transaction.atomic():
        won = ours(delivery).update(failed_at=now(), sending_at=None, leased_until=None, error=error.message[:2000])
        message = Message.objects.filter(delivery=delivery).first()
        if won and message:
            record("reply.failed", message, under=message.conversation, why=error.message)
            settle(_places(message))


def _drop_echo(message: Message, external_id: str) -> None:
    """The webhook was faster than the answer to our call: what it brought is this very message, with files of its own."""
    echo = Message.objects.filter(account=message.account, external_id=external_id).exclude(pk=message.pk)
    Attachment.objects.filter(message__in=echo).delete()
    echo.delete()


def _places(message: Message) -> list[int]:
    return [pk for pk in (message.conversation_id, message.covers_id) if pk]
