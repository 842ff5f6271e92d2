"""Tell somebody something, once: on the page at once, in the browser, by sound and by e-mail as they wish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from webcare.ledger.change import changed
from webcare.lib.now import now, real_now, real_seconds_until
from webcare.lib.waking import WORK, wake
from webcare.team.notice import Notice, NoticeKind, NoticePreference, QuietHours
from webcare.team.person import Person

GRACE = timedelta(minutes=1)  # whoever sees it on the page before needs no e-mail


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody wants to hear of a kind of thing, besides on the page."""

    browser: bool = True
    sound: bool = False
    email: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told what; the same `key` a second time changes nothing. `path` is where it is about."""

    person: Person
    key: str
    text: str | Promise
    path: str = ""


SILENT = Means(browser=False)
DEFAULTS: dict[str, Means] = {
    NoticeKind.MENTION: Means(sound=True, email=True),
    NoticeKind.ASSIGNED: Means(),
    NoticeKind.TAKEN_OVER: Means(),
    NoticeKind.ANSWERED: Means(),
    NoticeKind.FAILED: Means(sound=True, email=True),
    NoticeKind.SOON: Means(sound=True),
    NoticeKind.WAITING: SILENT,
    NoticeKind.BUDGET: Means(email=True),
    NoticeKind.DARK: Means(sound=True, email=True),
    NoticeKind.ACCESS: Means(email=True),
}


def tell(person: Person, kind: NoticeKind, key: str, text: str | Promise, path: str = "") -> None:
    """Tell one person; the same `key` a second time changes nothing."""
    tell_all([person], kind, key, text, path)


def tell_all(people: Iterable[Person], kind: NoticeKind, key: str, text: str | Promise, path: str = "") -> None:
    """Tell each of them once, in their own language (a lazy `text` is translated for each)."""
    tell_each(kind, [Telling(person, key, text, path) for person in people])


def tell_each(kind: NoticeKind, tellings: Iterable[Telling]) -> None:
    """Tell many people many things of one kind, in as many statements as one of them takes."""
    once = {(telling.person.pk, telling.key[:120]): telling for telling in tellings if telling.person.is_active}
    if not once:
        return
    told = list({telling.person.pk: telling.person for telling in once.values()}.values())
    wishes, quiet = _wishes(told, kind), _quiet_hours(told)
    at = now()
    rows = [  # in one order, so that two who tell never wait for each other
        Notice(
            person_id=pk,
            notice_kind=kind,
            key=key,
            text=_said(telling.text, telling.person),
            path=telling.path,
            at=at,
            email_wanted=wishes[pk].email,
            next_attempt_at=_mail_at(quiet_until(quiet.get(pk), telling.person, at)),
        )
        for (pk, key), telling in sorted(once.items(), key=lambda item: item[0])
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    changed([f"person:{person.pk}" for person in told])
    if any(row.email_wanted for row in rows):
        wake(WORK)


def forget(keys: Collection[str]) -> None:
    """Take back what was told under these keys: it is not so after all."""
    told = Notice.objects.filter(key__in=keys)
    people = set(told.values_list("person", flat=True))
    told.delete()
    if people:
        changed([f"person:{pk}" for pk in people])


def wishes_of(person: Person) -> dict[NoticeKind, Means]:
    """How this person wants each kind, for the settings page."""
    set_by_hand = {row.notice_kind: _means(row) for row in person.notice_preferences.all()}
    return {kind: set_by_hand.get(kind, DEFAULTS[kind]) for kind in NoticeKind}


def quiet_until(hours: QuietHours | None, person: Person, at: datetime) -> datetime | None:
    """When the quiet hours end that `at` falls into; None outside of them. They may run past midnight."""
    if hours is None or hours.starts == hours.ends:
        return None
    zone = ZoneInfo(person.time_zone)
    local = at.astimezone(zone)
    clock = local.time()
    if hours.starts < hours.ends:
        inside = hours.starts <= clock < hours.ends
    else:
        inside = clock >= hours.starts or clock < hours.ends
    if not inside:
        return None
    day = local.date() if clock < hours.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, hours.ends, tzinfo=zone)


def in_quiet_hours(people: QuerySet[Notice, dict[str, int]]) -> list[int]:
    """Which of these people have theirs now."""
    rows = QuietHours.objects.filter(person__in=people).select_related("person")
    return [hours.person_id for hours in rows if quiet_until(hours, hours.person, now())]


def _wishes(people: Sequence[Person], kind: NoticeKind) -> dict[int, Means]:
    rows = NoticePreference.objects.filter(person__in=people, notice_kind=kind)
    set_by_hand = {row.person_id: _means(row) for row in rows}
    return {person.pk: set_by_hand.get(person.pk, DEFAULTS[kind]) for person in people}


def _means(row: NoticePreference) -> Means:
    return Means(row.browser, row.sound, row.email)


def _quiet_hours(people: Sequence[Person]) -> dict[int, QuietHours]:
    return {hours.person_id: hours for hours in QuietHours.objects.filter(person__in=people)}


def _said(text: str | Promise, person: Person) -> str:
    with override(person.interface_language):
        return str(text)[:300]


def _mail_at(quiet_end: datetime | None) -> datetime:
    """After the grace, or when the quiet hours are over; what was seen by then is not mailed."""
    if quiet_end is None:
        return real_now() + GRACE
    return real_now() + max(GRACE, timedelta(seconds=real_seconds_until(quiet_end)))
