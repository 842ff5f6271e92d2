"""What needs no answer: thanks, emoji and tags in eleven languages, and nothing that only looks like them."""

from pathlib import Path
from typing import get_args

import pytest

from webcare.reading.chatter import Kind, need


def cases(name: str) -> list[str]:
    """The messages of one list, a line each."""
    return (Path(__file__).parent / "labelled" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


LABELLED: list[tuple[str, frozenset[Kind]]] = [
    *((text, frozenset[Kind]({"thanks"})) for text in cases("thanks")),
    *((text, frozenset[Kind]({"emoji"})) for text in cases("emoji")),
    *((text, frozenset[Kind]({"tag_only"})) for text in cases("tags")),
    *((text, frozenset[Kind]({"question", "statement"})) for text in cases("asks")),
]


def test_there_are_enough_labelled_messages() -> None:
    assert len(LABELLED) >= 200


@pytest.mark.parametrize("text", cases("asks"))
def test_whoever_asks_or_complains_is_heard(text: str) -> None:
    assert need(text).wants_answer


def test_what_is_put_aside_is_right_ninety_nine_times_in_a_hundred_and_little_is_overlooked() -> None:
    found = [(need(text), kinds) for text, kinds in LABELLED]
    aside = [(each.kind in kinds) for each, kinds in found if not each.wants_answer]
    chatter = [each.kind in kinds for each, kinds in found if not kinds & {"question", "statement"}]
    assert sum(aside) / len(aside) >= 0.99
    assert sum(chatter) / len(chatter) >= 0.95


@pytest.mark.parametrize(
    "text", ["Where is my bag?", "¿Dónde está mi maleta", "行李在哪里？", "行李到了吗", "Waar is mijn koffer"]
)
def test_a_question_is_named_a_question_with_or_without_its_mark(text: str) -> None:
    assert need(text).kind == "question"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\n\n"])
def test_nothing_to_read_is_empty_so_that_a_picture_alone_can_be_told_apart(text: str) -> None:
    assert need(text).kind == "empty"


def test_hidden_marks_do_not_turn_a_question_into_thanks() -> None:
    assert need("thanks\u200b, but\u200b where is my bag").wants_answer


def test_a_long_story_that_ends_in_thanks_is_no_thanks() -> None:
    assert need("thanks " * 60).wants_answer


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["ha" * 50_000 + "x", "thanks " * 22 + "x", ":" * 100_000, "a@" * 50_000, "@" * 100_000]
)
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    assert need(text).kind in get_args(Kind)
