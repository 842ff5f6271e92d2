"""What dictionaries make of words is asked once, and what is the same in all of them is looked up once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.demo import cast
from webcare.search import messages
from webcare.search.query import parse


def test_what_all_dictionaries_read_alike_is_looked_up_once(world: World) -> None:
    world.conversation(cast.BRAM, "The flight to Malta, seat 12", language="en")
    for typed in ("flight seat ", "flight seat"):
        with CaptureQueriesContext(connection) as asked:
            assert len(messages.find(world.anna, parse(typed)).hits) == 1
        looked = [query["sql"] for query in asked if " @@ " in query["sql"] and "ts_headline" not in query["sql"]]
        assert [sql.count("flight") for sql in looked] == [1]


@pytest.mark.parametrize("typed", ["http://x.example/abc", "the", "wi-fi", "flight mal", "foo_bar"])
def test_an_unfinished_word_finds_what_it_would_find_when_it_is_finished(world: World, typed: str) -> None:
    world.conversation(
        cast.BRAM, f"See http://x.example/abc about the wi-fi on my flight to mal, foo_bar: {typed}", language="en"
    )
    finished = messages.find(world.anna, parse(f"{typed} ")).hits
    unfinished = messages.find(world.anna, parse(typed)).hits
    assert {hit.message.pk for hit in finished} <= {hit.message.pk for hit in unfinished}
