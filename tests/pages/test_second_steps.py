"""One-time codes work once and for half a minute, recovery codes once; a forgotten password opens no way around them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from tests.world import World
from webcare.lib.now import real_now
from webcare.settings import BASE_URL
from webcare.team.person import Person

PASSWORD = "het regent weer in Hoofddorp"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = real_now().replace(hour=12, minute=0, second=1, microsecond=0)
STEP = timedelta(seconds=30)


@pytest.fixture
def anna(world: World) -> Person:
    """She has a password, an app that shows codes, and recovery codes."""
    world.anna.set_password(PASSWORD)
    world.anna.save()
    TOTP.activate(world.anna, SECRET)
    RecoveryCodes.activate(world.anna)
    return world.anna


def code_at(at: datetime) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30)))


def half_in(person: Person) -> Client:
    """Somebody who knows the password, and is asked for more."""
    client = Client()
    asked = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert asked.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/notices").status_code == 302
    return client


def enters(client: Client, code: str) -> bool:
    client.post("/account/2fa/authenticate/", {"code": code})
    return client.get("/notices").status_code == 200


def test_a_code_works_once(anna: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        assert enters(half_in(anna), code_at(NOON))
        assert not enters(half_in(anna), code_at(NOON)), "who looked over her shoulder"


def test_a_code_is_good_for_its_own_half_minute(anna: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        assert not enters(half_in(anna), code_at(NOON - STEP))
        assert not enters(half_in(anna), code_at(NOON + STEP))
    with time_machine.travel(NOON + timedelta(seconds=28), tick=False):
        assert enters(half_in(anna), code_at(NOON))


def test_guessing_codes_is_stopped(anna: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        wrong = f"{(int(code_at(NOON)) + 1) % 10**6:06d}"
        for _ in range(3):
            client = half_in(anna)
            for _ in range(2):
                assert not enters(client, wrong)
        assert not enters(half_in(anna), code_at(NOON)), "not even by the right one, for a while"


def test_a_recovery_code_works_once(anna: Person) -> None:
    codes = RecoveryCodes(Authenticator.objects.get(user=anna, type="recovery_codes")).get_unused_codes()
    assert enters(half_in(anna), codes[0])
    assert not enters(half_in(anna), codes[0])
    assert enters(half_in(anna), codes[1])


def test_secrets_and_recovery_codes_are_random_and_long_enough(world: World) -> None:
    secrets, codes = set(), set()
    for person in (world.anna, world.daniel, world.noor):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        person.set_password(PASSWORD)
        person.save()
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/").content.decode()
        (secret,) = re.findall(r'value="([A-Z2-7]{16,})"', page)
        secrets.add(secret)
        codes |= set(RecoveryCodes.activate(person).generate_codes())
    assert len(secrets) == 3
    assert all(len(secret) * 5 >= 160 for secret in secrets), "as many bits as RFC 4226 recommends"
    assert len(codes) == 30, "none twice"
    assert all(re.fullmatch(r"\d{8}", code) for code in codes), "26 bits each"


def test_a_refused_code_stands_in_the_log_and_so_does_by_which_means_one_came(anna: Person, caplog: Any) -> None:
    caplog.set_level("INFO")
    with time_machine.travel(NOON, tick=False):
        client = half_in(anna)
        assert not enters(client, "000000")
        assert enters(client, code_at(NOON))
    said = [record.getMessage() for record in caplog.records if record.name == "webcare.team.doorbook"]
    assert said == [
        f"person {anna.pk} was refused by totp from 127.0.0.1",
        f"person {anna.pk} signed in by password and totp from 127.0.0.1",
    ]


def test_a_forgotten_password_leaves_the_second_step(anna: Person) -> None:
    Client().post("/account/password/reset/", {"email": anna.email})
    (link,) = re.findall(r"https?://\S+/reset/\S+", str(mail.outbox[0].body))
    client = Client()
    form = client.get(link.removeprefix(BASE_URL), follow=True)
    new = "zonnig in Zandvoort vandaag"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert client.get("/notices").status_code == 302, "the link alone signs nobody in"
    anna.refresh_from_db()
    assert anna.check_password(new)
    asked = client.post("/account/login/", {"login": anna.email, "password": new})
    assert asked.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/notices").status_code == 302
    assert Authenticator.objects.filter(user=anna).count() == 2


def test_a_link_for_a_new_password_works_once(anna: Person) -> None:
    Client().post("/account/password/reset/", {"email": anna.email})
    (link,) = re.findall(r"https?://\S+/reset/\S+", str(mail.outbox[0].body))
    for new, taken in (("zonnig in Zandvoort vandaag", True), ("mist boven de Maas vandaag", False)):
        client = Client()
        form = client.get(link.removeprefix(BASE_URL), follow=True)
        client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
        anna.refresh_from_db()
        assert anna.check_password(new) is taken
