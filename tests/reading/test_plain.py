"""Cleaning for reading and previews: nothing invisible misleads a rule, nothing visible is torn apart."""

from hypothesis import given
from hypothesis import strategies as st

from webcare.reading.plain import preview, readable, spoken


def test_zero_width_and_bidi_marks_do_not_hide_a_word() -> None:
    assert readable("ur\u200bgent\u202e \u2066help\ufeff") == "urgent help"


def test_accents_are_composed() -> None:
    assert readable("cafe\u0301") == "café"


def test_control_characters_become_spaces() -> None:
    assert readable("one\x00two\r\nthree").split() == ["one", "two", "three"]


def test_only_what_the_person_says_remains() -> None:
    assert spoken("RT @lowlandair: where is my bag? https://t.example/x #fail help@example.org") == ": where is my bag?"
    assert spoken("@kim@social.example dank je") == "dank je"
    assert spoken("#行李# 在哪里") == "在哪里"
    assert spoken("@lowlandair荷物が届きません") == "荷物が届きません"


def test_a_preview_counts_what_a_reader_counts() -> None:
    family = "👨‍👩‍👧‍👦"
    assert preview(family * 200) == family * 139 + "…"
    assert preview(family * 140) == family * 140


def test_a_preview_is_one_line() -> None:
    assert preview("  first\n\n second ") == "first second"


def test_a_preview_of_a_huge_text_says_that_it_was_cut() -> None:
    assert preview("word" + " " * 5_000 + "end") == "word…"


@given(st.text())
def test_reading_is_stable_and_never_fails(text: str) -> None:
    assert readable(readable(text)) == readable(text)
    assert spoken(text) == " ".join(spoken(text).split())
    assert len(preview(text)) <= len(text) + 1
