"""Organisation, brands and teams: forms that keep what is right and say what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.ledger.event import Event
from webcare.team.brand import Brand
from webcare.team.organisation import organisation
from webcare.team.team import Team

ALL_WELL = {
    "name": "Lowland Air",
    "languages": ["en", "nl"],
    "fallback_language": "en",
    "time_zone": "Europe/Amsterdam",
    "take_back_seconds": 10,
    "claim_minutes": 15,
    "held_hours": 24,
    "board_is_public": "on",
}


def test_what_is_set_holds(sit: Seat, world: World) -> None:
    given = ALL_WELL | {"claim_minutes": 20, "take_back_seconds": 5}
    answer = sit(world.joost).post("/settings/organisation", given)
    assert answer.status_code == 302, answer.content.decode()
    row = organisation()
    assert (row.claim_minutes, row.take_back_seconds, row.languages, row.second_factor_required) == (
        20,
        5,
        ["en", "nl"],
        False,
    )
    event = Event.objects.get(verb="settings.changed")
    assert event.before["claim_minutes"] == 15
    assert event.data["after"]["claim_minutes"] == 20


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"languages": []}, "required"),
        ({"languages": ["tlh"]}, "not one of the available choices"),
        ({"fallback_language": "ko"}, "languages that you answer in"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"take_back_seconds": 100000}, "less than or equal to 120"),
        ({"claim_minutes": 0}, "greater than or equal to 1"),
        ({"held_hours": 1000}, "less than or equal to 168"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(sit: Seat, world: World, wrong: dict[str, Any], says: str) -> None:
    answer = sit(world.joost).post("/settings/organisation", ALL_WELL | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert len(organisation().languages) == 11


def test_a_brand_is_made_renamed_and_removed(sit: Seat, world: World) -> None:
    joost = sit(world.joost)
    assert joost.post("/settings/brands", {"name": "Lowland Cargo"}).status_code == 302
    brand = Brand.objects.get(slug="lowland-cargo")
    assert not brand.is_public
    assert joost.post(f"/settings/brands/{brand.pk}", {"name": "Lowland Freight", "is_public": "on"}).status_code == 302
    assert Brand.objects.get(pk=brand.pk).slug == "lowland-freight"
    assert "Lowland Freight" in joost.get(f"/settings/brands/{brand.pk}/removal").content.decode()
    assert joost.post(f"/settings/brands/{brand.pk}/removal").status_code == 302
    assert not Brand.objects.filter(pk=brand.pk).exists()
    verbs = list(Event.objects.filter(subject_kind="brand").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["brand.changed", "brand.changed", "brand.removed"]


@pytest.mark.parametrize("name", ["Lowland Air", "lowland  AIR!", "!!!", ""])
def test_a_brand_needs_a_name_of_its_own(sit: Seat, world: World, name: str) -> None:
    assert sit(world.joost).post("/settings/brands", {"name": name}).status_code == 422
    assert Brand.objects.count() == 2


def test_a_brand_with_accounts_stays(sit: Seat, world: World) -> None:
    answer = sit(world.joost).post(f"/settings/brands/{world.air.pk}/removal")
    assert answer.status_code == 422
    assert "still in use" in answer.content.decode()
    assert Brand.objects.filter(pk=world.air.pk).exists()
    assert not Event.objects.filter(verb="brand.removed").exists()


def test_a_team_decides_who_sees_what(sit: Seat, world: World) -> None:
    assert not world.newcomer.brands().exists()
    given = {"name": "Cargo desk", "slug": "Cargo", "brands": [world.holidays.pk], "members": [world.newcomer.pk]}
    assert sit(world.joost).post("/settings/teams", given).status_code == 302
    team = Team.objects.get(slug="cargo")
    assert list(world.newcomer.brands()) == [world.holidays]
    assert (
        sit(world.joost).post(f"/settings/teams/{team.pk}", {"name": "Cargo desk", "slug": "cargo"}).status_code == 302
    )
    assert not world.newcomer.brands().exists()
    assert sit(world.joost).post(f"/settings/teams/{team.pk}/removal").status_code == 302
    assert not Team.objects.filter(pk=team.pk).exists()


def test_a_team_is_not_called_as_a_colleague_is(sit: Seat, world: World) -> None:
    answer = sit(world.joost).post("/settings/teams", {"name": "Other", "slug": world.anna.slug})
    assert answer.status_code == 422
    assert "A colleague is called" in answer.content.decode()


def test_what_is_not_there_is_not_found(sit: Seat, world: World) -> None:
    joost = sit(world.joost)
    for path in ("/settings/brands/999999", "/settings/teams/999999/removal", "/settings/people/999999"):
        assert joost.get(path).status_code == 404
        assert joost.post(path).status_code == 404
