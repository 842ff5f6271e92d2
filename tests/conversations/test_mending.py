"""The machine's clock is set back an hour: nothing that a worker or a colleague waits for waits for the old hour to come again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation
from webcare.channels.outage import Outage
from webcare.channels.receipt import Receipt
from webcare.clocks import board
from webcare.clocks.clock import BoardSnapshot
from webcare.clocks.introducing import waiting
from webcare.clocks.introduction import Introduction
from webcare.conversations.attachment import Attachment
from webcare.conversations.crossing import Crossing
from webcare.conversations.mending import mend_times
from webcare.demo import cast
from webcare.lib.claiming import Leased, LeasedQuerySet, every_kind
from webcare.lib.heartbeat import Heart, Process
from webcare.lib.now import now, real_now
from webcare.pages.boardwords import Promise
from webcare.pages.chat.promise import sentences
from webcare.reports.vitals import vitals
from webcare.team.notice import Notice, NoticeKind, QuietHours
from webcare.team.organisation import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = World.build()
    Account.objects.update(connected_at=now())
    return world


def an_hour_back() -> time_machine.travel:
    return time_machine.travel(real_now() - timedelta(hours=1), tick=True)


def mail(world: World) -> Notice:
    return Notice.objects.create(
        person=world.anna, notice_kind=NoticeKind.MENTION, key="mention:1", text="@Anna, see here", email_wanted=True
    )


def event(world: World) -> Receipt:
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    return Receipt.objects.get()


def crossing(world: World) -> Crossing:
    talk = world.conversation(cast.BRAM)
    dark = Outage.objects.create(network="x", since=now())
    return Crossing.objects.create(outage=dark, conversation=talk, place=talk)


WORK: dict[type[Leased], Callable[[World], Leased]] = {
    Attachment: lambda _: Attachment.objects.create(url="https://pictures.example/bag.png"),
    Crossing: crossing,
    Delivery: lambda world: world.x.deliveries.create(outgoing={}, release_at=now()),
    Introduction: lambda world: Introduction.objects.create(account=world.x, words="We answer.", language="en"),
    Moderation: lambda world: Moderation.objects.create(
        account=world.x, action="hide", external_id="11", target="hide:11"
    ),
    Notice: mail,
    Outage: lambda _: Outage.objects.create(network="x", since=now(), ended_at=now()),
    Receipt: event,
}


def test_every_kind_of_work_is_thought_of() -> None:
    assert {kind.model for kind in every_kind()} == {*WORK}
    assert {type(kind) for kind in every_kind()} == {*LeasedQuerySet.__subclasses__()}


@pytest.mark.parametrize("kind", WORK, ids=lambda kind: kind.__name__)
def test_what_was_due_or_held_waits_for_no_hour_that_comes_again(world: World, kind: type[Leased]) -> None:
    row = WORK[kind](world)
    rows = next(one for one in every_kind() if one.model is kind)
    with an_hour_back():
        assert not rows.claim(10), "it is not due for an hour"
        assert mend_times() == 1
        assert [one.pk for one in rows.claim(10)] == [row.pk]
        assert mend_times() == 0, "who holds it now holds it rightly"
    assert [one.pk for one in rows.claim(10)] == [row.pk], "that lease was over long ago"
    with an_hour_back():
        assert not rows.claim(10), "somebody seems to hold it for an hour"
        assert mend_times() == 1
        assert [one.pk for one in rows.claim(10)] == [row.pk]


def test_a_mail_that_waits_for_the_end_of_quiet_hours_goes_on_waiting(world: World) -> None:
    notice = mail(world)
    due = real_now() + timedelta(hours=7)
    Notice.objects.filter(pk=notice.pk).update(next_attempt_at=due)
    hours = QuietHours.objects.create(person=world.anna, starts=dt.time(0, 0), ends=dt.time(23, 59, 59, 999999))
    assert mend_times() == 0
    hours.delete()
    assert mend_times() == 1


def test_a_claim_ends_when_one_would_that_is_made_now(world: World) -> None:
    talk = world.conversation(cast.BRAM)
    talk.claim(world.anna)
    assert mend_times() == 0
    with an_hour_back():
        assert talk.holder_at(now() + timedelta(minutes=59)) == world.anna
        assert mend_times() == 1
        talk.refresh_from_db()
        lasts = organisation().claim_lasts
        assert talk.holder_at(now()) == world.anna
        assert talk.holder_at(now() + lasts + timedelta(minutes=1)) is None


def test_no_board_profile_or_chat_shows_what_an_hour_to_come_has_measured(world: World) -> None:
    board.take_snapshot()
    measured = board.latest()
    assert measured and not measured.is_stale(now()) and waiting().fresh
    with an_hour_back():
        assert measured.is_stale(now())
        assert not waiting().fresh
        assert Promise.now().minutes is None
        assert "measured" not in sentences("webchat")
        assert "board" in vitals().late
        assert not board.line(now())
        board.take_snapshot()
        again = board.latest()
        assert again and not again.is_stale(now()) and waiting().fresh
        assert not BoardSnapshot.objects.filter(at__gt=now()).exists()
        assert "board" not in vitals().late


def test_who_was_alive_in_an_hour_to_come_does_not_live_now(world: World) -> None:
    heart = Heart("worker")
    heart._beat()
    ours = Process.objects.filter(key=heart._key)
    with an_hour_back():
        assert not (ours & Process.objects.running()).exists() and not ours.get().is_running
        assert "worker" in vitals().late
        heart._beat()
        assert (ours & Process.objects.running()).get().is_running


def test_who_looked_at_it_in_an_hour_to_come_is_not_there_now(world: World) -> None:
    talk = world.conversation(cast.BRAM)
    talk.look(world.anna)
    assert [one.person for one in talk.company(real_now())] == [world.anna]
    with an_hour_back():
        assert not talk.company(real_now())
