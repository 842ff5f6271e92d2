"""A mailbox on a real mail server is connected, tested and let go in the settings."""

from __future__ import annotations

import pytest

from tests.mailserver import PASSWORD, MailServer, mail_server
from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.account import Account

__all__ = ["mail_server"]
pytestmark = pytest.mark.mail


def filled_in(server: MailServer, world: World) -> dict[str, object]:
    return {
        "brand": world.air.pk,
        "asked_address": "help@lowland.test",
        "asked_imap_host": "127.0.0.1",
        "asked_imap_port": server.imap_port,
        "asked_imap_security": "none",
        "asked_imap_password": PASSWORD,
        "asked_smtp_host": "127.0.0.1",
        "asked_smtp_port": server.submission_port,
        "asked_smtp_security": "none",
        "asked_sent_folder": "on",
    }


def test_a_mailbox_is_connected_tested_and_writes(sit: Seat, world: World, mail_server: MailServer) -> None:
    mail_server.empty()
    joost = sit(world.joost)
    answer = joost.post("/settings/networks/email/accounts", filled_in(mail_server, world))
    assert answer.status_code == 302, answer.content.decode()
    account = Account.objects.get(external_id="help@lowland.test")
    assert account.is_connected
    assert account.secrets["imap_password"] == PASSWORD
    assert PASSWORD not in joost.get(f"/settings/accounts/{account.pk}").content.decode()

    lines = joost.post(f"/settings/accounts/{account.pk}/checks").content.decode()
    assert "A mail to help@lowland.test came back." in lines
    assert 'class="late"' not in lines

    joost.post(f"/settings/accounts/{account.pk}/messages", {"to": "mina@example.test"})
    (mail,) = mail_server.arrived("mina@example.test")
    assert b"This is a test: Lowland Air can write to you" in mail


def test_a_wrong_password_keeps_nothing_and_a_kept_one_need_not_be_entered_again(
    sit: Seat, world: World, mail_server: MailServer
) -> None:
    joost = sit(world.joost)
    wrong = filled_in(mail_server, world) | {"asked_imap_password": "wrong"}
    answer = joost.post("/settings/networks/email/accounts", wrong)
    assert answer.status_code == 422
    assert "password" in answer.content.decode()
    assert not Account.objects.filter(external_id="help@lowland.test").exists()

    joost.post("/settings/networks/email/accounts", filled_in(mail_server, world))
    account = Account.objects.get(external_id="help@lowland.test")
    again = filled_in(mail_server, world) | {"asked_imap_password": "", "asked_display_name": "Lowland care"}
    assert joost.post(f"/settings/accounts/{account.pk}", again).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.secrets["imap_password"]) == ("Lowland care", PASSWORD)
