"""A notice leaves as an e-mail at most once, whatever the mail server does."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from tests.racing import race
from tests.team.smtp import ScriptedPost, scripted_post
from tests.world import World
from webcare.lib.now import real_now
from webcare.team.mailing import PATIENCE, mail_waiting
from webcare.team.notice import Notice, NoticeKind
from webcare.team.seeing import see_all
from webcare.team.telling import GRACE, tell

LATER = GRACE + timedelta(seconds=1)


@pytest.fixture
def post(settings: Settings) -> Iterator[ScriptedPost]:
    with scripted_post() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 5
        settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
        yield post


def told(world: World, number: int = 1) -> None:
    for key in range(number):
        tell(world.anna, NoticeKind.MENTION, f"note:{key}", "Daniel mentions you", "/conversations/7")


def test_it_leaves_when_nobody_has_looked_for_a_while(world: World, post: ScriptedPost) -> None:
    told(world)
    assert mail_waiting() == 0
    with time_machine.travel(real_now() + LATER):
        assert (mail_waiting(), mail_waiting()) == (1, 0)
    (mail,) = post.received
    assert b"Subject: Daniel mentions you" in mail
    assert b"/conversations/7" in mail
    assert b"Auto-Submitted: auto-generated" in mail
    assert f"To: {world.anna.email}".encode() in mail


def test_what_was_seen_on_the_page_is_not_mailed(world: World, post: ScriptedPost) -> None:
    told(world)
    see_all(world.anna)
    with time_machine.travel(real_now() + LATER):
        assert mail_waiting() == 0
    assert post.received == []


def test_a_refused_mail_is_tried_again_and_the_others_leave(world: World, post: ScriptedPost) -> None:
    told(world, 3)
    post.answers = ["keep", "refuse", "keep"]
    with time_machine.travel(real_now() + LATER):
        assert mail_waiting() == 3
    assert len(post.received) == 2
    with time_machine.travel(real_now() + timedelta(hours=1)):
        assert mail_waiting() == 1
    assert len(post.received) == 3


def test_after_a_broken_connection_nobody_gets_it_twice(world: World, post: ScriptedPost) -> None:
    told(world)
    post.answers = ["hang up"]
    for hours in (1, 2, 3):
        with time_machine.travel(real_now() + timedelta(hours=hours)):
            mail_waiting()
    assert len(post.received) == 1


def test_without_a_mail_server_it_waits_and_in_the_end_gives_up(world: World, settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        told(world)
        for attempt in range(PATIENCE):
            with time_machine.travel(real_now() + timedelta(hours=2 * (attempt + 1))):
                assert mail_waiting() == 1
        notice = Notice.objects.get()
        assert (notice.emailed_at, notice.email_wanted) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(world: World, post: ScriptedPost) -> None:
    told(world, 20)
    Notice.objects.update(next_attempt_at=real_now())
    race(*[lambda: [mail_waiting(4) for _ in range(8)]] * 3)
    assert len(post.received) == 20
