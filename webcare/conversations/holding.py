"""Answers that wait: for money, for a network that is dark, for an account whose access has ended. To wait is no attempt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.delivery import Delivery, DeliveryQuerySet
from webcare.conversations.message import Message
from webcare.conversations.windows import closes_at
from webcare.conversations.withheld import WHY, Fate, Withheld, fate
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now
from webcare.lib.sentence import Sentence
from webcare.team.organisation import organisation

HOLD = timedelta(minutes=1)  # after which an answer that waits looks again
ENDED = Sentence(
    gettext_noop("The answer is kept, and leaves by itself once %(account)s is connected again. %(reason)s")
)
DISCONNECTED = Sentence(gettext_noop("The answer is kept, and leaves by itself once %(account)s is connected again."))


def ours(delivery: Delivery) -> DeliveryQuerySet:
    """The row, as long as nothing is decided about it and nobody has taken it after us: each claim counts an attempt."""
    return Delivery.objects.pending().filter(pk=delivery.pk, attempts=delivery.attempts)


def try_later(delivery: Delivery, after: timedelta, error: DeliveryError, **changes: Any) -> bool:
    """Let go of it until then; False when it is no longer ours."""
    later = {"leased_until": None, "next_attempt_at": real_now() + after, "error": error.message[:2000]}
    return bool(ours(delivery).update(**later, **changes))


def hold(delivery: Delivery, why: str, **changes: Any) -> bool:
    """It stays on its way until there is money for it, a network or an account, however often it looks."""
    return try_later(delivery, HOLD, DeliveryError(why), attempts=delivery.attempts - 1, **changes)


def waits_for_account(delivery: Delivery) -> bool:
    """Whether its account cannot be used yet. Raises DeliveryError where it waited for that, and nobody may want it any more.

    What may have left already never waits: whoever sends it later could not find out any more.
    """
    if not never_left(delivery):
        return False
    if delivery.held_at is None:
        return not delivery.account.is_connected
    decided = fate(_withheld(delivery, delivery.held_at), now(), organisation().held_for)
    if decided in WHY:
        raise DeliveryError(WHY[decided], permanent=True)
    return decided is Fate.WAITS


def never_left(delivery: Delivery) -> bool:
    """No attempt of which somebody had to be asked what became of it."""
    return delivery.looks == 0


def hold_for_account(delivery: Delivery, reason: str) -> None:
    """Until it is connected again; the first time its author is told, and the ledger says so."""
    account: Account = delivery.account
    why = ENDED(account=account.called, reason=reason) if reason else DISCONNECTED(account=account.called)
    is_first = delivery.held_at is None
    with transaction.atomic():
        held = hold(delivery, why, sending_at=None, held_at=delivery.held_at or now())
        message = Message.objects.filter(delivery=delivery).first()
        if held and is_first and message:
            record("reply.held", message, under=message.conversation, why=why)
            changed(f"conversation:{pk}" for pk in (message.conversation_id, message.covers_id) if pk)


def _withheld(delivery: Delivery, since: datetime) -> Withheld:
    account: Account = delivery.account
    around = ("conversation__account__application", "conversation__handle", "covers__account__application", "answers")
    message = Message.objects.filter(delivery=delivery).select_related(*around).first()
    gone = message.answers.deleted_at if message and message.answers else None
    return Withheld(
        since=since,
        closes_at=_closes_at(delivery, message) if message else None,
        answered=message is not None and _answered(message, since),
        gone=gone is not None and gone >= since,
        usable=account.is_connected and account.reauth_at is None,
    )


def _closes_at(delivery: Delivery, message: Message) -> datetime | None:
    """As it was when it was written; a template leaves at any time."""
    if delivery.outgoing.get("template"):
        return None
    covered = message.covers if message.covers and message.covers.account_id == message.account_id else None
    return closes_at(covered or message.conversation, private=message.private)


def _answered(message: Message, since: datetime) -> bool:
    """By us in the network's own app, or over another account, wherever the same customer is."""
    in_the_app = Q(delivery=None, sent_at__gt=since)
    written = Q(delivery__isnull=False, delivery__failed_at=None, delivery__cancelled_at=None, received_at__gt=since)
    here = Q(conversation__in=[pk for pk in (message.conversation_id, message.covers_id) if pk])
    elsewhere = Q(conversation__handle__customer=message.conversation.handle.customer_id)
    elsewhere &= ~Q(account=message.account_id)
    told = Message.objects.filter(ours=True, automatic=False, deleted_at=None)
    return told.filter((here & in_the_app) | (elsewhere & (in_the_app | written))).exists()
