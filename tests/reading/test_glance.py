"""A glance leaves no list out that a text says something of, in any script and however it is typed."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from webcare.demo.content import load_all
from webcare.reading import abuse, chatter, distress, gratitude, journey, occasion, urgency
from webcare.reading.glance import Glance
from webcare.reading.phrase import folded, phrases

LISTS = [
    *((listed, language) for group in urgency._GROUPS for language, listed in group.items()),
    *((listed, language) for language, listed in gratitude.CORE.items()),
    (abuse._SPACED, ""),
    (abuse._DENSE, "zh"),
]
GLANCE = Glance(LISTS)


def missed(text: str) -> list[str]:
    """Lists whose pattern finds something in the text although the glance says that it cannot."""
    may_say = GLANCE.may_say(text)
    return [key[0][:40] for key in LISTS if key not in may_say and phrases(*key).search(text)]


def spelled_out(listed: str) -> list[str]:
    """A text for every phrase of a list, with its open ends and gaps filled."""
    plain = folded(listed).replace("~", "you and").replace("#", "3")
    return [regex.sub(r"\*", "en", phrase) for phrase in plain.split("|")]


def test_every_phrase_is_seen_in_a_text_that_says_it() -> None:
    for listed, language in LISTS:
        for said in spelled_out(listed):
            for text in (f"well, {said}!", said.upper(), said.title()):
                if phrases(listed, language).search(text):
                    assert (listed, language) in GLANCE.may_say(text), f"{said!r} in {text!r}"


def test_nothing_is_missed_in_what_customers_of_the_demo_write() -> None:
    texts = [folded(line.text) for book in load_all() for line in book.lines]
    assert len(texts) > 500
    assert not [(text, lists) for text in texts if (lists := missed(text))]


WORDS = st.sampled_from([word for key in LISTS for word in spelled_out(key[0])])


@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=6), st.sampled_from([" ", "", ", ", "-", "\u3000"]))
def test_nothing_is_missed_in_any_text(words: list[str], between: str) -> None:
    assert not missed(folded(between.join(words)))


def test_a_harmless_text_is_asked_about_almost_nothing() -> None:
    assert len(GLANCE.may_say("where is my blue suitcase")) < len(LISTS) / 10


def test_lists_of_all_rules_are_known() -> None:
    groups = [
        value
        for value in (*vars(distress).values(), *vars(journey).values(), *vars(occasion).values())
        if isinstance(value, dict)
    ]
    assert [group for group in groups if "en" in group and group not in urgency._GROUPS] == []
    assert chatter._GLANCE.may_say("thank you so much")
