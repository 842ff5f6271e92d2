"""What was written down in English is told in Dutch to whoever reads Dutch, and nothing else is touched."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from webcare.channels.email import sending
from webcare.channels.x import problems, tokens
from webcare.lib.sentence import Sentence, told


def test_a_sentence_with_blanks_is_told_in_the_language_of_the_reader() -> None:
    written = problems.REFUSED(status=403, reason="You are not permitted (yet). Ask")
    assert written == "X refuses (403): You are not permitted (yet). Ask."
    assert told(written) == written
    with override("nl"):
        assert told(written) == "X weigert (403): You are not permitted (yet). Ask."


def test_what_stands_in_a_blank_is_told_too() -> None:
    with override("nl"):
        assert told(problems.WAIT(reason=problems.UNTOLD)) == "X vraagt ons te wachten: X geeft geen reden."


def test_a_sentence_without_blanks_needs_no_more_than_its_translation() -> None:
    with override("nl"):
        assert told("There is nothing to send.") == "Er is niets te versturen."


@pytest.mark.parametrize(
    "text", ["", "  ", "Vlucht LL123 is weg.", "Send", "No answer", "KeyError: 'x'\nTraceback", "100 % (s) %(x)s"]
)
def test_what_others_wrote_stays_as_it_is(text: str) -> None:
    with override("nl"):
        assert told(text) == text


def test_every_sentence_is_found_again_as_itself() -> None:
    assert {problems.__name__, sending.__name__, tokens.__name__}  # the rooms of the networks are loaded
    for sentence in Sentence.known:
        names = sentence.shape.groupindex
        blanks = {name: f"word{number}" for number, name in enumerate(names)}
        with override("nl"):
            dutch = told(sentence(**blanks))
        assert dutch != sentence(**blanks), sentence.text
        assert all(value in dutch for value in blanks.values()), sentence.text
