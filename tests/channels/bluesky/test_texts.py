"""Places in a text are counted in bytes, whatever stands in it; and the name of an answer is always the same one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import moment_of, rkey_of
from webcare.channels.bluesky.texts import LINK, MENTION, TAG, facets, named, told
from webcare.lib.now import real_now

MIA = {"mia.sky.example": "did:plc:miareist3333333333333333"}
PIECES = st.sampled_from(
    ["👩‍👩‍👧", "é", "e\u0301", "漢字", " ", "\n", "https://a.example/ü?x=1&y=2", "@mia.sky.example", "@nobody.example", "#tag", "#1",
     "lowlandair.com", "me@lowlandair.com", "(https://a.example/b)", ".", "@", "#", "\u200d", "مرحبا", "x"]
)  # fmt: skip


def parts(text: str, people: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What each facet covers, and of which kind it is."""
    units = text.encode()
    return [
        (units[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode(), each["features"][0]["$type"])
        for each in facets(text, MIA if people is None else people)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://a.example/b.", [("https://a.example/b", LINK)]),
        ("👩‍👩‍👧 (https://a.example/ü)", [("https://a.example/ü", LINK)]),
        ("lowlandair.com has it", [("lowlandair.com", LINK)]),
        ("mail me@lowlandair.com", []),
        ("@mia.sky.example, thanks", [("@mia.sky.example", MENTION)]),
        ("@Mia.Sky.Example.", [("@Mia.Sky.Example", MENTION)]),
        ("@nobody.example and @mia", []),
        ("#bags #1 a#b", [("#bags", TAG)]),
        ("https://a.example/#top", [("https://a.example/#top", LINK)]),
    ],
)
def test_what_works_in_an_answer(text: str, expected: list[tuple[str, str]]) -> None:
    assert parts(text) == expected


def test_a_link_without_its_beginning_leads_somewhere() -> None:
    [facet] = facets("lowlandair.com", {})
    assert facet["features"] == [{"$type": LINK, "uri": "https://lowlandair.com"}]


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_place_is_whole_letters_in_order_and_none_overlaps(text: str) -> None:
    end = 0
    for facet in facets(text, MIA):
        start, stop = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert end <= start < stop <= len(text.encode())
        shown = text.encode()[start:stop].decode()  # raises where a letter is cut
        feature = facet["features"][0]
        assert feature.get("uri", shown).endswith(shown) or feature.get("tag") == shown[1:] or "did" in feature
        end = stop


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_places(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    for covered, _kind in parts(text, dict.fromkeys(named(text), "did:plc:x")):
        assert covered


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_we_send_reads_the_same_when_it_comes_back(text: str) -> None:
    found = [
        Shape(each, "facets") for each in facets(text, MIA) if each["features"][0].get("uri", "http").startswith("http")
    ]
    whole = told(text, found)
    assert whole.replace("https://", "") == text.replace("https://", ""), "an address may gain what makes it whole"


@given(st.text(min_size=1, max_size=64))
def test_the_name_of_an_answer_is_one_that_servers_take_and_of_a_moment_that_is_past(key: str) -> None:
    key = key.encode("utf-8", "replace").decode()
    name = rkey_of(key)
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", name)
    moment = moment_of(name)
    assert moment is not None
    assert moment < real_now()
    assert rkey_of(key) == name != rkey_of(key + "x")
