"""Whoever leaves is out at once, and no old session lets them in again when they return."""

import pytest
from django.test import Client

from tests.world import World
from webcare.team.employing import come_back, leave

pytestmark = pytest.mark.django_db


def test_an_old_session_does_not_wake_up_when_somebody_returns() -> None:
    world = World.build()
    anna = world.anna
    anna.set_password("five tulips in a row")
    anna.save()
    browser = Client()
    browser.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/").status_code == 200
    assert leave(anna, world.joost)
    assert browser.get("/").status_code == 302
    assert come_back(anna, world.joost)
    assert browser.get("/").status_code == 302
    anna.refresh_from_db()
    assert anna.is_active and not anna.has_usable_password()
