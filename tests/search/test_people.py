"""People are found by name or handle, in spite of a typo, and only by who may know them."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.demo import cast
from webcare.search import people
from webcare.search.query import parse
from webcare.team.person import Person


def names(world: World, typed: str, by: Person | None = None) -> list[str]:
    return [handle.name for handle in people.find(by or world.anna, parse(typed))]


@pytest.fixture(autouse=True)
def written(world: World) -> None:
    for customer in cast.CUSTOMERS[:6]:
        world.conversation(customer, account=world.x if customer.handle else world.mail)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bram de wti", "Bram de Wit"), ("Braam", "Bram de Wit"), ("brm de wit", "Bram de Wit"),
        ("Liam Hargraves", "Liam Hargreaves"), ("hargreeves", "Liam Hargreaves"), ("Marta Rios", "Marta Ríos"),
    ],
)  # fmt: skip
def test_a_typo_does_not_hide_anybody(world: World, typed: str, name: str) -> None:
    assert name in names(world, typed)


def test_the_handle_finds_them_too(world: World) -> None:
    assert names(world, f"@{cast.BRAM.handle}")[0] == cast.BRAM.name
    assert names(world, f"from:{cast.BRAM.handle}")[0] == cast.BRAM.name


def test_the_most_alike_comes_first(world: World) -> None:
    assert names(world, "bram de wit")[0] == cast.BRAM.name


def test_names_of_every_script_are_found(world: World) -> None:
    for name in ("王小明", "김민준", "Ольга Иванова", "محمد"):
        handle = world.conversation().handle
        type(handle).objects.filter(pk=handle.pk).update(name=name)
        assert name in names(world, name[:3]), name


def test_one_letter_is_like_everybody_and_finds_nobody(world: World) -> None:
    assert names(world, "b") == [] == names(world, "@") == names(world, "")


def test_who_wrote_to_another_brand_only_is_not_found(world: World) -> None:
    guest = next(customer for customer in cast.CUSTOMERS[6:] if customer.handle)
    world.conversation(guest, account=world.holidays_x)
    assert guest.name in names(world, guest.name, world.noor)
    assert guest.name not in names(world, guest.name, world.giulia)


@pytest.mark.parametrize("typed", ["%", "%%", "__", "'; drop", "\\\\", "行李", "a" * 400, '"', "🧳🧳"])
def test_nothing_hostile_breaks_it_or_finds_everybody(world: World, typed: str) -> None:
    assert names(world, typed) == []
