"""What WhatsApp tells, each payload named by the trouble it makes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.whatsapp
from webcare.channels.inbound import (
    Author,
    Bounced,
    Inbound,
    InboundAttachment,
    Parsing,
    Reacted,
    Received,
    Seen,
    Stands,
    Unparsable,
)
from webcare.channels.whatsapp.parse import parse
from webcare.channels.whatsapp.said import NOT_HANDED_OVER

PAYLOADS = Path(webcare.channels.whatsapp.__file__).parent / "payloads"
US, PHONE, SCOPED = "106540352242922", "31600000021", "NL.9300000000000021"
MIA = Author(PHONE, handle=f"+{PHONE}", name="Mia Reist")
AT = datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC)
KNOWING_US = Parsing(AT, own_ids=frozenset({US}))


def told(name: str) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), KNOWING_US))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), KNOWING_US)


def test_a_message_says_who_wrote_what_and_when() -> None:
    assert message("message") == Received(
        account=US,
        external_id="wamid.HBgLMzE2MDAwMDAwMjEVAgASGBQ01",
        author=MIA,
        text="my bag is still in Bergen",
        sent_at=AT,
        thread_key="whatsapp",
        private=True,
    )


def test_the_id_for_our_business_is_who_they_are_and_the_number_who_they_were() -> None:
    both, hidden = message("message_with_an_id_for_our_business"), message("message_by_somebody_whose_number_is_hidden")
    assert both.author == Author(SCOPED, handle="mia.reist", name="Mia Reist", formerly=(PHONE,))
    assert hidden.author == Author(SCOPED, handle="mia.reist", name="Mia Reist")
    assert both.thread_key == hidden.thread_key == message("message").thread_key


def test_without_a_contact_the_number_is_enough() -> None:
    assert message("message_without_a_contact").author == Author(PHONE, handle=f"+{PHONE}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("place", "Schiphol\nHall 2\nhttps://www.openstreetmap.org/?mlat=52.30860&mlon=4.76390"),
        ("contacts", "Tom van Zetten · +31 6 00000022 · tom@post.example"),
        ("button_pressed", "Yes, call me"),
        ("answer_from_a_list", "Rebook\nFly tomorrow"),
        ("answer_by_a_button", "Rebook"),
        ("form_filled_in", "Sent"),
        ("order", "please\n2 × extra-bag · 30 EUR"),
        ("not_handed_over", NOT_HANDED_OVER),
        ("type_that_nobody_knows_yet", NOT_HANDED_OVER),
        ("photo", "this bag"),
    ],
)
def test_whatever_was_sent_reads_as_words(name: str, text: str) -> None:
    assert message(name).text == text


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("photo", InboundAttachment(url="whatsapp-media:1003383421387256", content_type="image/jpeg", filename="image.jpg")),
        ("voice_message", InboundAttachment(url="whatsapp-media:1003383421387257", content_type="audio/ogg", filename="audio.ogg")),
        ("paper", InboundAttachment(url="whatsapp-media:1003383421387259", content_type="application/pdf", filename=".._ticket QX7RT2.pdf")),
        ("sticker", InboundAttachment(url="whatsapp-media:1003383421387260", content_type="image/webp", filename="sticker.webp")),
    ],
)  # fmt: skip
def test_files_come_along(name: str, file: InboundAttachment) -> None:
    assert message(name).attachments == (file,)


def test_who_changed_their_number_wrote_nothing_themselves() -> None:
    assert message("number_changed").automatic


def test_what_was_answered_is_known() -> None:
    assert message("message_that_answers_another").parents == (message("message").external_id,)


def test_an_answer_from_the_telephone_is_ours_and_says_to_whom() -> None:
    ours = message("our_message_from_the_app")
    assert (ours.ours, ours.recipient, ours.thread_key) == (True, Author(PHONE, handle=f"+{PHONE}"), "whatsapp")


def test_an_advertisement_is_shown_and_is_no_word_of_theirs() -> None:
    said = message("came_from_an_advertisement")
    assert said.text == "Is this still on?"
    assert said.context[0].text == "Oslo from 49 euro\nEvery morning\nhttps://fb.me/abc"


def test_a_reaction_is_no_message() -> None:
    assert told("reaction") == [Reacted(US, "wamid.ours01", MIA, ("👍",), AT)]
    assert told("reaction_taken_back") == [Reacted(US, "wamid.ours01", MIA, (), AT)]


def test_what_became_of_ours_is_told() -> None:
    assert told("arrived") == [Seen(US, AT, ("wamid.ours01",), delivered=True)]
    assert told("sent_by_the_key_that_we_gave_along") == [
        Stands(US, "7d6d3a52-0a53-4a1e-9c8b-7f3f3a0f0b11", "wamid.ours01", AT)
    ]
    assert told("read") == [Seen(US, AT, ("wamid.ours01",))]
    assert told("not_delivered") == [
        Bounced(US, "wamid.ours01", "WhatsApp could not deliver it (131026): Message undeliverable.")
    ]


@pytest.mark.parametrize("name", ["accepted", "template_was_approved"])
def test_what_concerns_nobody_is_no_message(name: str) -> None:
    assert told(name) == []


def test_an_event_about_a_page_is_not_for_us() -> None:
    with pytest.raises(Unparsable, match="'page'"):
        parse(b'{"object":"page","entry":[]}', KNOWING_US)
