"""A mail in, the house's words out, whatever the sender did to it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.email.mails import (
    KEY,
    PARSING,
    PAYLOADS,
    RECEIVED_AT,
    SENT,
    US,
    mail,
    payload,
    received,
    understood,
)
from webcare.channels.email.fetched import Fetched
from webcare.channels.email.mail import opened
from webcare.channels.email.message_id import ours
from webcare.channels.email.parse import parse
from webcare.channels.email.reply_address import address_for
from webcare.channels.inbound import Received, Unparsable
from webcare.lib.limits import MIB

SENT_FOLDER = Fetched("sent", RECEIVED_AT)


def test_a_question_has_its_author_text_time_and_thread() -> None:
    question = received("plain-question")
    assert (question.author.external_id, question.author.name) == ("mina@example.test", "Mina Okafor")
    assert question.text.startswith("Hello,\n\nI landed from Bergen")
    assert question.subject == "Where is my suitcase?"
    assert question.sent_at == datetime(2026, 5, 3, 8, 15, tzinfo=UTC)
    assert question.external_id == "plain-1@example.test"
    assert question.thread_key == "mail:mina@example.test:plain-1@example.test"
    assert (question.account, question.private, question.ours, question.automatic) == (US, True, False, False)


def test_a_mail_without_an_id_gets_the_same_one_each_time_it_is_fetched() -> None:
    first, again = received("no-message-id"), received("no-message-id")
    assert first.external_id == again.external_id
    assert first.external_id.endswith("no-message-id.invalid")
    fetched_elsewhere = parse(Fetched("inbox", RECEIVED_AT).mark(payload("no-message-id")), PARSING)
    assert isinstance(fetched_elsewhere[0], Received)
    assert fetched_elsewhere[0].external_id == first.external_id


@pytest.mark.parametrize("name", ["date-from-the-future", "date-from-long-ago", "date-that-is-no-date"])
def test_a_date_that_cannot_be_true_gives_way_to_the_time_of_arrival(name: str) -> None:
    assert received(name).sent_at == RECEIVED_AT


def test_the_servers_time_of_arrival_is_better_than_ours() -> None:
    at = RECEIVED_AT - timedelta(hours=6)  # we were away for six hours
    (late,) = parse(Fetched("inbox", at).mark(payload("date-that-is-no-date")), PARSING)
    assert isinstance(late, Received)
    assert late.sent_at == at


def test_a_sender_cannot_pretend_what_only_the_fetching_side_knows() -> None:
    """The line counts on top only, and we always put our own there."""
    forged = b"X-Webcare-Fetched: sent; at=0\r\n" + mail(From=US, In_Reply_To="<a@b>")
    (inbound,) = parse(Fetched("inbox", RECEIVED_AT).mark(forged), PARSING)
    assert isinstance(inbound, Received)
    assert not inbound.ours


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("charset-that-does-not-exist", "Die Maschine fällt aus, schöne Grüße."),
        ("latin1-claimed-as-ascii", "Le café était froid, Anaïs a payé 5 €."),
        ("format-flowed", "This sentence was broken by my mail program and goes on here.\nA new line.\n--\nMina"),
        ("boundary-never-closed", "The line broke while I was writ"),
        ("content-type-that-breaks-parsers", "Is anybody there?"),
    ],
)
def test_text_is_read_however_badly_it_was_sent(name: str, text: str) -> None:
    assert received(name).text == text


def test_encoded_words_that_cut_letters_in_half_are_joined() -> None:
    message = received("encoded-words-cut-in-half")
    assert message.author.name == "João da Silva"
    assert message.subject.startswith("Meu vôo foi cancelado, e a bagagem 🧳—")


def test_a_subject_can_neither_turn_the_line_nor_hide_letters_in_it() -> None:
    subject = received("subject-turned-around").subject
    assert subject == "Invoice gpj.exe for my fam\u200dily"


def test_what_a_database_cannot_hold_is_taken_out() -> None:
    text = received("nul-bytes").text
    assert text.startswith("beforeafter")
    text.encode()
    assert "\x00" not in text


def test_ids_and_types_with_bytes_that_belong_in_none_can_be_stored_and_found_again() -> None:
    raw = mail(Message_ID="<m2@example.test>", References="<pl\u00e9in@example.test>").decode()
    [answer] = parse(raw.encode("latin-1"), PARSING)
    [question] = parse(mail(Message_ID="<pl\u00e9in@example.test>").decode().encode("latin-1"), PARSING)
    assert isinstance(answer, Received) and isinstance(question, Received)
    assert answer.parents == (question.external_id,) == ("pl\u00e9in@example.test",)
    report = mail("caf\u00e9", Return_Path="<>").replace(b"utf-8", b"us-\x00ascii")
    assert all(isinstance(one, Received) for one in parse(report, PARSING))
    [typed] = parse(mail().replace(b"text/plain", b"\x00\x00 text/plain"), PARSING)
    assert isinstance(typed, Received)
    assert [file.content_type for file in typed.attachments] == ["text/plain"]


def test_a_file_written_into_the_text_comes_out_as_a_file() -> None:
    message = received("uuencoded-photo")
    assert message.text == "The wheel came off, see here:\n\nMina"
    (photo,) = message.attachments
    assert photo.filename == "wheel.png"
    assert (photo.content or b"").startswith(b"\x89PNG")


def test_what_only_one_mail_program_reads_is_kept_as_a_file() -> None:
    message = received("winmail")
    assert message.text == "See the attached form."
    assert [file.filename for file in message.attachments] == ["winmail.dat"]


def test_a_sender_whose_name_breaks_the_grammar_is_still_found() -> None:
    assert received("from-with-unquoted-comma").author.external_id == "mina@example.test"


@pytest.mark.parametrize("sign", ["(", '"', "<", "\\", "a@", "(\\", "a", ",@", "=?a?q?"])
@pytest.mark.parametrize("field", ["From", "To", "Date", "Content_ID", "Subject", "References", "Return_Path"])
def test_a_field_of_nothing_but_brackets_is_read_or_set_aside(field: str, sign: str) -> None:
    with contextlib.suppress(Unparsable):
        parse(mail(**{field: sign * 4_000}), PARSING)


def test_a_mail_from_nobody_is_set_aside_with_a_sentence() -> None:
    with pytest.raises(Unparsable, match="names no sender"):
        understood("no-sender-at-all")


def test_a_mail_within_the_mail_is_a_file_and_not_the_message() -> None:
    message = received("mail-within-the-mail")
    assert message.text == "Please see the attached mail."
    (inner,) = message.attachments
    assert (inner.filename, inner.content_type) == ("mail.eml", "message/rfc822")
    assert b"This is the inner text." in (inner.content or b"")


def test_file_names_stay_in_their_folder() -> None:
    names = [file.filename for file in received("file-name-that-climbs").attachments]
    assert names == ["passwd.txt", "€ receipt.svg", "attachment.pdf"]


def test_html_is_read_as_text_and_its_quotation_folded() -> None:
    message = received("html-only")
    assert message.text == "Hello,\n\nmy flight was cancelled.\nWhat now?\n\n- refund\n- rebooking"
    assert message.folded.endswith("> Your flight LA\u00a012 leaves at nine.")
    assert "alert" not in message.html + message.text + message.folded


def test_pictures_that_came_along_stay_and_remote_ones_are_counted() -> None:
    message = received("picture-in-the-text")
    assert message.text == "This is my suitcase:"
    assert message.html.startswith('<div data-blocked-images="1">')
    assert '<img src="cid:case@example.test" alt="the case">' in message.html
    assert not any(word in message.html for word in ("tracker", "absent", "onclick", "<style", "color"))
    (picture,) = message.attachments
    assert picture.external_id == "case@example.test"


def test_a_form_of_our_own_speaks_for_the_one_it_names() -> None:
    message = received("form-in-our-own-name")
    assert (message.author.external_id, message.author.name) == ("tomas@example.test", "Tomas Lindgren")
    assert not (message.ours or message.automatic)


def test_a_stranger_who_writes_in_our_name_is_not_us() -> None:
    message = received("sender-pretends-to-be-us")
    assert not message.ours
    assert message.automatic  # so that no machine of ours ever answers ourselves


def test_our_own_mail_that_comes_back_is_nothing() -> None:
    """A loop, a copy to ourselves or the Sent folder: it has our mark, which nobody else can make."""
    echo = mail(From=US, Message_ID=f"<{SENT}>", X_Webcare_Id=SENT)
    assert parse(echo, PARSING) == []
    assert parse(SENT_FOLDER.mark(echo), PARSING) == []
    forged = mail(From=US, X_Webcare_Id=ours("k1", "lowland.test", b"some other key"))
    assert len(parse(forged, PARSING)) == 1


def test_an_answer_sent_with_a_mail_program_is_ours() -> None:
    answer = mail("It is on its way.", From=US, To="Mina <mina@example.test>", In_Reply_To="<plain-1@example.test>")
    (message,) = parse(SENT_FOLDER.mark(answer), PARSING)
    assert isinstance(message, Received)
    assert message.ours
    assert message.recipient is not None
    assert message.recipient.external_id == "mina@example.test"
    assert message.parents == ("plain-1@example.test",)
    assert message.thread_key == received("plain-question").thread_key


def test_other_mail_of_ours_in_the_sent_folder_is_no_work() -> None:
    assert parse(SENT_FOLDER.mark(mail(From=US, To="caterer@example.test")), PARSING) == []


def test_parents_stand_nearest_first_and_the_thread_is_named_by_its_root() -> None:
    raw = mail(In_Reply_To="<c@x>", References="<a@x> <b@x>\r\n <c@x>")
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    assert message.parents == ("c@x", "b@x", "a@x")
    assert message.thread_key == "mail:mina@example.test:a@x"


def test_somebody_else_in_the_same_exchange_has_a_thread_of_his_own() -> None:
    """A carbon copy makes nobody part of another person's conversation."""
    assert received("reply-all-by-somebody-else").thread_key != received("plain-question").thread_key


def test_subjects_thread_nothing() -> None:
    one, two = (parse(mail(Subject="Re: Help", Message_ID=f"<{n}@x>"), PARSING)[0] for n in "ab")
    assert isinstance(one, Received)
    assert isinstance(two, Received)
    assert one.thread_key != two.thread_key


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered_To"])
def test_a_signed_address_leads_its_sender_to_the_conversation(field: str) -> None:
    signed = address_for("reply@lowland.test", 4711, "Mina@Example.test", KEY).upper()
    fields = {"To": "someone@lowland.test", field: f"Lowland Air <{signed}>"}
    (message,) = parse(mail(**fields), PARSING)
    assert isinstance(message, Received)
    assert message.conversation_id == 4711


def test_a_stolen_token_leads_nowhere() -> None:
    signed = address_for("reply@lowland.test", 4711, "mina@example.test", KEY)
    (message,) = parse(mail(From="thief@example.test", To=signed), PARSING)
    assert isinstance(message, Received)
    assert message.conversation_id is None
    (keyless,) = parse(mail(To=signed), replace(PARSING, proof_key=b""))
    assert isinstance(keyless, Received)
    assert keyless.conversation_id is None


def test_a_mail_that_was_too_large_to_fetch_says_where_it_is() -> None:
    with pytest.raises(Unparsable, match=r"“Where is my suitcase\?” from mina@example.test has 52 MiB"):
        parse(Fetched("inbox", RECEIVED_AT, left=52 * MIB).mark(payload("plain-question")), PARSING)


def test_ten_megabytes_are_read() -> None:
    raw = mail("All the same words. " * 600_000)
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    assert len(message.text) == 100_000
    (whole,) = message.attachments
    assert len(whole.content or b"") > 10_000_000


def test_parts_within_parts_within_parts_are_read_as_deep_as_people_nest_them() -> None:
    def nested(depth: int) -> bytes:
        top = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
        return b"From: mina@example.test\r\n" + top.encode() + b"Content-Type: text/plain\r\n\r\nDeep down.\r\n"

    for depth in (1, 10, 50):
        (message,) = parse(nested(depth), PARSING)
        assert isinstance(message, Received)
        assert message.text == "Deep down."
    with pytest.raises(Unparsable, match="nests"):
        parse(nested(5_000), PARSING)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_that_are_held_against_many_boundaries_are_counted_before_they_are_read(end: bytes) -> None:
    """Unread they cost nothing; read, a megabyte of them takes a worker a minute."""
    top = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed;\r\n boundary*0 =b%d\r\n\r\n" % (n, n + 1) for n in range(50)
    )
    raw = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n" + top + (b"--" + end) * 250_000
    with pytest.raises(Unparsable, match="51 groups"):
        parse(raw, PARSING)


def test_a_report_for_machines_is_not_taken_to_pieces() -> None:
    """The parser of the language makes a mail of each block; a hundred thousand take it many seconds."""
    blocks = b"Action: failed\r\n\r\n" * 100_000
    raw = b"From: a@b.test\r\nContent-Type: message/delivery-status\r\n\r\n" + blocks
    assert not opened(raw).message.is_multipart()
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    assert [file.content for file in message.attachments] == [blocks]


def test_mails_within_mails_without_end_are_set_aside() -> None:
    raw = b"From: mina@example.test\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5_000
    with pytest.raises(Unparsable, match="structure"):
        parse(raw, PARSING)


def test_a_hundred_thousand_fields_are_no_trouble() -> None:
    raw = mail().replace(b"\r\n\r\n", b"\r\n" + b"X-Noise: la la la\r\n" * 100_000 + b"\r\n", 1)
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    assert message.author.external_id == "mina@example.test"
    many = mail(To=", ".join(f"somebody{n}@example.test" for n in range(100_000)))
    assert len(parse(many, PARSING)) == 1


def test_thousands_of_parts_are_set_aside() -> None:
    raw = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nla\r\n" * 20_000
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    assert len(message.attachments) <= 300
    with pytest.raises(Unparsable, match="lines"):
        parse(mail("\n" * 2_100_000), PARSING)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"\r\n\r\n\r\n", b"no mail at all", b"\xff\xfe" * 999])
def test_what_is_no_mail_is_unparsable(raw: bytes) -> None:
    with pytest.raises(Unparsable):
        parse(raw, PARSING)


_WORDS = st.sampled_from([
    b"From: ", b"To: ", b"Content-Type: ", b"multipart/mixed", b"text/html", b"message/rfc822", b"; boundary=", b"--x",
    b"\r\n", b"\r\n\r\n", b"=?utf-8?b?", b"?=", b"<", b">", b"@", b"charset=", b"\x00", b"\xff", b"Content-Transfer-Encoding: ",
    b"base64", b"quoted-printable", b"x-uuencode", b"multipart/report; report-type=delivery-status", b"(", b"\"", b"\\", b"=",
    b"message/delivery-status", b"Message-ID: ", b"References: ", b"Date: ", b"a@b.test", b"Return-Path: <>", b"*0*=", b"''", b"%",
    b"begin 644 a\n", b"end\n", b"> ", b"On 1 x wrote:", b"\xed\xa0\x80", b";", b",", b":", b"Content-ID: ", b"cid:", b"<img src=",
])  # fmt: skip


@given(st.lists(st.one_of(_WORDS, st.binary(max_size=8)), max_size=60))
@settings(max_examples=400, deadline=None)
def test_nothing_but_unparsable_is_ever_raised(pieces: list[bytes]) -> None:
    raw = b"From: mina@example.test\r\n" + b"".join(pieces)
    try:
        inbounds = parse(raw, PARSING)
    except Unparsable:
        return
    for inbound in inbounds:
        if isinstance(inbound, Received):
            (inbound.text + inbound.html + inbound.subject + inbound.folded + inbound.external_id).encode()
            assert "\x00" not in inbound.text + inbound.html + inbound.subject + inbound.external_id
            assert len(inbound.external_id) <= 512
            assert len(inbound.thread_key) <= 512


@given(st.sampled_from(sorted(path.stem for path in PAYLOADS.iterdir())), st.integers(0, 3_000), st.binary(max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_damaged_mail_is_read_or_set_aside(name: str, at: int, damage: bytes) -> None:
    raw = payload(name)
    damaged = raw[: at % len(raw)] + damage + raw[at % len(raw) + len(damage) + 1 :]
    with contextlib.suppress(Unparsable):
        assert len(parse(damaged, PARSING)) <= 1


def test_our_ids_are_the_same_for_the_same_key_and_only_ours() -> None:
    assert ours("K1", "lowland.test", KEY) == ours("k1", "lowland.test", KEY)
    assert ours("k1", "lowland.test", KEY) != ours("k2", "lowland.test", KEY)
