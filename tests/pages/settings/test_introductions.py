"""What a profile says is the organisation's own words: they fit, they have a gap, and each change is in the ledger."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.account import Account
from webcare.clocks.introduction import Introduction
from webcare.ledger.event import Event
from webcare.lib.now import now


@pytest.fixture
def bot(world: World) -> Account:
    return Account.objects.create(
        network="telegram", brand=world.air, external_id="42", handle="lowlandair_bot", connected_at=now()
    )


def _given(bot: Account, **changes: str) -> dict[str, str]:
    return {"account": str(bot.pk), "language": "nl", "words": "Hallo!\r\n{wait}", "is_on": "on"} | changes


def test_words_with_a_gap_are_kept_and_written_down(sit: Seat, world: World, bot: Account) -> None:
    assert sit(world.joost).post("/settings/introductions", _given(bot)).status_code == 302
    row = Introduction.objects.get()
    assert (row.words, row.is_on, row.is_settled) == ("Hallo!\n{wait}", True, False)
    assert Event.objects.filter(verb="introduction.changed").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Hallo!", "Put {wait} where the waiting time shall stand, once."),
        ("{wait} {wait}", "Put {wait} where the waiting time shall stand, once."),
        ("x" * 500 + "{wait}", "too long for a profile there"),
    ],
)
def test_words_that_would_not_work_are_explained(sit: Seat, world: World, bot: Account, words: str, said: str) -> None:
    answer = sit(world.joost).post("/settings/introductions", _given(bot, words=words))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Introduction.objects.exists()


def test_only_profiles_that_can_say_something_are_offered_and_each_once(sit: Seat, world: World, bot: Account) -> None:
    page = sit(world.joost).get("/settings/introductions/new").content.decode()
    assert "lowlandair_bot" in page
    assert "@lowlandair (x)" not in page
    assert sit(world.joost).post("/settings/introductions", _given(bot)).status_code == 302
    assert sit(world.joost).post("/settings/introductions", _given(bot)).status_code == 422
    assert sit(world.joost).post("/settings/introductions", _given(bot, account=str(world.x.pk))).status_code == 422
    assert Introduction.objects.count() == 1


def test_the_form_shows_what_would_be_read(sit: Seat, world: World, bot: Account) -> None:
    shown = sit(world.joost).post("/settings/introductions/preview", _given(bot)).content.decode()
    assert "We antwoorden zo snel als we kunnen." in shown


def test_a_change_of_words_is_written_anew(sit: Seat, world: World, bot: Account) -> None:
    row = Introduction.objects.create(account=bot, words="{wait}", language="en", is_settled=True)
    assert sit(world.joost).post(f"/settings/introductions/{row.pk}", _given(bot)).status_code == 302
    row.refresh_from_db()
    assert not row.is_settled
    assert sit(world.joost).get("/settings/introductions").status_code == 200
