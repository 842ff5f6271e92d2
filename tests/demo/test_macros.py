"""The prepared answers fit the networks and stand in the languages that need them."""

from pathlib import Path

import pytest
from twitter_text import parse_tweet

from webcare.demo.cast import LANGUAGES
from webcare.demo.content import ContentError
from webcare.demo.macros import Macro, load_macros

MACROS = load_macros()


def test_there_are_enough_and_each_has_dutch_and_english() -> None:
    assert len(MACROS) >= 25
    for macro in MACROS:
        assert macro.text("nl"), macro.name
        assert macro.text("en"), macro.name


def test_the_eight_most_needed_stand_in_every_language() -> None:
    whole = [macro for macro in MACROS if {version.language for version in macro.versions} == set(LANGUAGES)]
    assert len(whole) >= 8


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.name)
def test_it_fits_a_post_with_a_long_name_and_a_signature(macro: Macro) -> None:
    for version in macro.versions:
        post = version.text.replace("{first_name}", "Christopher") + " ^NB"
        assert parse_tweet(post).weightedLength <= 280, f"{version.language}: {post}"


def test_a_blank_that_nobody_fills_is_named(tmp_path: Path) -> None:
    file = tmp_path / "macros.toml"
    file.write_text('[[macro]]\nname = "A"\ntopic = "delay"\n[macro.texts]\nen = "Flight {flight} is late."\n')
    with pytest.raises(ContentError, match="macros.toml, A, en: nothing fills {flight}"):
        load_macros(file)


def test_two_macros_of_one_name_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "macros.toml"
    entry = '[[macro]]\nname = "A"\ntopic = "delay"\n[macro.texts]\nen = "Late."\n'
    file.write_text(entry + entry)
    with pytest.raises(ContentError, match="two macros are called “A”"):
        load_macros(file)
