"""What was written now is parted from what was quoted, in the languages that we answer in."""

from __future__ import annotations

import pytest

from tests.channels.email.mails import received
from webcare.channels.email.quoting import parted

ATTRIBUTIONS = {
    "en": "On Sun, 3 May 2026 at 09:12, Lowland Air <help@lowland.test> wrote:",
    "nl": "Op zo 3 mei 2026 om 09:12 schreef Lowland Air <help@lowland.test>:",
    "nl, other": "Op 3 mei 2026 om 09:12 heeft Lowland Air het volgende geschreven:",
    "de": "Am So., 3. Mai 2026 um 09:12 Uhr schrieb Lowland Air <help@lowland.test>:",
    "fr": "Le dim. 3 mai 2026 à 09:12, Lowland Air <help@lowland.test> a écrit :",
    "es": "El dom, 3 may 2026 a las 9:12, Lowland Air (<help@lowland.test>) escribió:",
    "it": "Il giorno dom 3 mag 2026 alle ore 09:12 Lowland Air <help@lowland.test> ha scritto:",
    "pt": "Em dom., 3 de mai. de 2026 às 09:12, Lowland Air <help@lowland.test> escreveu:",
    "ru": "вс, 3 мая 2026 г. в 09:12, Lowland Air <help@lowland.test>:",
    "ja": "2026年5月3日(日) 9:12 Lowland Air <help@lowland.test>:",
    "ko": "2026년 5월 3일 (일) 오전 9:12, Lowland Air <help@lowland.test>님이 작성:",
    "zh": "Lowland Air <help@lowland.test> 于2026年5月3日周日 09:12写道：",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_the_words_that_lead_to_a_quotation_are_folded_with_it(attribution: str) -> None:
    body = parted(f"Not yet.\n\nMina\n\n{attribution}\n> Has it come?\n>\n> Lowland Air")
    assert body.fresh == "Not yet.\n\nMina"
    assert body.folded == f"{attribution}\n> Has it come?\n>\n> Lowland Air"


@pytest.mark.parametrize("name", ["quotation-in-portuguese", "quotation-in-russian", "quotation-of-outlook-in-dutch"])
def test_quotations_of_common_programs_are_folded(name: str) -> None:
    message = received(name)
    assert "help@lowland.test" not in message.text
    assert len(message.text) < 60
    assert "Lowland Air" in message.folded


def test_an_answer_below_the_quotation_is_the_fresh_part() -> None:
    message = received("answer-below-the-quotation")
    assert message.text == "LA 482 113, and it is green.\nMina"
    assert message.folded.startswith("On 2026-05-03 09:12, Lowland Air wrote:")


def test_answers_between_quoted_lines_stay_where_they_make_sense() -> None:
    message = received("answers-between-the-quotation")
    assert "> And which colour has it?" in message.text
    assert message.folded == ""


def test_a_mail_passed_on_without_a_word_is_the_message() -> None:
    message = received("forwarded-without-a-word")
    assert "moved to Tuesday" in message.text
    assert message.folded == ""


def test_a_flight_is_no_quotation() -> None:
    """People write From, To and Date when they ask for a fare."""
    message = received("flight-that-looks-like-a-header")
    assert "From: Amsterdam" in message.text
    assert message.text.endswith("Thank you!")


@pytest.mark.parametrize(
    "text",
    [
        "", "Just this.", "Data: 12-05\nDo we fly?", "Price > 100?", "a\n\n\nb", "De: prijs is te hoog",
        "I wrote:\n\nplease answer", "Seat 12A\nSeat 12B:",
    ],
)  # fmt: skip
def test_ordinary_text_is_left_alone(text: str) -> None:
    body = parted(text)
    assert (body.fresh, body.folded) == (text, "")


@pytest.mark.parametrize(
    "piece",
    ["On ", "On x\n", "> ", ">\n", "From: x\n", "Am 1 ", "\n", "De : ", "Em 1@\n", "2026年1月1日(", "-" * 9 + "\n"],
)
def test_text_made_to_stall_the_patterns_is_given_up_on(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    body = parted(text)
    assert len(body.fresh) + len(body.folded) <= len(text) + 2
