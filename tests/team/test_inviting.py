"""Colleagues join by their invitations, also in the same moment."""

from __future__ import annotations

import pytest

from tests.racing import race
from tests.world import World
from webcare.team.inviting import Guest, invite, join
from webcare.team.person import Person


@pytest.mark.django_db(transaction=True)
def test_two_with_the_same_name_join_in_the_same_moment(world: World) -> None:
    asked = [invite(Guest(f"{place}@lowlandair.example"), world.joost) for place in "abcdef"]
    joined = race(*(lambda one=one: join(one, "Saskia de Boer", None) for one in asked))
    assert all(isinstance(person, Person) for person in joined), joined
    slugs = sorted(Person.objects.filter(name="Saskia de Boer").values_list("slug", flat=True))
    assert slugs == ["saskia", *(f"saskia{number}" for number in range(2, 7))]


@pytest.mark.django_db(transaction=True)
def test_a_link_that_two_browsers_follow_at_once_makes_one_colleague(world: World) -> None:
    asked = invite(Guest("saskia@lowlandair.example"), world.joost)
    joined = race(*[lambda: join(asked, "Saskia de Boer", None)] * 4)
    assert sorted(type(one).__name__ for one in joined) == ["NoneType", "NoneType", "NoneType", "Person"]
    assert Person.objects.filter(email=asked.email).count() == 1
