"""Whatever somebody types is understood, or said to be not understood; nothing makes it fail."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.search.query import LONGEST, MOST_TERMS, Query, Term, parse


def test_words_phrases_and_what_must_not_stand_there() -> None:
    assert parse('lost "blue suitcase" -refund ').terms == (
        Term("lost"),
        Term("blue suitcase", phrase=True),
        Term("refund", without=True),
    )


def test_the_last_word_may_be_unfinished_until_a_space_ends_it() -> None:
    assert parse("kof").terms == (Term("kof", unfinished=True),)
    assert parse("kof ").terms == (Term("kof"),)
    assert parse("kof* weg ").terms == (Term("kof", unfinished=True), Term("weg"))


def test_filters_are_taken_out_of_the_words() -> None:
    query = parse("koffer network:X lang:nl from:@BramdW after:2026-03-01 before:2026-04-01 is:private has:file")
    assert [term.text for term in query.terms] == ["koffer"]
    assert (query.network, query.language, query.author) == ("x", "nl", "bramdw")
    assert (query.after, query.before) == (date(2026, 3, 1), date(2026, 4, 1))
    assert query.private is True and query.with_file and not query.trouble


@pytest.mark.parametrize("typed", ["is:nice", "after:yesterday", "before:2026-13-45", "has:love", "after:0001-01-01"])
def test_a_filter_that_makes_no_sense_is_named(typed: str) -> None:
    assert parse(typed).trouble == (typed,)


def test_a_colon_alone_makes_no_filter() -> None:
    assert [term.text for term in parse("note: http://lowland.example/x 12:30 ").terms] == [
        "note:", "http://lowland.example/x", "12:30",
    ]  # fmt: skip


def test_only_what_is_unwanted_asks_for_nothing() -> None:
    assert parse("-refund").is_empty and parse("  ").is_empty and not parse("lang:nl").is_empty


def test_too_long_is_cut() -> None:
    query = parse("word " * 1000)
    assert len(query.terms) == MOST_TERMS
    assert len(parse("x" * 5000).terms[0].text) == LONGEST


@given(st.text(max_size=600))
def test_nothing_that_can_be_typed_makes_it_fail(typed: str) -> None:
    query = parse(typed)
    assert isinstance(query, Query)
    assert all(term.text and "\x00" not in term.text for term in query.terms)
