"""The settings open for those whose role says so, and every page of them can be read."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.pages.settings.sections import CHAPTERS

SECTIONS = [section for chapter in CHAPTERS for section in chapter.sections]


def test_an_administrator_finds_every_section(sit: Seat, world: World) -> None:
    page = sit(world.joost).get("/settings").content.decode()
    assert all(f'href="{section.path}"' in page for section in SECTIONS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.route)
def test_a_section_opens_for_its_role_only(sit: Seat, world: World, section: object) -> None:
    path, role = section.path, section.role  # type: ignore[attr-defined]  # a Section
    for person in (world.willem, world.anna, world.noor, world.joost):
        expected = 200 if person.may(role) else 403
        assert sit(person).get(path).status_code == expected, (person.role, path)


def test_a_lead_sees_only_what_is_for_leads(sit: Seat, world: World) -> None:
    page = sit(world.noor).get("/settings").content.decode()
    for section in SECTIONS:
        assert (f'href="{section.path}"' in page) == world.noor.may(section.role), section.route


def test_an_agent_has_no_settings(sit: Seat, world: World) -> None:
    assert sit(world.anna).get("/settings").status_code == 403
    assert 'href="/settings"' not in sit(world.anna).get("/").content.decode()
