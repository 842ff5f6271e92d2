"""Cases are found by number, title and resolution."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.search import cases
from webcare.search.query import parse


@pytest.fixture
def case(world: World) -> Case:
    made = open_case(world.conversation(), world.anna, title="Lost blue suitcase")
    made.close(world.anna, "Found in Lisbon.")
    return made


def test_number_title_and_resolution_find_it(world: World, case: Case) -> None:
    for typed in (str(case.pk), f"#{case.pk}", "blue", "LISBON", "blue lisbon", '"blue suitcase"'):
        assert cases.find(world.anna, parse(typed)) == [case], typed


def test_every_word_must_fit_and_no_unwanted_one(world: World, case: Case) -> None:
    assert cases.find(world.anna, parse("blue madrid")) == []
    assert cases.find(world.anna, parse("blue -lisbon")) == []
    assert cases.find(world.anna, parse("-madrid")) == []


def test_another_brands_case_is_not_found(world: World) -> None:
    foreign = open_case(world.conversation(account=world.holidays_x), world.noor, title="Hotel")
    assert cases.find(world.giulia, parse("hotel")) == []
    assert cases.find(world.giulia, parse(str(foreign.pk))) == []


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "9" * 30, "²", "٣", "١٢"])
def test_nothing_hostile_breaks_it(world: World, case: Case, typed: str) -> None:
    assert cases.find(world.anna, parse(typed)) in ([], [case])
