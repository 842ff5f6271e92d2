"""What a browser may raise a notification for: each notice in one tab only, as its person wishes, never in quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from webcare.team.notice import Notice, NoticeKind, QuietHours
from webcare.team.person import Person
from webcare.team.seeing import show
from webcare.team.telling import quiet_until, wishes_of

FRESH = timedelta(minutes=10)  # what is older was missed, and stands on the page
AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Showing:
    """A notice that this tab, and no other, may show."""

    notice: Notice
    browser: bool
    sound: bool


def claim_showings(person: Person, at: datetime, *, browser: bool, sound: bool) -> list[Showing]:
    """The newest first; `browser` and `sound` are what the tab is allowed to do."""
    hours = QuietHours.objects.filter(person=person).first()
    if not (browser or sound) or quiet_until(hours, person, at):
        return []
    wishes = wishes_of(person)
    fresh = Notice.objects.unseen().filter(person=person, shown_at=None, at__gt=at - FRESH).order_by("-at")[:AT_ONCE]
    wanted = [
        Showing(notice, means.browser and browser, means.sound and sound)
        for notice in fresh
        for means in [wishes[NoticeKind(notice.notice_kind)]]
    ]
    return [one for one in wanted if (one.browser or one.sound) and show(person, one.notice.pk)]
