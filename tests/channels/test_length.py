"""The counter beside an answer says what the network will say."""

import pytest

from webcare.channels.adapter import Length
from webcare.channels.length import fits, measure

WEIGHTED, CHARACTERS, BYTES, GRAPHEMES, HALF_WIDTH = (
    Length(280, unit) for unit in ("weighted", "characters", "bytes", "graphemes", "half-width")
)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", 0),
        ("Hello, world! \U0001f44b", 16),
        (FAMILY, 2),
        ("see https://example.com/a/very/long/address?with=parameters", 27),
        ("cafe\u0301", 4),
        ("行李还在奥斯陆", 14),
        ("حقيبتي", 6),
        ("two\r\nlines", 9),
    ],
)
def test_a_post_is_weighed_as_twitter_text_weighs_it(text: str, taken: int) -> None:
    assert measure(text, WEIGHTED) == taken


def test_the_other_units_count_what_their_name_says() -> None:
    text = "e\u0301" + FAMILY
    assert measure(text, GRAPHEMES) == 2
    assert measure(text, CHARACTERS) == 6
    assert measure(text, BYTES) == 3 + len(FAMILY.encode())


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", 0),
        ("a", 1),
        ("ab", 1),
        ("abc", 2),
        ("行李在哪里", 5),
        ("行李LA204在哪里？", 9),
        ("\U0001f44b", 1),
        ("cafe\u0301", 3),
    ],
)
def test_weibo_gives_two_letters_of_ascii_the_room_of_one_chinese_character(text: str, taken: int) -> None:
    assert measure(text, HALF_WIDTH) == taken


def test_names_that_the_network_puts_before_a_reply_cost_nothing() -> None:
    assert measure("@mia_reist @Tom we are sorry", WEIGHTED, reply_mentions=("mia_reist", "@tom")) == len(
        "we are sorry"
    )


def test_other_names_and_names_further_on_cost_what_they_take() -> None:
    text = "@anna we are sorry @mia_reist"
    assert measure(text, WEIGHTED, reply_mentions=("mia_reist",)) == len(text)


def test_the_limit_itself_still_fits() -> None:
    assert fits("a" * 280, WEIGHTED)
    assert not fits("a" * 281, WEIGHTED)


def test_an_unknown_unit_is_a_mistake_of_the_adapter_and_says_so() -> None:
    with pytest.raises(ValueError, match="'pages' is no unit"):
        measure("x", Length(1, "pages"))


@pytest.mark.parametrize(
    "piece", ["a", "@", "https://a.b", "\U0001f468\u200d", "\u202e", "a.", "行.", "a.a a.", "#", "/("]
)
def test_no_text_takes_long_to_measure(piece: str) -> None:
    """25,000 characters is the longest that X takes; the counter runs while somebody types."""
    assert measure((piece * 25_000)[:25_000], WEIGHTED) > 0  # a runaway pattern meets the time-out of the test


def test_a_link_after_many_dots_is_still_a_link() -> None:
    assert measure("wait" + "." * 60 + " https://example.com/a/very/long/address?with=parameters", WEIGHTED) == 65 + 23
