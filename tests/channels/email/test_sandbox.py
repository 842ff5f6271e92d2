"""Our adapter at the make-believe mail: what it needs from a provider, the sandbox offers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import Running, network
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing
from webcare.channels.registry import adapter
from webcare.lib.now import now
from webcare.team.brand import Brand

HELP, PASSWORD = "help@lowlandair.example", "tulips"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with network() as running, Sandbox(running.url) as sandbox:
        sandbox.open_mailbox(HELP, "Lowland Air", password=PASSWORD)
        yield running


@pytest.fixture
def account(provider: Running) -> Account:
    settings = {
        "address": HELP, "reply_address": HELP, "sent_folder": "yes", "file_sent": "yes", "mark_seen": "yes",
        "imap_host": "127.0.0.1", "imap_port": str(provider.imap_port), "imap_security": "none",
        "smtp_host": "127.0.0.1", "smtp_port": str(provider.smtp_port), "smtp_security": "none",
    }  # fmt: skip
    return Account.objects.create(
        network="email", brand=Brand.objects.create(name="Lowland Air", slug="air"), external_id=HELP, handle=HELP,
        settings=settings, secrets={"imap_password": PASSWORD}, connected_at=now(),
    )  # fmt: skip


def test_every_line_of_the_connection_test_is_green(account: Account) -> None:
    checks = adapter("email").check(account)
    assert len(checks) == 5
    assert all(check.ok for check in checks), checks


def test_what_came_before_the_connection_is_left_and_what_comes_after_is_fetched_once(
    account: Account, provider: Running
) -> None:
    with Sandbox(provider.url) as sandbox:
        sandbox.mail("anna@post.example", HELP, "Before")
        adapter("email").connect(account, "")
        assert list(adapter("email").catch_up(account)) == []
        sandbox.mail("anna@post.example", HELP, "After")
        (event,) = adapter("email").catch_up(account)
        assert b"After" in event.payload
        assert list(adapter("email").catch_up(account)) == []
        assert sandbox.mails(mailbox=HELP, folder="INBOX")[-1].seen


def test_an_answer_arrives_and_is_found_again_in_the_sent_folder(account: Account, provider: Running) -> None:
    outgoing = Outgoing("key-1", "Good news!", True, "anna@post.example", subject="Re: Bag", conversation_id=7)
    began = now()
    sent = adapter("email").send(account, outgoing)
    with Sandbox(provider.url) as sandbox:
        (arrived,) = sandbox.mails(mailbox="anna@post.example", folder="INBOX")
    assert (arrived.text, arrived.message_id) == ("Good news!", sent.external_id)
    assert arrived.answer_to.startswith("help+7.")
    found = adapter("email").find_sent(account, outgoing, began)
    assert found is not None
    assert found.external_id == sent.external_id
