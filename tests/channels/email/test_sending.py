"""What a server says about our mail becomes one of: sent, later, never, connect again, nobody knows."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.channels.email.conftest import HELP, MINA, Desk
from tests.mailserver import MailServer
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Bounced

pytestmark = pytest.mark.mail


def refused(desk: Desk, **changes: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        desk.adapter.send(desk.account, desk.answer(**changes))
    return caught.value


def test_a_full_mailbox_is_tried_again(desk: Desk) -> None:
    error = refused(desk, recipient="full@example.test")
    assert "the mailbox is full" in error.message
    assert not (error.permanent or error.unknown or error.reauth)


def test_a_recipient_who_wants_no_mail_is_final(desk: Desk) -> None:
    error = refused(desk, recipient="barred@example.test")
    assert "your mail is not wanted" in error.message
    assert error.permanent
    assert not error.unknown


def test_a_server_that_is_not_there_is_tried_again(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        desk.account.settings["smtp_port"] = str(door.getsockname()[1])
    error = refused(desk)
    assert not (error.permanent or error.unknown or error.reauth)


def test_a_mail_server_that_the_operator_did_not_list_is_not_called(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBCARE_OUTBOUND_HOSTS", "api.x.com")
    assert "not among the hosts" in refused(desk).message
    with pytest.raises(DeliveryError, match="not among the hosts"):
        list(desk.adapter.catch_up(desk.account))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: everybody@example.test"},
        {"subject": "Hello\nX: y"},
        {"recipient_name": "Mina\r\nBcc: everybody@example.test"},
        {"recipient": "mina@example.test\r\nRCPT TO:<thief@example.test>"},
        {"recipient": "mina@example.test>,<thief@example.test"},
        {"recipient": "no address"},
        {"recipient": "mina@" + "x" * 70 + ".test"},
    ],
)
def test_nothing_can_be_smuggled_into_the_fields(desk: Desk, changes: dict[str, object]) -> None:
    error = refused(desk, **changes)
    assert error.permanent


def test_ids_that_are_none_are_left_out_of_the_references(desk: Desk) -> None:
    desk.adapter.send(
        desk.account, desk.answer(in_reply_to="a@x>\r\nBcc: <b@x", references=("ok@example.test", "ключ@пример", "a b"))
    )
    (raw,) = desk.server.arrived(MINA)
    assert b"\r\nReferences: <ok@example.test>\r\n" in raw
    assert b"In-Reply-To" not in raw
    assert b"Bcc" not in raw


def test_the_same_answer_has_the_same_id_each_time(desk: Desk) -> None:
    outgoing = desk.answer()
    first, second = (desk.adapter.send(desk.account, outgoing) for _ in range(2))
    assert first.external_id == second.external_id


def test_a_name_in_any_script_arrives(desk: Desk) -> None:
    desk.account.settings["display_name"] = "Lowland Air – 고객센터"
    desk.adapter.send(desk.account, desk.answer(recipient_name="Ми́на"))
    (raw,) = desk.server.arrived(MINA)
    assert raw.isascii()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["From"] == "Lowland Air – 고객센터 <help@lowland.test>"
    assert mail["To"] == "Ми́на <mina@example.test>"


def test_an_address_beyond_ascii_is_written_to(desk: Desk) -> None:
    """The server takes it (SMTPUTF8), and says by a bounce that nobody here has that address."""
    sent = desk.adapter.send(desk.account, desk.answer(recipient="zoë@example.test"))
    (bounced,) = desk.next()
    assert isinstance(bounced, Bounced)
    assert bounced.external_id == sent.external_id


@contextmanager
def server_that_dies(after: bytes) -> Iterator[int]:
    """An SMTP server that takes mail as any other, and is gone once it has read `after`."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = door.accept()
        with line, line.makefile("rb") as said:
            line.sendall(b"220 here\r\n")
            for words in said:
                if words.startswith(after):
                    return
                if words.upper().startswith(b"DATA"):
                    line.sendall(b"354 go on\r\n")
                elif words.upper().startswith((b"EHLO", b"MAIL", b"RCPT", b"RSET", b"QUIT")):
                    line.sendall(b"250 fine\r\n")

    worker = threading.Thread(target=serve)
    worker.start()
    try:
        yield door.getsockname()[1]
    finally:
        worker.join(30)
        door.close()


def test_a_line_lost_after_the_mail_leaves_it_unknown(desk: Desk) -> None:
    with server_that_dies(after=b".\r\n") as port:
        desk.account.settings["smtp_port"] = str(port)
        error = refused(desk)
    assert error.unknown
    assert not error.permanent


def test_a_line_lost_before_the_mail_can_be_tried_again(desk: Desk) -> None:
    with server_that_dies(after=b"rcpt") as port:
        desk.account.settings["smtp_port"] = str(port)
        error = refused(desk)
    assert not (error.unknown or error.permanent)


def test_what_the_sent_folder_does_not_show_stays_unknown(desk: Desk) -> None:
    """Many servers file nothing there, so that its absence proves nothing: a person has to look."""
    outgoing = desk.answer()
    sent = desk.adapter.send(desk.account, outgoing)
    with pytest.raises(DeliveryError) as caught:
        desk.adapter.find_sent(desk.account, outgoing, sent.sent_at)
    assert caught.value.unknown


def test_an_encrypted_line_wants_a_certificate_that_is_trusted(
    desk: Desk, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = {"smtp_host": "localhost", "smtp_security": "starttls"}
    desk.account.settings |= encrypted | {"imap_host": "localhost", "imap_security": "starttls"}
    assert "certificate that is not trusted" in refused(desk).message
    with pytest.raises(DeliveryError, match="certificate that is not trusted"):
        desk.new()
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.certificate))
    desk.adapter.send(desk.account, desk.answer(recipient=HELP))
    desk.server.arrived(HELP)
    assert len(desk.new()) == 1


def test_a_password_never_travels_in_the_clear(desk: Desk) -> None:
    desk.account.settings["smtp_host"] = "smtp.example.test"
    assert "in the clear" in refused(desk).message


def test_what_mail_cannot_do_is_said(desk: Desk) -> None:
    for attempt in (
        lambda: desk.adapter.take_down(desk.account, "x", True),
        lambda: desk.adapter.moderate(desk.account, "mute", "x", "y"),
        lambda: desk.adapter.fetch(desk.account, "https://example.test"),
    ):
        with pytest.raises(DeliveryError) as caught:
            attempt()
        assert caught.value.permanent
        assert caught.value.message.endswith(".")
