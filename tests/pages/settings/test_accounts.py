"""Accounts are connected by trying, on a network that is there; keys go in and never come out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from django.test import Client
from django.utils.html import escape

from sandbox.client import Sandbox
from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.registry import adapter, networks
from webcare.ledger.event import Event

MAILBOX = {
    "asked_address": "desk@lowlandair.example",
    "asked_imap_host": "127.0.0.1",
    "asked_imap_port": "1",
    "asked_imap_security": "none",
    "asked_imap_password": "a-password-nobody-sees",
    "asked_smtp_host": "127.0.0.1",
    "asked_smtp_port": "1",
    "asked_smtp_security": "none",
}


def agree(there: str, handle: str, answer: str = "allow") -> str:
    """The owner of the account agrees on the network; where the network sends them back to."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(there))
    said = httpx2.post(
        there, data={"answer": answer, "handle": handle}, headers={"origin": origin}, follow_redirects=False
    )
    assert said.status_code in {302, 303}, said.text
    return said.headers["location"]


def consent(client: Client, registration: Application, world: World, **more: Any) -> str:
    """Ask for it; where the administrator is sent."""
    given = {"application": registration.pk, "brand": world.air.pk, **more}
    answer = client.post("/settings/accounts/consents", given, headers={"HX-Request": "true"})
    return str(answer.headers["HX-Redirect"])


def come_back(client: Client, there: str) -> Any:
    """The browser follows the network's way back."""
    parts = urlsplit(there)
    return client.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def test_an_account_is_connected_by_agreeing_on_the_network(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    there = consent(joost, registration, world)
    assert there.startswith(sandbox.url)
    answer = come_back(joost, agree(there, "lowlandair"))
    account = Account.objects.get(network="x", brand=world.air)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/settings/accounts/{account.pk}?new=1")
    assert (account.handle, account.external_id, account.is_connected) == ("lowlandair", "1000001", True)
    assert account.secrets["access_token"]
    assert Event.objects.filter(verb="account.connected", subject_id=account.pk, actor_id=world.joost.pk).exists()

    page = joost.get(answer.headers["Location"]).content.decode()
    assert account.secrets["access_token"] not in page
    assert 'hx-trigger="load, submit"' in page
    lines = joost.post(f"/settings/accounts/{account.pk}/checks").content.decode()
    assert "We may read and write as @lowlandair." in lines
    assert 'class="late"' not in lines
    assert Event.objects.get(verb="account.tested").data == {"well": True}


def test_the_way_back_works_once_and_only_for_who_asked(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    back = agree(consent(joost, registration, world), "lowlandair")
    assert come_back(sit(world.joost), back).status_code == 422
    forged = back.replace("state=", "state=x")
    assert come_back(joost, forged).status_code == 422
    assert come_back(joost, back).status_code == 422  # the forged one has spent it
    assert not Account.objects.filter(network="x", brand=world.air).exists()


def test_who_does_not_agree_changes_nothing(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    answer = come_back(joost, agree(consent(joost, registration, world), "lowlandair", answer="deny"))
    assert answer.status_code == 422
    assert "nobody agreed" in answer.content.decode()
    assert not Account.objects.filter(network="x", brand=world.air).exists()


def test_an_account_is_connected_again_only_as_itself(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    come_back(joost, agree(consent(joost, registration, world), "lowlandair"))
    account = Account.objects.get(network="x", brand=world.air)
    account.revoke("X withdrew the access.")
    assert "X withdrew the access." in joost.get("/settings/accounts").content.decode()
    before = Account.objects.get(pk=account.pk).secrets

    answer = come_back(joost, agree(consent(joost, registration, world, account=account.pk), "mia_reist"))
    assert answer.status_code == 422
    assert "belong to mia_reist, not to lowlandair" in answer.content.decode()
    assert Account.objects.get(pk=account.pk).secrets == before

    assert (
        come_back(joost, agree(consent(joost, registration, world, account=account.pk), "lowlandair")).status_code
        == 302
    )
    account.refresh_from_db()
    assert account.reauth_at is None
    assert account.secrets != before
    assert Account.objects.filter(network="x", brand=world.air).count() == 1


def test_what_was_typed_beside_the_access_outlives_a_new_agreement_but_never_goes_to_another_registration(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    keys = sandbox.weibo_keys("lowlandair")
    weibo, other = (
        Application.objects.create(
            network="weibo",
            name=name,
            settings={"api_base": f"{sandbox.url}/api.weibo.com", "app_key": keys.app_key},
            secrets={"app_secret": keys.app_secret},
        )
        for name in ("Lowland Air on Weibo", "Another one")
    )
    joost = sit(world.joost)
    come_back(joost, agree(consent(joost, weibo, world), "lowlandair"))
    account = Account.objects.get(network="weibo")
    assert account.settings["access_expires_at"]
    first = account.secrets["access_token"]
    account.keep(secrets={"fans_token": "typed by hand"}, settings={"rip": "198.51.101.7"})
    come_back(joost, agree(consent(joost, weibo, world, account=account.pk), "lowlandair"))
    account.refresh_from_db()
    assert (account.secrets["fans_token"], account.settings["rip"]) == ("typed by hand", "198.51.101.7")
    assert account.secrets["access_token"] != first
    come_back(joost, agree(consent(joost, other, world, account=account.pk), "lowlandair"))
    account.refresh_from_db()
    assert "fans_token" not in account.secrets


def test_wrong_keys_are_told_in_a_sentence_and_nothing_is_kept(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    given = {"brand": world.air.pk, "application": registration.pk, "asked_access_token": "guessed-token"}
    answer = sit(world.joost).post("/settings/networks/x/accounts", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "connect it again" in page
    assert "guessed-token" not in page
    assert not Account.objects.filter(network="x", brand=world.air).exists()
    assert not Event.objects.filter(verb="account.connected").exists()


def test_a_test_message_reaches_whom_it_names(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    come_back(joost, agree(consent(joost, registration, world), "lowlandair"))
    account = Account.objects.get(network="x", brand=world.air)
    path = f"/settings/accounts/{account.pk}/messages"
    page = joost.post(path, {"to": "@mia_reist"}, follow=True).content.decode()
    assert "was accepted" in page
    assert "This is a test: Lowland Air can write to you" in str(sandbox.messages())
    assert "is no handle" in joost.post(path, {"to": "not a handle!"}, follow=True).content.decode()
    assert "Not sent" in joost.post(path, {"to": "@nobody_is_here"}, follow=True).content.decode()


def test_letting_go_hands_the_access_back_and_forgets_the_keys(
    sit: Seat, world: World, sandbox: Sandbox, registration: Application
) -> None:
    joost = sit(world.joost)
    come_back(joost, agree(consent(joost, registration, world), "lowlandair"))
    account = Account.objects.get(network="x", brand=world.air)
    token = account.secrets["access_token"]
    assert "keys are forgotten" in joost.get(f"/settings/accounts/{account.pk}/disconnection").content.decode()
    assert joost.post(f"/settings/accounts/{account.pk}/disconnection").status_code == 302
    account.refresh_from_db()
    assert not account.is_connected
    assert account.secrets == {}
    me = httpx2.get(f"{sandbox.url}/2/users/me", headers={"authorization": f"Bearer {token}"})
    assert me.status_code == 401
    assert "disconnected" in joost.get("/settings/accounts").content.decode()


def test_a_mailbox_that_nobody_answers_for_is_not_kept(sit: Seat, world: World) -> None:
    answer = sit(world.joost).post("/settings/networks/email/accounts", MAILBOX | {"brand": world.air.pk})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "127.0.0.1" in page
    assert "a-password-nobody-sees" not in page
    assert not Account.objects.filter(external_id="desk@lowlandair.example").exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"asked_address": "care"}, "is not an address"),
        ({"asked_imap_host": "mail.example.com", "asked_imap_security": "none"}, "travels in the clear"),
        ({"asked_imap_password": ""}, "required"),
        ({"asked_imap_port": "many"}, "whole number"),
        ({"asked_smtp_security": "maybe"}, "not one of the available choices"),
        ({"brand": ""}, "required"),
    ],
)
def test_a_form_says_what_to_change(sit: Seat, world: World, wrong: dict[str, str], says: str) -> None:
    given = MAILBOX | {"brand": world.air.pk} | wrong
    answer = sit(world.joost).post("/settings/networks/email/accounts", given)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_kept_secrets_do_not_follow_to_another_server(sit: Seat, world: World) -> None:
    world.mail.settings = {
        "address": world.mail.external_id,
        "imap_host": "imap.lowlandair.example",
        "imap_security": "tls",
    }
    world.mail.secrets = {"imap_password": "kept-and-never-shown"}
    world.mail.save()
    joost = sit(world.joost)
    path = f"/settings/accounts/{world.mail.pk}"
    page = joost.get(path).content.decode()
    assert "kept-and-never-shown" not in page
    assert "Leave it empty to keep it" in page
    given = MAILBOX | {"brand": world.air.pk, "asked_address": world.mail.external_id, "asked_imap_password": ""}
    answer = joost.post(path, given)
    assert answer.status_code == 422
    assert "Enter it again" in answer.content.decode()
    world.mail.refresh_from_db()
    assert world.mail.settings["imap_host"] == "imap.lowlandair.example"


def test_a_registration_keeps_its_secrets_to_itself(sit: Seat, world: World, settings: Any) -> None:
    settings.HOOKS_URL = "https://care.lowlandair.example"
    joost = sit(world.joost)
    given = {
        "name": "Lowland Air",
        "asked_client_id": "an-id",
        "asked_client_secret": "secret-one",
        "asked_consumer_secret": "secret-two",
        "asked_app_bearer": "secret-three",
    }
    answer = joost.post("/settings/networks/x/applications", given)
    row = Application.objects.get(name="Lowland Air")
    assert answer.headers["Location"] == f"/settings/applications/{row.pk}"
    page = joost.get(answer.headers["Location"]).content.decode()
    assert f"https://care.lowlandair.example/hooks/x/{row.key}" in page
    assert not any(secret in page for secret in ("secret-one", "secret-two", "secret-three"))
    changed = {"name": "Lowland Air", "asked_client_id": "another-id", "asked_client_secret": "secret-four"}
    assert joost.post(f"/settings/applications/{row.pk}", changed).status_code == 302
    row.refresh_from_db()
    assert row.settings["client_id"] == "another-id"
    assert row.secrets == {
        "client_secret": "secret-four",
        "consumer_secret": "secret-two",
        "app_bearer": "secret-three",
    }
    elsewhere = changed | {"asked_client_secret": "", "asked_api_base": "https://elsewhere.example"}
    assert joost.post(f"/settings/applications/{row.pk}", elsewhere).status_code == 422
    assert not any("secret-" in str(event.data) + str(event.before) for event in Event.objects.all())
    assert joost.post(f"/settings/applications/{row.pk}/removal").status_code == 302
    assert not Application.objects.filter(pk=row.pk).exists()


@pytest.fixture
def through(world: World) -> Application:
    """The registration through which the company's account was connected."""
    row = Application.objects.create(network="x", name="Lowland Air", settings={"api_base": ""})
    world.x.application, world.x.secrets = row, {"access_token": "kept-token", "refresh_token": "kept-refresh"}
    world.x.save()
    return row


def test_kept_tokens_do_not_follow_to_the_server_of_another_registration(
    sit: Seat, world: World, through: Application
) -> None:
    evil = Application.objects.create(network="x", name="Evil", settings={"api_base": "http://127.0.0.1:1"})
    given = {"brand": world.air.pk, "application": evil.pk, "asked_access_token": "", "asked_refresh_token": ""}
    answer = sit(world.joost).post(f"/settings/accounts/{world.x.pk}", given)
    assert answer.status_code == 422
    assert answer.content.decode().count("Enter it again") == 2
    world.x.refresh_from_db()
    assert (world.x.application, world.x.secrets["access_token"]) == (through, "kept-token")


def test_a_registration_does_not_move_to_another_server_with_the_tokens_of_its_accounts(
    sit: Seat, world: World, through: Application
) -> None:
    joost, path = sit(world.joost), f"/settings/applications/{through.pk}"
    secrets = {"asked_client_secret": "a", "asked_consumer_secret": "b", "asked_app_bearer": "c"}
    given = {"name": "Lowland Air", "asked_client_id": "an-id", **secrets}
    answer = joost.post(path, given | {"asked_api_base": "http://127.0.0.1:1"})
    assert answer.status_code == 422
    assert f"{world.x} would show its keys to another server" in answer.content.decode()
    through.refresh_from_db()
    assert through.settings == {"api_base": ""}
    assert joost.post(path, given | {"asked_api_base": "https://api.x.com"}).status_code == 302, "where it is already"
    Account.objects.filter(pk=world.x.pk).update(secrets={})
    assert joost.post(path, given | {"asked_api_base": "http://127.0.0.1:1"}).status_code == 302


def test_a_network_that_is_not_there_has_no_form(sit: Seat, world: World) -> None:
    joost = sit(world.joost)
    assert joost.get("/settings/networks/carrier-pigeon/accounts/new").status_code == 404
    assert joost.get("/settings/networks/notes/applications/new").status_code == 404
    assert "wants to know us as a developer" in joost.get("/settings/networks/x/accounts/new").content.decode()


def test_whoever_connects_reads_what_each_permission_is_for(sit: Seat, world: World) -> None:
    joost, explained = sit(world.joost), [adapter(name).capabilities for name in networks()]
    for can in explained:
        Application.objects.create(network=can.network, name=can.name)
        page = joost.get(f"/settings/networks/{can.network}/accounts/new").content.decode()
        assert all(escape(one.name) in page and escape(str(one.purpose)) in page for one in can.permissions), can.name


def test_where_no_registration_is_needed_one_may_still_be_used(sit: Seat, world: World) -> None:
    joost = sit(world.joost)
    before = joost.get("/settings/networks/email/accounts/new").content.decode()
    assert "take no passwords from programs" in before
    assert "Connect with E-mail" not in before
    keys = {"provider": "google", "client_id": "us"}
    Application.objects.create(network="email", name="Ours at Google", settings=keys, secrets={"client_secret": "s"})
    after = joost.get("/settings/networks/email/accounts/new").content.decode()
    assert "Connect with E-mail" in after
    assert "none: with a password" in after


def test_a_shared_mailbox_is_named_before_somebody_agrees(sit: Seat, world: World) -> None:
    joost, keys = sit(world.joost), {"provider": "microsoft", "client_id": "us"}
    ours = Application.objects.create(network="email", name="Ours", settings=keys, secrets={"client_secret": "s"})
    page = joost.get("/settings/networks/email/accounts/new").content.decode()
    assert "Only for a mailbox that is shared with you" in page
    there = consent(joost, ours, world, asked_address=" bags@lowlandair.example ", asked_imap_host="evil.example")
    assert there.startswith("https://login.microsoftonline.com/")
    assert joost.session["consent"]["given"] == {"address": "bags@lowlandair.example"}


def test_what_a_network_asks_for_and_says_is_in_the_language_of_the_administrator(sit: Seat, world: World) -> None:
    world.joost.interface_language = "nl"
    world.joost.save()
    joost = sit(world.joost)
    Application.objects.create(network="x", name="X")
    for network, label in (("email", "Server voor inkomende mail"), ("x", "Toegangstoken")):
        assert label in joost.get(f"/settings/networks/{network}/accounts/new").content.decode()
    refused = joost.post("/settings/networks/email/accounts", MAILBOX | {"brand": world.air.pk})
    assert "De server voor inkomende mail 127.0.0.1 is nu niet te gebruiken" in refused.content.decode()
