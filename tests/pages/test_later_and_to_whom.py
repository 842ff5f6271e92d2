"""What the desk offers for later, and what it tells about who was given something."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.pages.conftest import Seat
from tests.world import World
from webcare.demo import cast
from webcare.pages.snoozes import presets

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(("day", "mornings"), [(22, 1), (23, 2), (28, 2)], ids=["Sunday", "Monday", "Saturday"])
def test_monday_morning_is_offered_where_it_is_not_tomorrow(day: int, mornings: int) -> None:
    with timezone.override(AMSTERDAM):
        offered = presets(datetime(2026, 11, day, 20, tzinfo=AMSTERDAM))
    assert len(offered) == 3 + mornings
    assert len({preset.until for preset in offered}) == len(offered)
    assert offered[-1].until > offered[0].until


@pytest.mark.django_db
def test_the_flow_says_to_whom_a_conversation_was_given(world: World, sit: Seat) -> None:
    conversation = world.conversation(cast.BRAM, "Een?")
    conversation.assign(world.anna, person=world.noor)
    page = sit(world.anna).get(f"/conversations/{conversation.pk}").content.decode()
    assert f"assigned it: <bdi>{world.noor.name}</bdi>" in " ".join(page.split())
