"""How much of a server's limit a text takes: links count 23, and of a name elsewhere only what stands before its server."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from webcare.channels.account import Account
from webcare.channels.adapter import Length
from webcare.channels.length import measure
from webcare.channels.mastodon.limits import GREETING, length
from webcare.team.brand import Brand

SHORTENED = Length(500, "shortened")
PLAIN = st.text(max_size=80).map(lambda text: re.sub(r"[@./:#]", "", text))
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
LETTERS = st.text(alphabet="abcdefghij0123456789-_", max_size=60)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", 0),
        ("hello", 5),
        ("👩‍👩‍👧 e\u0301", 3),
        ("see https://example.com/" + "x" * 300, 27),
        ("example.com is no link there", 28),
        ("@mia@town.example hi", 7),
        ("@mia@town.example and https://a.com @tom", 9 + 23 + 5),
        ("mail mia@town.example", 21),
        ("https://town.com/@mia@a.com", 23),
        ("a\r\nb", 3),
    ],
)
def test_what_counts(text: str, taken: int) -> None:
    assert measure(text, SHORTENED) == taken


@given(PLAIN)
def test_a_text_without_links_and_names_counts_what_people_see(text: str) -> None:
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    assert measure(text, SHORTENED) == len(regex.findall(r"\X", told))


@given(PLAIN, NAMES, LETTERS)
def test_where_somebody_is_at_home_and_how_long_a_link_is_costs_nothing(text: str, name: str, path: str) -> None:
    here = measure(f"@{name} {text}", SHORTENED)
    assert measure(f"@{name}@far-away.example {text}", SHORTENED) == here
    assert measure(f"https://a.com/{path} @{name} {text}", SHORTENED) == here + 24


@given(st.text(max_size=200))
def test_counting_ends_and_is_never_negative(text: str) -> None:
    assert measure(text, SHORTENED) >= 0


@pytest.mark.parametrize(("told", "limit"), [("500", 500), ("5000", 5000), ("", 500), ("7", 500), ("many", 500)])
def test_the_room_is_what_the_server_says_less_the_name_before_it(told: str, limit: int) -> None:
    account = Account(network="mastodon", brand=Brand(name="L"), settings={"max_characters": told})
    assert length(account) == Length(limit - GREETING, "shortened")
