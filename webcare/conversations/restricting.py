"""Mute, block or report somebody: on the network where it can, in any case here; with a reason, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.moderation import Moderation, ask, can
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import NotPossible, ReasonMissing, Unchanged
from webcare.conversations.restriction import Restriction
from webcare.customers.handle import Handle
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now, real_seconds_until
from webcare.lib.waking import WORK, wake
from webcare.team.person import Person

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)  # what `muted_until` says where no end was set
DONE = {"mute": "handle.muted", "block": "handle.blocked", "report": "handle.reported"}
LIFTED = {"mute": "handle.unmuted", "block": "handle.unblocked"}


def restrict(
    by: Person, handle: Handle, account: Account, act: str, reason: str, expires_at: datetime | None = None
) -> Restriction:
    """Do `act` (one of DONE) to somebody; from now on their messages need no answer, unless they are only reported."""
    _check(account, act, reason, expires_at)
    with transaction.atomic():
        Handle.objects.select_for_update().get(pk=handle.pk)
        if Restriction.objects.active().filter(handle=handle, account=account, act=act).exists():
            raise Unchanged(_("That was done already."))
        restriction = Restriction.objects.create(
            handle=handle, account=account, act=act, reason=reason.strip(), by=by, expires_at=expires_at,
            order=ask(account, act, handle_id=handle.external_id) if can(account.network, act) else None,
        )  # fmt: skip
        _bring_up_to_date(handle)
        until = expires_at.isoformat() if expires_at else None
        record(DONE[act], handle, by=by, why=reason, data={"account": account.pk, "until": until})
        _announce(handle)
        wake(WORK)
    handle.refresh_from_db()
    return restriction


def lift(restriction: Restriction, by: Person | None = None) -> None:
    """End it, on the network too."""
    if restriction.act not in LIFTED:
        raise NotPossible(_("A report cannot be taken back."))
    if not lift_all([restriction], by):
        raise Unchanged(_("It has ended already."))
    restriction.refresh_from_db()


def lift_due(at: datetime, limit: int = 200) -> int:
    """End those whose time is over; returns how many."""
    due = Restriction.objects.active().filter(expires_at__lte=at).select_related("account", "handle")
    return lift_all(due.order_by("expires_at")[:limit], None)


def next_lift() -> datetime | None:
    """The real moment at which the next one ends."""
    due = Restriction.objects.active().aggregate(due=Min("expires_at"))["due"]
    return real_now() + timedelta(seconds=real_seconds_until(due)) if due else None


def lift_all(restrictions: Iterable[Restriction], by: Person | None) -> int:
    """End each of them once; returns how many were still in force."""
    lifted = 0
    for restriction in restrictions:
        with transaction.atomic():
            if not Restriction.objects.active().filter(pk=restriction.pk).update(lifted_at=now()):
                continue
            if restriction.order_id and can(restriction.account.network, f"un{restriction.act}"):
                ask(restriction.account, f"un{restriction.act}", handle_id=restriction.handle.external_id)
            _bring_up_to_date(restriction.handle)
            record(
                LIFTED[restriction.act],
                restriction.handle,
                by=by,
                why="" if by else "expired",
                data={"account": restriction.account_id},
            )
            _announce(restriction.handle)
        lifted += 1
    return lifted


def restriction_applied(events: Sequence[Event]) -> None:
    """The network did it. A reaction."""
    ids = [event.subject_id for event in events]
    Restriction.objects.filter(order__in=ids, applied_at=None).update(applied_at=now(), error="")


def restriction_failed(events: Sequence[Event]) -> None:
    """The network refused; here it holds all the same, and the log says why it does not there. A reaction."""
    for order in Moderation.objects.filter(pk__in=[event.subject_id for event in events]):
        Restriction.objects.filter(order=order).update(error=order.error)


def _check(account: Account, act: str, reason: str, expires_at: datetime | None) -> None:
    if act not in DONE:
        raise ValueError(f"an act is one of {tuple(DONE)}, not {act!r}")
    if not reason.strip():
        raise ReasonMissing
    if expires_at and expires_at <= now():
        raise NotPossible(_("Choose a moment in the future."))
    if act == "report" and not can(account.network, act):
        raise NotPossible(_("This network takes no reports from here; report the post on its own page."))


def _bring_up_to_date(handle: Handle) -> None:
    """What the handle says is what its restrictions in force say; the row is locked, so that two never mix."""
    Handle.objects.select_for_update().get(pk=handle.pk)
    active = Restriction.objects.active().filter(handle=handle)
    mutes = list(active.filter(act="mute").values_list("expires_at", flat=True))
    blocked_at = active.filter(act="block").order_by("at").values_list("at", flat=True).first()
    muted_until = max((end or FOR_GOOD for end in mutes), default=None)
    Handle.objects.filter(pk=handle.pk).update(muted_until=muted_until, blocked_at=blocked_at)


def _announce(handle: Handle) -> None:
    concerned = Conversation.objects.open().filter(handle=handle).values_list("pk", flat=True)
    changed(["queue", *(f"conversation:{pk}" for pk in concerned)])
