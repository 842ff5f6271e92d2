"""E-mail from end to end: a customer writes, the desk answers, the answer arrives, the customer answers back."""

from __future__ import annotations

from email.utils import make_msgid

import pytest

from tests.mail.conftest import HELP, MINA, THIEF, TOMAS, Desk, again, letter, opened, running
from tests.mailserver import wait_until
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message

pytestmark = pytest.mark.mail


def test_a_mail_becomes_work_and_its_answer_arrives_as_a_mail_should(desk: Desk) -> None:
    question = letter()
    conversation = desk.asked(question)
    assert (conversation.handle.handle, conversation.subject, conversation.private) == (MINA, "My suitcase", True)
    assert conversation.waiting_since is not None
    (clock,) = running(conversation)
    assert clock.promise_minutes == 60

    answer = desk.answer(conversation, "Found it: https://lowland.test/bags/7 …")
    arrived = desk.arrived(MINA, answer)
    assert (arrived["From"], arrived["To"]) == ("Lowland Air <help@lowland.test>", MINA)
    assert arrived["Subject"] == "Re: My suitcase"
    assert arrived["In-Reply-To"] == arrived["References"] == question["Message-ID"]
    assert arrived["Message-ID"] == f"<{answer.external_id}>"
    assert arrived["Reply-To"].addresses[0].addr_spec.startswith(f"help+{conversation.pk}.")
    assert "Auto-Submitted" not in arrived
    body = arrived.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == answer.text
    wait_until(lambda: not running(conversation), "the clock stopped")
    assert again(conversation).waiting_since is None
    clock.refresh_from_db()
    assert answer.delivery is not None
    assert (clock.stopped_at, clock.stopped_by_message) == (answer.delivery.sent_at, answer.pk)


def test_the_customers_answer_comes_home_by_its_references_and_by_the_reply_address(desk: Desk) -> None:
    conversation = desk.asked(letter())
    arrived = desk.arrived(MINA, desk.answer(conversation))
    by_references = letter(
        text="Which suitcase?",
        In_Reply_To=arrived["Message-ID"],
        References=f"{arrived['References']} {arrived['Message-ID']}",
        Subject="Something else",
    )
    assert desk.asked(by_references) == conversation
    assert again(conversation).waiting_since is not None
    desk.answer(conversation, "The green one.")
    by_address = letter(text="And when does it come?", To=arrived["Reply-To"], Subject="No references at all")
    assert desk.asked(by_address) == conversation
    assert again(conversation).waiting_messages == 1
    assert Conversation.objects.count() == 1


def test_a_subject_alone_leads_nowhere(desk: Desk) -> None:
    conversation = desk.asked(letter())
    desk.answer(conversation)
    assert desk.asked(letter(Subject="Re: My suitcase")) != conversation


def test_somebody_with_a_stolen_address_gets_a_conversation_of_their_own(desk: Desk) -> None:
    conversation = desk.asked(letter())
    arrived = desk.arrived(MINA, desk.answer(conversation))
    stolen = letter(
        THIEF,
        "Please change the address for the suitcase.",
        To=arrived["Reply-To"],
        In_Reply_To=arrived["Message-ID"],
        References=arrived["Message-ID"],
    )
    theirs = desk.asked(stolen)
    assert theirs != conversation
    assert theirs.handle.handle == THIEF
    assert again(conversation).waiting_since is None
    assert conversation.messages.count() == 2


def test_an_out_of_office_neither_reopens_nor_starts_a_clock(desk: Desk) -> None:
    conversation = desk.asked(letter())
    arrived = desk.arrived(MINA, desk.answer(conversation))
    again(conversation).close(desk.anna, reason="answered")
    away = letter(
        text="I am away until Monday. Is it urgent? Call me!",
        To=arrived["Reply-To"],
        In_Reply_To=arrived["Message-ID"],
        Auto_Submitted="auto-replied",
        Subject="Out of office",
    )
    desk.send(away)
    message = desk.message_of(away)
    assert (message.conversation, message.automatic) == (conversation, True)
    now = again(conversation)
    assert (now.waiting_since, now.closed_at is None) == (None, False)
    assert Clock.objects.filter(conversation=conversation).count() == 1
    assert not running(conversation)


def test_an_answer_that_bounces_failed_and_the_customer_waits_again(desk: Desk) -> None:
    conversation = desk.asked(letter("gone@example.test"))
    answer = desk.answer(conversation)
    delivery = wait_until(lambda: Delivery.objects.filter(failed_at__isnull=False).first(), "it bounced")
    assert delivery == answer.delivery
    assert "gone@example.test" in delivery.error
    assert again(conversation).waiting_since is not None
    (clock,) = running(conversation)
    assert clock.stopped_at is None
    assert Conversation.objects.count() == 1


def test_an_answer_from_an_ordinary_mail_program_counts_as_ours_and_stops_the_clock(desk: Desk) -> None:
    question = letter()
    conversation = desk.asked(question)
    ours = letter(HELP, "We found it.", To=MINA, In_Reply_To=question["Message-ID"], References=question["Message-ID"])
    with desk.server.signed_in(HELP) as box:
        box.append(bytes(ours), "Sent", flag_set=[r"\Seen"])
    message = desk.message_of(ours)
    assert (message.conversation, message.ours) == (conversation, True)
    wait_until(lambda: not running(conversation), "the clock stopped")
    assert again(conversation).waiting_since is None


def test_ten_megabytes_and_hostile_html_are_taken_in_whole_and_do_no_harm(desk: Desk) -> None:
    mail = letter(text="See the film. Where is my suitcase?")
    mail.add_alternative(
        '<p onmouseover="alert(1)">See the film.</p><script src="https://evil.example/x.js"></script>'
        '<img src="https://evil.example/pixel.gif"><form action="https://evil.example"><input name="password"></form>'
        '<svg onload="alert(1)"></svg><a href="javascript:alert(1)">here</a>',
        subtype="html",
    )
    film = b"\x00\x01film" * 1_800_000
    mail.add_attachment(film, maintype="application", subtype="octet-stream", filename="../../film.bin")
    mail.add_attachment(b"<svg onload='alert(1)'/>", maintype="image", subtype="svg+xml", filename="logo.svg")
    assert len(bytes(mail)) > 14_000_000
    desk.send(mail)
    message = desk.message_of(mail)
    assert message.text == "See the film. Where is my suitcase?"
    for word in ("alert", "evil.example", "<script", "<form", "<input", "<svg", "javascript:"):
        assert word not in message.html, word
    kept, logo = message.attachments.order_by("pk")
    assert (kept.filename, kept.size, kept.read() == film, kept.shown_type) == ("film.bin", len(film), True, "")
    assert (logo.filename, logo.shown_type) == ("logo.svg", "")
    assert not Receipt.objects.set_aside().exists()


def test_a_mail_loop_stops_at_our_door(desk: Desk) -> None:
    """A forwarder sends back to us whatever we send, under its own name or under ours."""
    conversation = desk.asked(letter(TOMAS))
    answer = desk.answer(conversation)
    (raw,) = desk.server.arrived(TOMAS, f'HEADER Message-ID "{answer.external_id}"')
    for number in range(10):
        returned = opened(raw)
        del returned["Message-ID"]
        returned["Message-ID"] = make_msgid()
        if number % 2:
            returned.replace_header("From", TOMAS)
        desk.server.post(TOMAS, HELP, returned)
    last = letter(MINA, "Where is my dog?")
    desk.asked(last)
    wait_until(lambda: not Receipt.objects.pending().exists(), "everything was read")
    assert Delivery.objects.count() == 1
    assert again(conversation).waiting_since is None
    assert not running(conversation)
    assert not Message.objects.filter(ours=False, automatic=False, text__contains=answer.text).exists()


def test_the_same_mail_a_hundred_times_is_one_message(desk: Desk) -> None:
    mail = letter()
    for _ in range(100):
        desk.send(mail)
    conversation = desk.asked(letter(TOMAS, "Mine too?"))
    wait_until(lambda: not Receipt.objects.pending().exists(), "everything was read")
    assert Message.objects.filter(handle__handle=MINA).count() == 1
    assert conversation.messages.count() == 1
    assert len(running(desk.message_of(mail).conversation)) == 1
