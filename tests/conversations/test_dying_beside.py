"""A worker that is killed at any step of its other work: files, hiding, profiles, mails to colleagues, what is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.conversations import files
from tests.killing import dies_at
from tests.scripted import ScriptedNetwork, scripted_account, scripted_network
from tests.team.smtp import scripted_post
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import Length, RawEvent
from webcare.channels.capabilities import Profile
from webcare.channels.collecting import collect
from webcare.channels.inbound import InboundAttachment
from webcare.channels.moderation import Moderation, ask, moderate_waiting
from webcare.channels.receipt import Receipt
from webcare.clocks.introducing import introduce_waiting
from webcare.clocks.introduction import Introduction
from webcare.conversations.attaching import store_inbound
from webcare.conversations.attachment import Attachment
from webcare.conversations.fetching import fetch_waiting
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.claiming import every_kind
from webcare.lib.now import real_now
from webcare.team.mailing import mail_waiting
from webcare.team.notice import Notice, NoticeKind
from webcare.team.telling import tell

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = 7


@dataclass
class Visited(ScriptedNetwork):
    """It has a profile, which a child that dies has changed too, and brings numbered events after the last one it was told."""

    profile: Path = field(default_factory=Path)
    story: int = 0

    def introduce(self, account: Account, text: str) -> None:
        """Written where every process reads it."""
        self.profile.write_text(text)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """From the cursor on."""
        done = int(str(account.cursor.get("done", 0)))
        for number in range(done + 1, EVENTS + 1):
            yield RawEvent(f"{self.story}:{number}", b"{}")
            account.cursor = {"done": number}


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Visited]:
    given = Visited(profile=tmp_path / "profile.txt")
    given.capabilities = replace(given.capabilities, polls=True, profile=Profile(Length(200), timedelta(0)))
    with scripted_network(given):
        yield given


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def account(world: World, network: Visited) -> Account:
    return scripted_account(world.air)


def at_every_step(prepare: Callable[[int], Callable[[], object]], work: Callable[[], object], least: int) -> None:
    """Prepare something, let a worker die at it, let its lease end and another take over; then what `prepare` gave looks at it."""
    for step in count(1):
        look = prepare(step)
        died = dies_at(step, work)
        for kind in every_kind():
            kind.update(leased_until=None, next_attempt_at=real_now() - timedelta(seconds=1))
        work()
        look()
        if not died:
            break
    assert step > least, "it died before hardly anything"


def test_a_file_is_there_whole(world: World, account: Account, network: Visited) -> None:
    theirs = world.conversation(cast.BRAM, account=account).messages.get()

    def prepare(step: int) -> Callable[[], object]:
        url = f"https://pictures.example/{step}.png"
        network.files[url] = files.picture()
        waiting = store_inbound(theirs, InboundAttachment(url=url))

        def look() -> None:
            found = Attachment.objects.get(pk=waiting.pk)
            assert found.fetched_at and not found.failed_at, f"killed at step {step}"
            assert found.read() == files.picture()

        return look

    at_every_step(prepare, fetch_waiting, 4)


def test_what_is_to_be_hidden_is_hidden_and_stands_in_the_ledger_once(account: Account, network: Visited) -> None:
    def prepare(step: int) -> Callable[[], object]:
        row = ask(account, "hide", external_id=f"4{step}")

        def look() -> None:
            found = Moderation.objects.get(pk=row.pk)
            assert found.done_at and not found.failed_at, f"killed at step {step}"
            assert Event.objects.filter(verb="moderation.done", subject_id=row.pk).count() == 1

        return look

    at_every_step(prepare, moderate_waiting, 5)


def test_a_profile_says_what_it_should(account: Account, network: Visited) -> None:
    row = Introduction.objects.create(account=account, words="", language="en")

    def prepare(step: int) -> Callable[[], object]:
        words = f"Lowland Air, day and night, number {step}."
        Introduction.objects.update(words=words, is_settled=False, next_attempt_at=real_now())

        def look() -> None:
            row.refresh_from_db()
            assert row.is_settled and row.shown == network.profile.read_text(), f"killed at step {step}"
            assert row.shown.startswith(words)

        return look

    at_every_step(prepare, introduce_waiting, 6)


def test_a_colleague_gets_a_mail_once_or_reads_it_on_the_page(world: World, settings: Settings) -> None:
    with scripted_post() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
        settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
        lost: list[int] = []

        def prepare(step: int) -> Callable[[], object]:
            tell(
                world.anna, NoticeKind.MENTION, f"note:{step}", f"Daniel mentions you, time {step}.", "/conversations/7"
            )
            Notice.objects.update(next_attempt_at=real_now() - timedelta(seconds=1))

            def look() -> None:
                came = sum(f"Subject: Daniel mentions you, time {step}.".encode() in mail for mail in post.received)
                notice = Notice.objects.get(key=f"note:{step}")
                assert came <= 1 and notice.emailed_at and not notice.seen_at, f"killed at step {step}"
                lost.extend([step] * (1 - came))

            return look

        at_every_step(prepare, mail_waiting, 3)
        assert len(lost) <= 1, "only between writing it down and sending it"


def test_what_was_missed_is_fetched_once_from_where_it_was(account: Account, network: Visited) -> None:
    def prepare(step: int) -> Callable[[], object]:
        network.story = step
        account.keep_cursor({})

        def look() -> None:
            kept = Receipt.objects.filter(key__startswith=f"{step}:").values_list("key", flat=True)
            assert sorted(kept) == [f"{step}:{number}" for number in range(1, EVENTS + 1)], f"killed at step {step}"
            assert Account.objects.get(pk=account.pk).cursor == {"done": EVENTS}

        return look

    at_every_step(prepare, lambda: collect(Account.objects.get(pk=account.pk)), EVENTS)
