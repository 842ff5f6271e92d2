"""Lead the customers of a dark network elsewhere: approved by one person for all who wait, done by workers, once for each."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from webcare.channels.outage import Outage, dark
from webcare.conversations.conversation import Conversation
from webcare.conversations.crossing import Crossing
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.reaching import check_place, prospects
from webcare.conversations.replying import CannotReply
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.claiming import back_off, in_turn
from webcare.lib.now import now
from webcare.lib.strain import is_strain
from webcare.lib.waking import WORK, wake
from webcare.team.person import Person

BATCH = 20
PATIENCE = 5  # attempts at one that fails for an unknown reason
OVER = gettext_noop("They wait no more, or the network is back.")
PARTED = gettext_noop("The two accounts are not the same person's any more.")
UNKNOWN = gettext_noop("It failed again and again; the log says why.")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the leading is: approved and still to be done, done, and what came to nothing."""

    waiting: int
    done: int
    failed: int


def lead_all(outage: Outage, by: Person) -> int:
    """Approve it for everybody who waits and can be reached; returns how many that are. Pressed twice, it adds nobody twice."""
    with transaction.atomic():
        Outage.objects.select_for_update().get(pk=outage.pk)
        rows = [
            Crossing(outage=outage, conversation=one.conversation, place=one.place, by=by, text=one.text)
            for one in prospects(outage.network, by, outage)
            if one.place is not None
        ]
        Crossing.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            record("outage.led", outage, by=by, data={"network": outage.network, "conversations": len(rows)})
            changed(outage.topics)
            wake(WORK)
    return len(rows)


def lead_one(conversation: Conversation, place: Conversation, by: Person) -> Conversation:
    """Go on with one of them there, in the agent's own words: what is written here from now on leaves there."""
    outage = dark(conversation.network)
    if outage is None:
        raise NotPossible(str(OVER))
    with transaction.atomic():
        crossing, _made = Crossing.objects.get_or_create(
            outage=outage, conversation=conversation, defaults={"place": place, "by": by, "done_at": now()}
        )
        if crossing.to is None:
            to = place.private_place()
            Crossing.objects.filter(pk=crossing.pk, to=None).update(to=to, done_at=now(), why="")
            _tell_of(conversation, to, by)
    return Crossing.objects.select_related("to").get(pk=crossing.pk).to or place


def lead_waiting(limit: int = BATCH) -> int:
    """Do what was approved, oldest first; returns how many were taken."""
    rows: list[Crossing] = Crossing.objects.claim(limit)
    for row in in_turn(rows):
        try:
            _lead(row)
        except (CannotReply, NotPossible) as refusal:
            row.give_back(done_at=now(), why=str(refusal))
        except Exception as error:  # one that fails must not stop the others
            log.exception("Crossing %s failed", row.pk)
            if row.attempts >= PATIENCE and not is_strain(error):
                row.give_back(done_at=now(), why=str(UNKNOWN))
            else:
                row.give_back(back_off(row.attempts))
    return len(rows)


def progress(outage: Outage) -> Progress:
    """How far it is."""
    rows = Crossing.objects.filter(outage=outage)
    made = rows.made().count()
    return Progress(rows.pending().count(), made, rows.filter(done_at__isnull=False, to=None).count())


def failures(outage: Outage, by: Person) -> list[Crossing]:
    """Those of whom it was tried in vain, and who still wait; of the brands that `by` sees."""
    rows = Crossing.objects.filter(Q(done_at__isnull=False), outage=outage, to=None)
    rows = rows.filter(conversation__in=Conversation.objects.visible_to(by))
    waiting = rows.filter(conversation__waiting_since__isnull=False, conversation__closed_at=None)
    return list(waiting.select_related("conversation__handle").order_by("pk"))


def _lead(row: Crossing) -> None:
    """All of it or nothing: whoever dies in the middle has written nothing, and the next one begins anew."""
    with transaction.atomic():
        around = ("conversation__handle", "outage", "by")
        crossing = Crossing.objects.select_for_update(of=("self",)).select_related(*around).get(pk=row.pk)
        if crossing.done_at:
            return
        place = _locked(crossing.place_id)
        if crossing.by is None or crossing.outage.ended_at or not crossing.conversation.is_waiting:
            raise NotPossible(OVER)
        if place.handle.customer_id != crossing.conversation.handle.customer_id:
            raise NotPossible(PARTED)
        message = _told_before(crossing) or _tell(crossing, place, crossing.by)
        Crossing.objects.filter(pk=crossing.pk).update(
            to=message.conversation, message=message, done_at=now(), leased_until=None
        )
        _tell_of(crossing.conversation, message.conversation, crossing.by)


def _locked(pk: int) -> Conversation:
    """One at a time writes there, so that two conversations of one person bring them one sentence."""
    rows = Conversation.objects.select_for_update(of=("self",))
    return rows.select_related("account__application", "brand", "handle__customer").get(pk=pk)


def _told_before(crossing: Crossing) -> Message | None:
    others = Crossing.objects.filter(
        outage=crossing.outage_id, place=crossing.place_id, message__isnull=False,
        message__delivery__failed_at=None, message__delivery__cancelled_at=None,
    )  # fmt: skip
    other = others.select_related("message__conversation").first()
    return other.message if other else None


def _tell(crossing: Crossing, place: Conversation, by: Person) -> Message:
    check_place(place, crossing.text)
    return place.reply(by, text=crossing.text, key=f"crossing-{crossing.pk}", private=True, automatic=True)


def _tell_of(conversation: Conversation, to: Conversation, by: Person) -> None:
    record("conversation.led", conversation, by=by, under=to, data={"to": to.pk, "network": to.network})
    changed(["queue", conversation.topic, to.topic, f"outage:{conversation.network}"])
