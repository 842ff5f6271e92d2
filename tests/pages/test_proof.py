"""Whoever changes a way in, or ends sessions elsewhere, shows again who they are: a borrowed screen is not enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.pages.conftest import Seat
from tests.world import World
from webcare.lib.now import real_now
from webcare.team.person import Person

PASSWORD = "het regent weer in Hoofddorp"
WAYS_IN = (
    "2fa/totp/activate/",
    "2fa/webauthn/add/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/recovery-codes/download/",
    "2fa/totp/deactivate/",
)
ASKED = "/account/reauthenticate/"


@pytest.fixture
def anna(sit: Seat, world: World) -> Client:
    """At her screen, with a password."""
    world.anna.set_password(PASSWORD)
    world.anna.save()
    return sit(world.anna)


def with_second_step(person: Person) -> None:
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)


def is_asked(answer: Any) -> bool:
    return answer.status_code == 302 and str(answer.headers["Location"]).startswith(ASKED)


@pytest.mark.parametrize("path", WAYS_IN)
def test_no_way_in_is_shown_or_changed_without_it(anna: Client, world: World, path: str) -> None:
    if "activate/" not in path or "deactivate" in path:
        with_second_step(world.anna)
    for answer in (anna.get(f"/account/{path}"), anna.post(f"/account/{path}")):
        assert is_asked(answer), answer
    kept = Authenticator.objects.filter(user=world.anna).count()
    assert kept == (2 if "activate/" not in path or "deactivate" in path else 0)


def test_a_password_is_changed_by_who_knows_it(anna: Client, world: World) -> None:
    new = {"password1": "zonnig in Zandvoort vandaag", "password2": "zonnig in Zandvoort vandaag"}
    for old in ({}, {"oldpassword": "a guess"}):
        assert anna.post("/account/password/change/", {**new, **old}).status_code == 200, "the form again"
    world.anna.refresh_from_db()
    assert world.anna.check_password(PASSWORD)


def test_other_sessions_are_ended_by_who_shows_it_and_what_was_wanted_is_done_then(
    anna: Client, sit: Seat, world: World
) -> None:
    elsewhere = Client()
    elsewhere.post("/account/login/", {"login": world.anna.email, "password": PASSWORD})
    assert anna.get("/account/sessions/").status_code == 200, "to look is free"
    assert is_asked(anna.post("/account/sessions/"))
    assert elsewhere.get("/notices").status_code == 200
    there = anna.post("/account/sessions/").headers["Location"]
    assert anna.post(there, {"password": "a guess"}).status_code == 200
    assert elsewhere.get("/notices").status_code == 200
    anna.post(there, {"password": PASSWORD})
    assert elsewhere.get("/notices").status_code == 302
    assert anna.get("/notices").status_code == 200


def test_it_holds_for_five_minutes(anna: Client, world: World) -> None:
    anna.post(ASKED, {"password": PASSWORD})
    assert anna.get("/account/2fa/totp/activate/").status_code == 200
    with time_machine.travel(real_now() + timedelta(minutes=6)):
        assert is_asked(anna.get("/account/2fa/totp/activate/"))


def test_guessing_at_it_is_stopped(anna: Client, world: World) -> None:
    answers = [anna.post(ASKED, {"password": f"guess {number}"}).status_code for number in range(12)]
    assert 429 in answers
    anna.post(ASKED, {"password": PASSWORD})
    assert is_asked(anna.get("/account/2fa/totp/activate/"))


def test_who_has_nothing_to_show_comes_in_anew(sit: Seat, world: World) -> None:
    world.anna.set_unusable_password()
    world.anna.save()
    anna = sit(world.anna)
    refused = anna.post("/account/sessions/")
    assert refused.status_code == 403
    assert "Sign out and in again first" in refused.content.decode()


def test_it_stands_in_the_log(anna: Client, world: World, caplog: Any) -> None:
    caplog.set_level("INFO")
    anna.post(ASKED, {"password": PASSWORD})
    said = [record.getMessage() for record in caplog.records if record.name == "webcare.team.doorbook"]
    assert said == [f"person {world.anna.pk} showed a password again from 127.0.0.1"]
