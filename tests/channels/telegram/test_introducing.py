"""The waiting time stands in our profile on the network: when it changes enough, no oftener than allowed, and never made up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.telegram.adapter import TelegramAdapter
from webcare.channels.telegram.api import Api
from webcare.clocks import board
from webcare.clocks.clock import BoardSnapshot, Clock
from webcare.clocks.introducing import Habits, introduce_waiting
from webcare.clocks.introduction import Introduction
from webcare.lib.now import now, real_now
from webcare.team.brand import Brand

WORDS = "Lowland Air, day and night. {wait}"
UNKNOWN = "Lowland Air, day and night. We answer as soon as we can."

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bot(sandbox: Sandbox) -> Account:
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True)
    account = Account(
        network="telegram",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=Application.objects.create(network="telegram", name="Bots", settings={"api_base": sandbox.url}),
        secrets={"bot_token": sandbox.bot_token("lowlandair")},
        settings={"updates": "asking"},
        connected_at=real_now() - timedelta(hours=1),
    )
    TelegramAdapter().connect(account, "")
    account.save()
    return account


@pytest.fixture
def row(bot: Account) -> Introduction:
    found: Introduction = Introduction.objects.create(account=bot, words=WORDS, language="en")
    return found


def wait(bot: Account, minutes: int) -> None:
    """Somebody has waited so long, and the board says so."""
    Clock.objects.all().delete()
    begun = now() - timedelta(minutes=minutes)
    Clock.objects.create(
        brand=bot.brand, network="telegram", language="en", promise_kind="first", started_at=begun, arrived_at=begun
    )
    board.take_snapshot()


def look_again() -> None:
    """As if a minute had passed."""
    Introduction.objects.update(next_attempt_at=real_now())
    introduce_waiting()


def profile(bot: Account) -> str:
    """What a chat with the bot shows, as the network has it."""
    return Api.of(bot).call("getMyDescription").shape("result").words("description")


def long_ago(**changes: Any) -> None:
    Introduction.objects.update(written_at=real_now() - timedelta(hours=1), **changes)


def test_the_profile_says_what_one_waits_now_and_changes_when_that_does(bot: Account, row: Introduction) -> None:
    wait(bot, 14)
    assert introduce_waiting() == 1
    assert profile(bot) == "Lowland Air, day and night. We now answer within about 15 minutes."
    wait(bot, 50)
    long_ago()
    look_again()
    assert profile(bot) == "Lowland Air, day and night. We now answer within about 60 minutes."
    row.refresh_from_db()
    assert (row.said, row.shown, row.attempts) == (60, profile(bot), 0)


def test_it_is_changed_no_oftener_than_the_network_allows(bot: Account, row: Introduction) -> None:
    wait(bot, 14)
    introduce_waiting()
    wait(bot, 50)
    look_again()
    assert "15 minutes" in profile(bot)
    row.refresh_from_db()
    assert row.next_attempt_at > real_now() + timedelta(minutes=13), "it comes back when it may"


def test_figures_that_are_old_are_not_told(bot: Account, row: Introduction) -> None:
    wait(bot, 14)
    introduce_waiting()
    BoardSnapshot.objects.all().delete()
    with time_machine.travel(now() - timedelta(minutes=10)):
        board.take_snapshot()
    long_ago()
    look_again()
    assert profile(bot) == UNKNOWN


def test_switched_off_the_sentence_goes_and_the_rest_stays(bot: Account, row: Introduction) -> None:
    wait(bot, 14)
    introduce_waiting()
    Introduction.objects.update(is_on=False, is_settled=False, next_attempt_at=real_now())
    introduce_waiting()
    assert profile(bot) == "Lowland Air, day and night."
    look_again()
    assert Introduction.objects.pending().count() == 0


def test_a_refusal_is_kept_as_a_sentence_and_tried_again_later(
    bot: Account, row: Introduction, sandbox: Sandbox
) -> None:
    wait(bot, 14)
    Introduction.objects.update(words="x" * 600 + " {wait}")
    introduce_waiting()
    row.refresh_from_db()
    assert row.problem
    assert not row.is_settled
    assert row.next_attempt_at > real_now() + timedelta(minutes=50)
    Introduction.objects.update(words=WORDS)
    look_again()
    row.refresh_from_db()
    assert (row.problem, profile(bot)) == ("", "Lowland Air, day and night. We now answer within about 15 minutes.")


def test_a_token_that_was_withdrawn_is_told_once_and_the_profile_waits(bot: Account, row: Introduction) -> None:
    bot.keep(secrets={"bot_token": "1:nobodys_token_at_all"})
    introduce_waiting()
    bot.refresh_from_db()
    assert bot.reauth_at is not None
    assert Introduction.objects.pending().count() == 0


def test_people_are_sent_where_most_of_their_language_write(bot: Account) -> None:
    brand = bot.brand
    for network in ("x", "facebook", "weibo", "email", "notes", "webchat"):
        Account.objects.create(network=network, brand=brand, external_id=network, connected_at=now())
    for network, language, count in (
        ("x", "nl", 3),
        ("facebook", "nl", 1),
        ("weibo", "zh", 2),
        ("email", "nl", 9),
        ("notes", "nl", 8),
    ):
        for _one in range(count):
            Clock.objects.create(
                brand=brand,
                network=network,
                language=language,
                promise_kind="first",
                started_at=now(),
                arrived_at=now(),
            )
    habits = Habits.lately()
    assert habits.where_to_write("zh") == ["Weibo", "X", "Facebook"]
    assert habits.where_to_write("nl") == ["X", "Facebook", "Weibo"]
