"""Whoever leaves is out at once, and no old session lets them in again when they return."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
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


def test_who_lost_the_second_step_begins_as_on_the_first_day() -> None:
    world = World.build()
    anna = world.anna
    anna.set_password("five tulips in a row")
    anna.save()
    TOTP.activate(anna, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(anna)
    assert leave(anna, world.joost)
    assert come_back(anna, world.joost)
    assert not Authenticator.objects.filter(user=anna).exists()
    browser = Client()
    browser.post("/account/login/", {"login": anna.email, "password": "five tulips in a row"})
    assert browser.get("/").status_code == 302, "the old password opens nothing"
    browser.post("/account/password/reset/", {"email": anna.email})
    found = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found and mail.outbox[-1].to == [anna.email]
    form = browser.get(found.group(1), follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "six windmills at noon", "password2": "six windmills at noon"}
    )
    browser.post("/account/login/", {"login": anna.email, "password": "six windmills at noon"})
    assert browser.get("/").status_code == 200
