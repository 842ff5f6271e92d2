"""The connection test tries everything and says what to do."""

from __future__ import annotations

import pytest

from tests.channels.email.conftest import HELP, Desk
from webcare.channels.adapter import DeliveryError
from webcare.channels.email import connect
from webcare.channels.email.settings import ACCOUNT_FIELDS, settings_of

pytestmark = pytest.mark.mail


def test_everything_that_works_says_so(desk: Desk) -> None:
    checks = {check.name: check for check in desk.adapter.check(desk.account)}
    assert list(checks) == ["Incoming mail", "Notice of new mail", "Outgoing mail", "Sent folder", "There and back"]
    assert all(check.ok and check.message.endswith((".", "”.")) for check in checks.values())
    assert "help+1." in checks["There and back"].message
    desk.server.arrived(HELP)
    assert [desk.understand(payload) for _, payload in desk.new()] == [[]]  # the test mail is nobody's work


def test_a_reply_address_that_does_not_arrive_is_found_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "ROUND_TRIP", 1.0)
    desk.account.settings["reply_address"] = "office@lowland.test"
    back = desk.adapter.check(desk.account)[-1]
    assert not back.ok
    assert "leave the reply address empty" in back.message


def test_a_wrong_password_is_told_for_each_server(desk: Desk) -> None:
    desk.account.secrets["smtp_password"] = "wrong"
    checks = {check.name: check for check in desk.adapter.check(desk.account)}
    assert checks["Incoming mail"].ok
    assert not checks["Outgoing mail"].ok
    assert "Enter the password again" in checks["Outgoing mail"].message
    assert "There and back" not in checks
    with pytest.raises(DeliveryError):
        desk.adapter.connect(desk.account, "")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("address", "help", "Write it like help@example.com"),
        ("reply_address", "x y", "Write it like reply@example.com"),
        ("imap_host", "", "incoming mail server is missing"),
        ("smtp_host", "https://smtp.example.test/", "no host name"),
        ("imap_port", "99999", "not a number from 1 to 65535"),
        ("smtp_port", "five", "not a number from 1 to 65535"),
        ("smtp_security", "ssl3", "must be tls, starttls or none"),
        ("imap_host", "imap.example.test", "choose TLS or STARTTLS"),
    ],
)
def test_settings_that_cannot_work_say_what_to_change(desk: Desk, name: str, value: str, sentence: str) -> None:
    desk.account.settings[name] = value
    (check,) = desk.adapter.check(desk.account)
    assert not check.ok
    assert sentence in check.message


def test_the_form_asks_for_what_the_settings_read(desk: Desk) -> None:
    assert {field.name for field in ACCOUNT_FIELDS} >= set(desk.account.settings) | set(desk.account.secrets)
    assert {field.name for field in ACCOUNT_FIELDS if field.secret} == {"imap_password", "smtp_password"}
    assert "tulips" not in repr(settings_of(desk.account))
