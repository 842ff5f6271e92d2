"""Customers and we write to each other through real servers."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Sequence
from email.message import EmailMessage

import pytest
from django.conf import LazySettings

from tests.channels.email.conftest import HELP, MINA, THIEF, TOMAS, Desk, letter
from tests.channels.email.test_vouching import KEYS, SIGNED
from tests.channels.nameserver import name_server
from tests.mailserver import wait_until
from webcare.channels.adapter import DeliveryError, OutgoingFile
from webcare.channels.email import listening
from webcare.channels.inbound import Bounced, Received

pytestmark = pytest.mark.mail


def opened(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def only(inbounds: Sequence[object]) -> Received:
    (inbound,) = inbounds
    assert isinstance(inbound, Received)
    return inbound


def test_a_mail_wakes_us_and_is_read(desk: Desk) -> None:
    stop, woken = threading.Event(), threading.Event()
    listener = threading.Thread(target=desk.adapter.idle, args=(desk.account, woken.set, stop))
    listener.start()
    try:
        assert woken.wait(30)  # for what may have come while nobody listened
        woken.clear()
        desk.server.post(MINA, HELP, letter())
        assert woken.wait(30)
        question = only(desk.next())
    finally:
        stop.set()
        listener.join(30)
    assert not listener.is_alive()
    assert (question.author.external_id, question.text) == (MINA, "Where is my suitcase?")
    assert not question.automatic


def test_a_restart_of_the_server_is_outlived(desk: Desk) -> None:
    stop, woken = threading.Event(), threading.Semaphore(0)
    listener = threading.Thread(target=desk.adapter.idle, args=(desk.account, woken.release, stop))

    def news() -> list[tuple[str, bytes]]:
        return desk.new() if woken.acquire(blocking=False) else []

    listener.start()
    try:
        assert woken.acquire(timeout=30)
        desk.server.stop_dovecot()
        desk.server.post(MINA, HELP, letter())  # while we are cut off
        desk.server.start_dovecot()
        heard = wait_until(news, "news after the restart")
        desk.server.post(TOMAS, HELP, letter(TOMAS, Message_ID="<second@example.test>"))
        again = wait_until(news, "news on the new connection")
    finally:
        stop.set()
        listener.join(30)
    assert [only(desk.understand(payload)).author.external_id for _, payload in heard + again] == [MINA, TOMAS]


def test_a_server_that_cannot_tell_is_asked_now_and_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "can_idle", lambda _box: False)
    monkeypatch.setattr(listening, "POLL", 0.05)
    stop, woken = threading.Event(), threading.Semaphore(0)
    listener = threading.Thread(target=desk.adapter.idle, args=(desk.account, woken.release, stop))
    listener.start()
    try:
        assert all(woken.acquire(timeout=30) for _ in range(5))
    finally:
        stop.set()
        listener.join(30)
    assert not listener.is_alive()


def test_an_answer_from_a_mail_program_wakes_us_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "SENT_LOOK", 0.1)
    stop, woken = threading.Event(), threading.Event()
    listener = threading.Thread(target=desk.adapter.idle, args=(desk.account, woken.set, stop))
    listener.start()
    try:
        assert woken.wait(30)
        woken.clear()
        with desk.server.signed_in(HELP) as box:
            box.append(letter(HELP, To=MINA).as_bytes(), "Sent")
        assert woken.wait(30)
    finally:
        stop.set()
        listener.join(30)


def test_listening_with_a_wrong_password_ends_with_the_reason(desk: Desk) -> None:
    desk.account.secrets = {"imap_password": "wrong"}
    with pytest.raises(DeliveryError) as caught:
        desk.adapter.idle(desk.account, lambda: None, threading.Event())
    assert caught.value.reauth


def test_our_answer_arrives_as_an_answer(desk: Desk) -> None:
    outgoing = desk.answer(
        'Dear Mina,\n\nsee https://lowland.test/bags & <say> "yes".\n\nGrüße, 北京 🧳',
        recipient_name="Mina, who waits",
        in_reply_to="first@example.test",
        references=("root@example.test", "first@example.test"),
        subject="Re: Où est ma valise ?",
        files=(OutgoingFile("Formulár 1.pdf", "application/pdf", b"%PDF-1.4 x"),),
    )
    sent = desk.adapter.send(desk.account, outgoing)
    mail = opened(desk.server.arrived(MINA)[0])
    assert mail["From"] == "Lowland Air <help@lowland.test>"
    assert mail["To"] == '"Mina, who waits" <mina@example.test>'
    assert mail["Subject"] == "Re: Où est ma valise ?"
    assert mail["Message-ID"] == f"<{sent.external_id}>"
    assert mail["In-Reply-To"] == "<first@example.test>"
    assert mail["References"] == "<root@example.test> <first@example.test>"
    assert mail["Reply-To"].addresses[0].username.startswith("help+4711.")
    assert mail["Auto-Submitted"] is None
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().replace("\r\n", "\n") == outgoing.text + "\n"
    assert '<a href="https://lowland.test/bags">https://lowland.test/bags</a> &amp; &lt;say&gt;' in page.get_content()
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Formulár 1.pdf", b"%PDF-1.4 x")


def test_an_answer_comes_back_into_its_conversation_by_references_and_by_address(desk: Desk) -> None:
    desk.server.post(MINA, HELP, letter())
    question = only(desk.next())
    sent = desk.adapter.send(desk.account, desk.answer(in_reply_to=question.external_id))
    ours = opened(desk.server.arrived(MINA)[0])
    reply_to = ours["Reply-To"].addresses[0].addr_spec
    reply = letter(
        text=f"Thank you!\n\nOn Sun, 3 May 2026, Lowland Air <{HELP}> wrote:\n> It is on its way.",
        To=reply_to,
        Message_ID="<second@example.test>",
        In_Reply_To=ours["Message-ID"],
        References=f"{ours['References']} {ours['Message-ID']}",
    )
    desk.server.post(MINA, reply_to, reply)
    answered = only(desk.next(mails=2))
    assert answered.conversation_id == 4711
    assert answered.parents == (sent.external_id, question.external_id)
    assert answered.thread_key == question.thread_key
    assert (answered.text, answered.folded.count("\n")) == ("Thank you!", 1)


def test_a_thief_with_the_address_gets_nowhere(desk: Desk) -> None:
    desk.adapter.send(desk.account, desk.answer(in_reply_to="first@example.test"))
    ours = opened(desk.server.arrived(MINA)[0])
    reply_to = ours["Reply-To"].addresses[0].addr_spec
    desk.server.post(THIEF, reply_to, letter(THIEF, To=reply_to, References="<first@example.test>"))
    stolen = only(desk.next())
    assert stolen.conversation_id is None
    assert MINA not in stolen.thread_key


def test_a_bounce_names_the_answer_that_came_back(desk: Desk) -> None:
    sent = desk.adapter.send(desk.account, desk.answer(recipient="nobody@example.test"))
    (bounced,) = desk.next()
    assert isinstance(bounced, Bounced)
    assert (bounced.account, bounced.external_id, bounced.permanent) == (HELP, sent.external_id, True)
    assert "unknown user" in bounced.reason


def test_who_wrote_is_proven_by_the_word_of_our_server_and_by_nothing_that_a_sender_claims(desk: Desk) -> None:
    said = b"Authentication-Results: mx.lowland.test; dmarc=pass header.from=example.test\r\n"
    desk.account.settings["authenticated_by"] = "mx.lowland.test"
    desk.server.post(MINA, HELP, said + letter().as_bytes())
    assert only(desk.next()).proven_by == "example.test"
    desk.server.post(MINA, HELP, b"X-Webcare-Fetched: inbox; at=1; proven=example.test\r\n" + letter().as_bytes())
    assert only(desk.next(mails=2)).proven_by == ""


def test_the_word_of_a_forwarder_that_is_trusted_stands_beside_a_mail_that_it_sent_on(
    desk: Desk, settings: LazySettings
) -> None:
    sent_on = (SIGNED / "forwarded.eml").read_bytes()
    with name_server(KEYS) as server:
        settings.DNS_SERVERS = [server.place]
        desk.account.settings["forwarders"] = "lists.example.org"
        desk.server.post(THIEF, HELP, sent_on)
        found = only(desk.next())
    assert (found.proven_by, found.forwarded_by) == ("post.example", "lists.example.org")


def test_an_automatic_answer_is_recognised(desk: Desk) -> None:
    away = letter(text="I am away.", Auto_Submitted="auto-replied", Subject="Automatic reply: My suitcase")
    desk.server.post("", HELP, away)
    assert only(desk.next()).automatic


def test_our_own_mail_sent_back_to_us_ends_there(desk: Desk) -> None:
    desk.adapter.send(desk.account, desk.answer())
    ours = desk.server.arrived(MINA)[0]
    desk.server.post(MINA, HELP, ours)  # a mailbox that redirects everything to us
    assert desk.next() == []


def test_an_answer_from_a_mail_program_is_taken_in_as_ours_and_our_own_copy_is_not(desk: Desk) -> None:
    desk.account.settings["file_sent"] = "yes"
    sent = desk.adapter.send(desk.account, desk.answer(in_reply_to="first@example.test"))
    by_hand = letter(HELP, "Found it!", To=MINA, Message_ID="<hand@lowland.test>", In_Reply_To="<first@example.test>")
    with desk.server.signed_in(HELP) as box:
        box.append(by_hand.as_bytes(), "Sent")
    found = desk.adapter.find_sent(desk.account, desk.answer(key="0d7d4d8b-9a51-4f3f-8f0f-000000000001"), sent.sent_at)
    assert found is not None
    assert found.external_id == sent.external_id
    ours = only([inbound for _, payload in desk.new() for inbound in desk.understand(payload)])
    assert (ours.ours, ours.text, ours.parents) == (True, "Found it!", ("first@example.test",))
    assert ours.recipient is not None
    assert ours.recipient.external_id == MINA


def test_ten_megabytes_and_nested_parts_come_through(desk: Desk) -> None:
    big = letter(text="See the film.")
    big.add_attachment(bytes(range(256)) * 30_000, maintype="video", subtype="mp4", filename="carousel.mp4")
    inner = letter(text="inner", Message_ID="<inner@example.test>")
    big.add_attachment(inner)
    desk.server.post(MINA, HELP, big)
    message = only(desk.next())
    film, mail = message.attachments
    assert message.text == "See the film."
    assert film.content == bytes(range(256)) * 30_000
    assert (mail.filename, mail.content_type) == ("mail.eml", "message/rfc822")
