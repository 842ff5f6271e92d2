"""Which promise holds: the most specific one, whatever the order they come in, and it can say why."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.clocks.hours import ALWAYS_OPEN
from webcare.clocks.promise import Facts, Kind, Promise, choose, why


def promise(
    name: str,
    minutes: int,
    *,
    network: str | None = None,
    language: str | None = None,
    urgency: str | None = None,
    kind: Kind = "first",
) -> Promise:
    return Promise(name, network, language, urgency, kind, minutes, ALWAYS_OPEN)


EVERYONE = promise("Everyone", 60)
URGENT = promise("Flies today", 15, urgency="urgent")
BY_MAIL = promise("Post", 240, network="mail")
DUTCH = promise("Dutch", 45, language="nl")
URGENT_BY_MAIL = promise("Flies today, by mail", 30, network="mail", urgency="urgent")
SOLUTION = promise("Solved in a day", 1440, kind="resolution")
ALL = [EVERYONE, URGENT, BY_MAIL, DUTCH, URGENT_BY_MAIL, SOLUTION]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("first"), EVERYONE),
        (Facts("first", "square", "en", "urgent"), URGENT),
        (Facts("first", "mail", "en"), BY_MAIL),
        (Facts("first", "mail", "nl"), DUTCH),
        (Facts("first", "mail", "nl", "urgent"), URGENT_BY_MAIL),
        (Facts("resolution", "mail", "nl", "urgent"), SOLUTION),
        (Facts("follow_up", "mail"), None),
    ],
)
def test_the_most_specific_promise_holds(facts: Facts, expected: Promise | None) -> None:
    assert choose(ALL, facts) == expected


def test_the_order_in_which_promises_come_never_matters() -> None:
    twins = [promise("B", 20, urgency="urgent"), promise("A", 20, urgency="urgent"), URGENT]
    for order in permutations([*twins, EVERYONE]):
        assert choose(order, Facts("first", urgency="urgent")) == URGENT
    assert choose(twins[:2], Facts("first", urgency="urgent")) == twins[1]


@given(
    st.lists(
        st.builds(
            promise,
            st.text(max_size=3),
            st.integers(1, 99),
            network=st.sampled_from([None, "mail", "square"]),
            language=st.sampled_from([None, "nl", "en"]),
            urgency=st.sampled_from([None, "urgent"]),
        )
    ),
    st.builds(Facts, st.just("first"), st.sampled_from([None, "mail"]), st.sampled_from([None, "nl"])),
)
def test_a_chosen_promise_always_holds_and_none_with_more_conditions_does(known: list[Promise], facts: Facts) -> None:
    def conditions(one: Promise) -> int:
        return sum(condition is not None for condition in (one.network, one.language, one.urgency))

    chosen = choose(known, facts)
    holding = [one for one in known if one.holds_for(facts)]
    assert (chosen is None) is (not holding)
    assert chosen is None or all(conditions(one) <= conditions(chosen) for one in holding)


def test_a_choice_says_why() -> None:
    assert why(ALL, Facts("first", "mail", "en", "urgent")) == (
        "“Flies today, by mail” promises a first answer within 30 minutes for urgency urgent and network mail; "
        "it comes before “Everyone”, “Flies today”, “Post”."
    )
    assert why([SOLUTION], Facts("resolution")) == (
        "“Solved in a day” promises a solution within 1440 minutes for every message."
    )
    assert why([], Facts("first")) == "No promise holds for a first answer here, so no clock runs."


def test_a_promise_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="needs at least one minute"):
        promise("At once", 0)
