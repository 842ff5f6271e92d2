"""A mailbox whose provider wants no passwords: its owner agrees, and access is renewed, lost and given again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from django.db import connections

from sandbox.client import AppKeys, Sandbox
from tests.sandbox.running import Running, network
from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.application import Application
from webcare.channels.collecting import collect
from webcare.channels.connecting import Wish, connect
from webcare.channels.email.access import authorize_url
from webcare.channels.email.providers import PROVIDERS, provider_of, servers
from webcare.channels.registry import adapter
from webcare.lib.now import real_now
from webcare.pages.settings.granted import connected
from webcare.team.brand import Brand
from webcare.team.person import Person

PATIENCE = 150.0  # seconds, for a machine that is busy
HELP, BACK = "help@lowlandair.example", "http://127.0.0.1/back"
BAGS, ANNA = "bags@lowlandair.example", "anna@lowlandair.example"
MAIL = adapter("email")


@dataclass
class Provider:
    """The make-believe provider, and our registration there."""

    running: Running
    sandbox: Sandbox
    keys: AppKeys

    def application(self) -> Application:
        base = f"{self.running.url}/mail/oauth"
        settings = {
            "provider": "other", "client_id": self.keys.client_id, "authorize_url": f"{base}/authorize",
            "token_url": f"{base}/token", "imap_server": f"127.0.0.1:{self.running.imap_port}",
            "smtp_server": f"127.0.0.1:{self.running.smtp_port}", "unencrypted": "yes",
        }  # fmt: skip
        secrets = {"client_secret": self.keys.client_secret}
        return Application.objects.create(network="email", name="Ours", settings=settings, secrets=secrets)

    def agreed(self, application: Application, handle: str = "lowlandair") -> str:
        """The owner of the mailbox says yes; the code with which they come back."""
        there = authorize_url(application, BACK, "state", "v" * 50)
        assert "Lowland Air" in httpx2.get(there).text
        came = httpx2.post(there, data={"handle": handle, "answer": "allow"})
        query = parse_qs(urlsplit(came.headers["location"]).query)
        assert query["state"] == ["state"]
        return query["code"][0]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with network() as running, Sandbox(running.url) as sandbox:
        sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
        sandbox.open_mailbox(HELP, "Lowland Air", handle="lowlandair")
        yield Provider(running, sandbox, sandbox.create_app())


@pytest.fixture
def account(provider: Provider, transactional_db: None) -> Account:
    application = provider.application()
    grant = MAIL.exchange(application, provider.agreed(application), BACK, "v" * 50)
    brand = Brand.objects.create(name="Lowland Air", slug="air")
    settings = {**grant.settings, "sent_folder": "yes", "mark_seen": "yes"}
    return connect(Wish("email", brand, application, settings, grant.secrets), None)


def test_whoever_agrees_connects_their_mailbox_and_everything_works(account: Account, provider: Provider) -> None:
    assert (account.external_id, account.secrets.get("imap_password", "")) == (HELP, "")
    assert all(check.ok for check in MAIL.check(account)), MAIL.check(account)
    provider.sandbox.mail("anna@post.example", HELP, "Where is my bag?", subject="Bag")
    assert collect(account) >= 1


def test_ended_access_is_renewed_for_reading_and_for_sending(account: Account, provider: Provider) -> None:
    before = account.secrets["access_token"]
    provider.sandbox.withdraw_mail_access(HELP)
    MAIL.send(account, Outgoing("k1", "It is here.", True, "anna@post.example", subject="Bag"))
    renewed = account.secrets["access_token"]
    assert renewed != before
    provider.sandbox.withdraw_mail_access(HELP)
    assert list(MAIL.catch_up(account)) is not None
    stored = Account.objects.get(pk=account.pk)
    assert stored.secrets["access_token"] == account.secrets["access_token"] != renewed, "for all processes"


def test_access_that_ends_soon_is_renewed_before_a_server_has_to_refuse_it(account: Account) -> None:
    before = account.secrets["access_token"]
    account.keep(settings={renewing.ENDS: real_now().isoformat()})
    list(MAIL.catch_up(account))
    assert account.secrets["access_token"] != before


def test_access_that_ends_while_we_wait_for_mail_is_renewed_and_the_wait_goes_on(
    account: Account, provider: Provider
) -> None:
    woken, stop = threading.Event(), threading.Event()

    def wait() -> None:
        try:
            MAIL.idle(account, woken.set, stop)
        finally:
            connections.close_all()

    listener = threading.Thread(target=wait)
    listener.start()
    try:
        assert woken.wait(PATIENCE)
        woken.clear()
        provider.sandbox.withdraw_mail_access(HELP)
        assert woken.wait(PATIENCE), "shown out, signed in again with other access, and looked"
        woken.clear()
        provider.sandbox.mail("anna@post.example", HELP, "Still there?")
        assert woken.wait(PATIENCE)
    finally:
        stop.set()
        listener.join(PATIENCE)


def test_access_that_was_taken_back_while_we_wait_asks_for_somebody_to_agree_again(
    account: Account, provider: Provider
) -> None:
    woken, ended = threading.Event(), list[DeliveryError]()

    def wait() -> None:
        try:
            MAIL.idle(account, woken.set, threading.Event())
        except DeliveryError as error:
            ended.append(error)
        finally:
            connections.close_all()

    listener = threading.Thread(target=wait)
    listener.start()
    assert woken.wait(PATIENCE)
    provider.sandbox.withdraw_mail_access(HELP, renewal=True)
    listener.join(PATIENCE)
    (error,) = ended
    assert error.reauth
    assert "withdrawn" in error.message
    with pytest.raises(DeliveryError) as sending:
        MAIL.send(account, Outgoing("k2", "Hello", True, "anna@post.example"))
    assert sending.value.reauth


@pytest.mark.django_db(transaction=True)
def test_a_shared_mailbox_is_opened_by_somebodys_own_consent_and_by_nobody_who_has_no_right(provider: Provider) -> None:
    provider.sandbox.create_user("anna", "Anna")
    provider.sandbox.open_mailbox(ANNA, "Anna", handle="anna")
    provider.sandbox.open_mailbox(BAGS, "Lost bags")
    application, brand = provider.application(), Brand.objects.create(name="Lowland Air", slug="air")
    joost = Person.objects.create_user("joost@lowlandair.example", name="Joost")

    def agree(row: Account | None = None, given: dict[str, str] | None = None) -> Account:
        grant = MAIL.exchange(application, provider.agreed(application, "anna"), BACK, "v" * 50)
        return connected(joost, application, brand, grant, row, given)

    with pytest.raises(DeliveryError, match=f"does not let {ANNA} into the mailbox of {BAGS}"):
        agree(given={"address": "Bags@lowlandair.example"})
    assert not Account.objects.exists()
    provider.sandbox.share_mailbox(BAGS, "anna")
    account = agree(given={"address": BAGS})
    assert account.external_id == BAGS
    lines = MAIL.check(account)
    assert all(line.ok for line in lines), lines
    assert any(ANNA in line.message for line in lines)
    provider.sandbox.mail("anna@post.example", BAGS, "Where is my bag?", subject="Bag")
    assert collect(account) >= 1
    provider.sandbox.withdraw_mail_access(BAGS)
    MAIL.send(account, Outgoing("k3", "It is here.", True, "anna@post.example", subject="Bag"))
    assert agree(account).external_id == BAGS, "agreed to once more, it is the same mailbox"


def test_a_code_is_good_once_and_for_who_asked(provider: Provider, db: None) -> None:
    application = provider.application()
    code = provider.agreed(application)
    with pytest.raises(DeliveryError, match="verifier"):
        MAIL.exchange(application, code, BACK, "somebody else's")
    with pytest.raises(DeliveryError, match="used"):
        MAIL.exchange(application, code, BACK, "v" * 50)


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_the_great_providers_need_nothing_but_our_keys(name: str) -> None:
    application = Application(network="email", name="Ours", settings={"provider": name, "client_id": "us"})
    address = urlsplit(authorize_url(application, "https://care.example/back", "s", "v"))
    asked = parse_qs(address.query)
    assert (address.scheme, asked["client_id"], asked["code_challenge_method"]) == ("https", ["us"], ["S256"])
    assert PROVIDERS[name].scope == asked["scope"][0]
    found = servers(application, provider_of(application))
    assert found["imap_security"] == "tls"
    assert found["smtp_security"] in {"tls", "starttls"}


def test_a_registration_that_lacks_an_address_says_so() -> None:
    with pytest.raises(DeliveryError, match="lacks an address"):
        provider_of(Application(network="email", name="Ours", settings={"provider": "other"}))
