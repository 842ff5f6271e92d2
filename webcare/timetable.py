"""Every rhythm of the house, one line each: what a worker does when a bell rings, a deadline comes or time passes."""

from __future__ import annotations

from webcare.channels.collecting import listen
from webcare.channels.completing import LANES as ASKED_AT_ONCE
from webcare.channels.completing import complete_next, next_completion_at
from webcare.channels.expiring import warn_of_ends
from webcare.channels.moderation import Moderation, moderate_waiting
from webcare.channels.noticing import tell_of_both
from webcare.channels.receipt import Receipt
from webcare.channels.spending import fold
from webcare.channels.webchat.mailing import wanted_by, who_want_it
from webcare.clocks.board import take_snapshot
from webcare.clocks.introducing import introduce_waiting
from webcare.clocks.introduction import Introduction
from webcare.clocks.ticking import next_tick, tick
from webcare.conversations.attaching import forget_abandoned
from webcare.conversations.attachment import Attachment
from webcare.conversations.fetching import fetch_waiting
from webcare.conversations.following import collect_missed
from webcare.conversations.forwarding import mail_unseen
from webcare.conversations.measuring import measure_due
from webcare.conversations.mending import mend_times
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.restricting import lift_due, next_lift
from webcare.conversations.returning import attend, next_attendance
from webcare.conversations.sending import LANES, deliver_waiting, next_delivery_at
from webcare.conversations.snoozing import next_waking, wake_due
from webcare.conversations.watching import forget_company
from webcare.keeping.forgetting import forget_tonight, next_night
from webcare.ledger.change import prune
from webcare.ledger.sealing import seal_new
from webcare.lib.heartbeat import forget_gone
from webcare.lib.now import now
from webcare.lib.pace import forget_paces
from webcare.lib.station import Station, Watch, once
from webcare.lib.waking import CLOCKS, INCOMPLETE, RECEIPTS
from webcare.team.mailing import mail_waiting
from webcare.team.notice import Notice
from webcare.team.staying import forget_over

SHARED = 100  # events of which a batch is well used


def stations() -> list[Station | Watch]:
    """What one worker does; asked once, when it starts."""
    return [
        *(
            Station(f"complete {lane}", complete_next, next_completion_at, bell=INCOMPLETE)
            for lane in range(1, ASKED_AT_ONCE + 1)
        ),
        Station("receive", receive_waiting, Receipt.objects.whole().next_claimable_at, bell=RECEIPTS, gathers=SHARED),
        *(Station(f"deliver {lane}", deliver_waiting, next_delivery_at) for lane in range(1, LANES + 1)),
        Station("clocks", tick, next_tick, bell=CLOCKS),
        Station("moderate", moderate_waiting, Moderation.objects.next_claimable_at),
        Station("profiles", introduce_waiting, Introduction.objects.next_claimable_at),
        Station("fetch files", fetch_waiting, Attachment.objects.next_claimable_at),
        Station("mail notices", mail_waiting, Notice.objects.next_claimable_at),
        Station("wake snoozed", lambda: wake_due(now()), next_waking),
        Station("lift restrictions", lambda: lift_due(now()), next_lift),
        Station("dark and light", attend, next_attendance),
        Station("board", once(take_snapshot), every=10, has_bell=False),
        Station("catch up", once(collect_missed), every=300, has_bell=False),
        Station("what became of it", once(measure_due), every=900, has_bell=False),
        Station("fold what was spent", once(fold), every=60, has_bell=False),
        Station("budgets, networks away", once(tell_of_both), every=60, has_bell=False),
        Station("ends of access", once(warn_of_ends), every=900, has_bell=False),
        Station("changes", once(prune), every=300, has_bell=False),
        Station("answers by mail", once(lambda: mail_unseen(who_want_it(), wanted_by)), every=60, has_bell=False),
        Station("clock set back", once(mend_times), every=30, has_bell=False),
        Station("paces", once(forget_paces), every=600, has_bell=False),
        Station("sessions", once(forget_over), every=3600, has_bell=False),
        Station("processes", once(forget_gone), every=3600, has_bell=False),
        Station("company", once(forget_company), every=3600, has_bell=False),
        Station("uploads", once(lambda: forget_abandoned(now())), every=3600, has_bell=False),
        Station("seal the ledger", seal_new, every=30, has_bell=False),
        Station("forget the old", once(forget_tonight), next_night, every=3600, has_bell=False),
        Watch("mailboxes", listen),
    ]
