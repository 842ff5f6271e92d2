"""Everybody is told once, by the means they chose, and not in the night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils.translation import gettext_lazy

from tests.racing import race
from tests.world import World
from webcare.ledger.change import Change
from webcare.lib.now import now, real_now
from webcare.team.notice import Notice, NoticeKind, NoticePreference, QuietHours
from webcare.team.seeing import see, see_all, see_at, show
from webcare.team.telling import DEFAULTS, Means, quiet_until, tell, tell_all, wishes_of


def test_the_same_thing_is_told_once(world: World) -> None:
    for _ in range(2):
        tell(world.anna, NoticeKind.MENTION, "note:1", "Look", "/conversations/1")
    notice = Notice.objects.get()
    assert (notice.person, notice.text, notice.path) == (world.anna, "Look", "/conversations/1")
    assert Change.objects.filter(topic=f"person:{world.anna.pk}").exists()


def test_many_are_told_at_once_each_in_their_own_language(world: World) -> None:
    world.daniel.interface_language = "nl"
    tell_all([world.anna, world.daniel, world.anna], NoticeKind.MENTION, "k", gettext_lazy("January"))
    told = dict(Notice.objects.values_list("person", "text"))
    assert told == {world.anna.pk: "January", world.daniel.pk: "januari"}


def test_whoever_has_left_is_not_told(world: World) -> None:
    world.anna.is_active = False
    tell(world.anna, NoticeKind.MENTION, "k", "Look")
    assert not Notice.objects.exists()


def test_ones_own_wish_counts_before_the_default(world: World) -> None:
    assert wishes_of(world.anna) == DEFAULTS
    NoticePreference.objects.create(
        person=world.anna, notice_kind=NoticeKind.MENTION, browser=False, sound=True, email=False
    )
    assert wishes_of(world.anna)[NoticeKind.MENTION] == Means(browser=False, sound=True, email=False)
    tell(world.anna, NoticeKind.MENTION, "k", "Look")
    tell(world.daniel, NoticeKind.MENTION, "k", "Look")
    assert dict(Notice.objects.values_list("person", "email_wanted")) == {world.anna.pk: False, world.daniel.pk: True}


@pytest.mark.parametrize(
    ("hours", "at", "end"),
    [
        (("22:00", "07:00"), "2026-03-03 22:30", "2026-03-04 06:00"),  # Amsterdam is an hour ahead of UTC
        (("22:00", "07:00"), "2026-03-03 05:59", "2026-03-03 06:00"),
        (("22:00", "07:00"), "2026-03-03 06:00", None),
        (("22:00", "07:00"), "2026-03-03 20:59", None),
        (("12:00", "13:00"), "2026-03-03 11:00", "2026-03-03 12:00"),
        (("12:00", "13:00"), "2026-03-03 12:00", None),
        (("22:00", "07:00"), "2026-03-28 22:30", "2026-03-29 05:00"),  # summer time begins in this night
        (("09:00", "09:00"), "2026-03-03 09:00", None),
    ],
)
def test_quiet_hours_are_those_of_the_person_and_may_run_past_midnight(
    world: World, hours: tuple[str, str], at: str, end: str | None
) -> None:
    starts, ends = map(time.fromisoformat, hours)
    quiet = QuietHours(person=world.anna, starts=starts, ends=ends)
    until = quiet_until(quiet, world.anna, datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert (until.astimezone(UTC) if until else None) == (
        datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    )


def test_in_quiet_hours_only_the_page_speaks_and_mail_waits(world: World) -> None:
    local = now() + timedelta(hours=1)  # Amsterdam in winter, or two in summer: the span below covers both
    QuietHours.objects.create(
        person=world.anna,
        starts=(local - timedelta(hours=3)).time(),
        ends=(local + timedelta(hours=4)).time(),
    )
    tell(world.anna, NoticeKind.MENTION, "k", "Look")
    notice = Notice.objects.get()
    assert notice.email_wanted
    assert notice.next_attempt_at > real_now() + timedelta(hours=1)


def test_only_one_tab_raises_the_browser_notice(world: World) -> None:
    tell(world.anna, NoticeKind.MENTION, "k", "Look")
    notice = Notice.objects.get()
    assert not show(world.daniel, notice.pk)
    assert show(world.anna, notice.pk)
    assert not show(world.anna, notice.pk)


def test_what_was_seen_is_seen(world: World) -> None:
    for number in range(4):
        tell(world.anna, NoticeKind.MENTION, f"k{number}", "Look", f"/conversations/{number // 2}")
    tell(world.daniel, NoticeKind.MENTION, "k", "Look", "/conversations/0")
    first = Notice.objects.earliest("pk")
    assert not see(world.daniel, first.pk)
    assert see(world.anna, first.pk)
    assert not see(world.anna, first.pk)
    assert see_at(world.anna, "/conversations/0") == 1
    assert see_all(world.anna) == 2
    assert Notice.objects.unseen().get().person == world.daniel


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_at_once_tell_it_once(world: World) -> None:
    def say() -> None:
        tell_all([world.anna, world.daniel, world.noor], NoticeKind.SOON, "clock:1", "Soon")

    assert race(say, say, say) == [None, None, None]
    assert Notice.objects.count() == 3
