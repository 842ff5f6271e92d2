"""The organisation's own OpenID provider signs colleagues in whom we know, and nobody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import time_machine
from django.test import Client

from tests.channels.conftest import free_port, wait_until
from tests.pages.conftest import Seat
from tests.pages.identity import CLIENT, SECRET
from tests.world import World
from webcare.lib.now import real_now
from webcare.pages.joining import INVITED
from webcare.team.inviting import Guest, invite
from webcare.team.person import Person

PROGRAM = Path(__file__).with_name("identity.py")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, str(PROGRAM), str(port)])
    url = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        try:
            return httpx2.get(f"{url}/.well-known/openid-configuration").status_code == 200
        except httpx2.TransportError:
            return False

    try:
        wait_until(is_up)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(autouse=True)
def configured(provider: str, settings: Any) -> None:
    app = {
        "provider_id": "oidc",
        "name": "Lowland login",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": provider, "verified_email": []},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def sign_in(provider: str, client: Client, **person: str) -> Any:
    """Go to the provider, who vouches for this person, and come back."""
    httpx2.get(f"{provider}/vouch", params={"sub": person["email"], **person})
    there = client.get("/account/oidc/oidc/login/")
    assert there.status_code == 302, there.content.decode()
    back = httpx2.get(there.headers["Location"], follow_redirects=False)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["location"])
    return client.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def test_the_sign_in_page_offers_it(world: World) -> None:
    assert "Sign in with Lowland login" in Client().get("/account/login/").content.decode()


def test_a_known_address_is_signed_in(world: World, provider: str) -> None:
    client = Client()
    answer = sign_in(provider, client, email=world.anna.email.upper(), email_verified="yes", name="Anna")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert world.anna.name in client.get("/").content.decode()
    assert Person.objects.count() == 31


def test_she_is_known_again_when_the_provider_calls_her_otherwise(world: World, provider: str) -> None:
    sign_in(provider, Client(), sub="7", email=world.anna.email, email_verified="yes")
    client = Client()
    answer = sign_in(provider, client, sub="7", email="anna.married@lowlandair.example", email_verified="yes")
    assert answer.status_code == 302
    assert world.anna.name in client.get("/").content.decode()


def test_an_unknown_address_is_refused_kindly(world: World, provider: str) -> None:
    client = Client()
    answer = sign_in(provider, client, email="stranger@elsewhere.example", email_verified="yes")
    assert answer.status_code == 403
    assert "We do not know you yet" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert not Person.objects.filter(email="stranger@elsewhere.example").exists()


def test_an_address_that_nobody_has_proven_opens_nothing(world: World, provider: str) -> None:
    client = Client()
    answer = sign_in(provider, client, email=world.joost.email, email_verified="no")
    assert answer.status_code == 403
    assert "proven" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_the_provider_may_answer_for_whole_domains(world: World, provider: str, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = ["lowlandair.example"]
    assert sign_in(provider, Client(), email=world.anna.email).status_code == 302
    assert sign_in(provider, Client(), email="joost@elsewhere.example").status_code == 403


def test_who_has_left_stays_out(world: World, provider: str) -> None:
    Person.objects.filter(pk=world.anna.pk).update(is_active=False)
    client = Client()
    assert sign_in(provider, client, email=world.anna.email, email_verified="yes").status_code == 403
    assert client.get("/").status_code == 302


def test_who_has_left_stays_out_also_when_the_provider_knew_them(world: World, provider: str) -> None:
    sign_in(provider, Client(), email=world.anna.email, email_verified="yes")
    Person.objects.filter(pk=world.anna.pk).update(is_active=False)
    client = Client()
    sign_in(provider, client, email=world.anna.email, email_verified="yes")
    assert client.get("/").status_code == 302


def test_who_was_invited_joins_without_a_password(world: World, provider: str) -> None:
    invitation = invite(Guest("saskia@lowlandair.example", role="lead"), world.joost)
    client = Client()
    assert "Sign in with Lowland login" in client.get(f"/join/{invitation.ticket}").content.decode()
    assert client.session[INVITED] == invitation.ticket
    answer = sign_in(provider, client, email="saskia@lowlandair.example", email_verified="yes", name="Saskia de Boer")
    assert answer.status_code == 302
    person = Person.objects.get(email="saskia@lowlandair.example")
    assert (person.name, person.role, person.has_usable_password()) == ("Saskia de Boer", "lead", False)
    assert client.get("/").status_code == 200


def test_an_invitation_is_for_the_address_that_was_invited(world: World, provider: str) -> None:
    invitation = invite(Guest("saskia@lowlandair.example"), world.joost)
    client = Client()
    client.get(f"/join/{invitation.ticket}")
    assert sign_in(provider, client, email="thief@elsewhere.example", email_verified="yes").status_code == 403
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_second_step_is_the_providers_business(world: World, provider: str) -> None:
    world.organisation.second_factor_required = True
    world.organisation.save()
    client = Client()
    sign_in(provider, client, email=world.anna.email, email_verified="yes")
    assert client.get("/").status_code == 200


def test_without_a_second_step_everything_leads_to_setting_one_up(sit: Seat, world: World) -> None:
    world.organisation.second_factor_required = True
    world.organisation.save()
    anna = sit(world.anna)
    for path in ("/", "/me", "/settings", "/conversations/1"):
        answer = anna.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")
    assert "wants a second step" in anna.get("/account/2fa/").content.decode()
    assert anna.get("/queue", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/2fa/"
    assert anna.post("/account/logout/").status_code == 302


@pytest.mark.parametrize(
    "lie",
    [
        {"signed": "strange"},
        {"signed": "none"},
        {"signed": "secret"},
        {"signed": "missing"},
        {"token_aud": "another-client"},
        {"token_iss": "https://elsewhere.example"},
        {"token_exp": "1700000000"},
        {"token_nonce": "of-another-question"},
        {"token_sub": "somebody-else"},
    ],
    ids=lambda lie: " ".join(lie) + " " + "".join(lie.values())[:10],
)
def test_what_the_provider_did_not_sign_for_us_and_for_this_question_opens_nothing(
    world: World, provider: str, lie: dict[str, str]
) -> None:
    client = Client()
    answer = sign_in(provider, client, email=world.anna.email, email_verified="yes", **lie)
    assert answer.status_code != 302
    assert client.get("/").status_code == 302, "nobody is in"


def test_each_question_has_a_nonce_of_its_own(world: World, provider: str) -> None:
    asked = set()
    for _ in range(2):
        sign_in(provider, Client(), email=world.anna.email, email_verified="yes")
        asked.add(httpx2.get(f"{provider}/asked").json()["nonce"])
    assert len(asked) == 2
    assert all(len(nonce) == 64 for nonce in asked)


def test_a_way_back_is_gone_once_and_by_who_asked_only(world: World, provider: str) -> None:
    client = Client()
    httpx2.get(f"{provider}/vouch", params={"sub": "7", "email": world.anna.email, "email_verified": "yes"})
    there = client.get("/account/oidc/oidc/login/").headers["Location"]
    back = urlsplit(httpx2.get(there, follow_redirects=False).headers["location"])
    way = f"{back.path}?{back.query}"
    stranger = Client()
    assert stranger.get(way).status_code != 302
    assert client.get(way).status_code == 302
    client.post("/account/logout/")
    assert client.get(way).status_code != 302
    assert client.get("/").status_code == 302


def test_a_provider_that_was_not_set_up_does_not_exist(world: World) -> None:
    assert Client().get("/account/oidc/elsewhere/login/callback/?code=a&state=b").status_code == 404


def test_who_has_only_the_provider_goes_there_again_before_a_way_in_changes(world: World, provider: str) -> None:
    client = Client()
    sign_in(provider, client, email=world.anna.email, email_verified="yes")
    Person.objects.filter(pk=world.anna.pk).update(password="!")
    sign_in(provider, client, email=world.anna.email, email_verified="yes")
    assert client.get("/account/password/set/").status_code == 200, "they have come this minute"
    with time_machine.travel(real_now() + timedelta(minutes=6)):
        there = client.get("/account/password/set/").headers["Location"]
        assert there == "/account/oidc/oidc/login/?next=%2Faccount%2Fpassword%2Fset%2F&again=1"
        assert "prompt=login" in client.get(there).headers["Location"]
