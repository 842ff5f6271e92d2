"""Whether a network seems to be away: from silence and nothing else, and never against what was heard of it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webcare.channels.suspecting import PATIENCE, TIMES, Act, Facts, Failing, Trouble, back_since, last_sign, suspect

NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
DEAD = Failing(Act.SEND, Trouble.SILENT, NOON - QUARTER, NOON, TIMES, "X did not answer: time-out.")

moments = st.integers(0, 300).map(lambda minutes: NOON - timedelta(minutes=minutes))
failings = st.builds(
    Failing,
    act=st.sampled_from(Act),
    trouble=st.sampled_from(Trouble),
    since=moments,
    last=moments,
    times=st.integers(1, 20),
    why=st.just("It did not answer."),
).map(lambda one: replace(one, since=min(one.since, one.last), last=max(one.since, one.last)))
facts = st.builds(
    Facts,
    last_event_at=st.none() | moments,
    well_at=st.none() | moments,
    failing=st.lists(failings, max_size=2).map(tuple),
)
networks = st.lists(facts, max_size=4)


def test_silence_for_a_while_is_a_suspicion_and_says_why() -> None:
    asked = replace(DEAD, act=Act.CATCH_UP, since=NOON - 2 * QUARTER, last=NOON - QUARTER, times=2, why="Older.")
    found = suspect([Facts(NOON - 3 * QUARTER, failing=(DEAD, asked))], NOON)
    assert found is not None
    assert (found.since, found.began) == (NOON - 2 * QUARTER, NOON - 2 * QUARTER)
    assert (found.sends, found.asks, found.why) == (TIMES, 2, "X did not answer: time-out.")
    assert found.last_event_at == NOON - 3 * QUARTER


def test_it_is_away_only_since_it_was_last_heard_of() -> None:
    heard = NOON - timedelta(minutes=11)
    found = suspect([Facts(failing=(DEAD,)), Facts(last_event_at=heard)], NOON)
    assert found and found.since == heard
    assert found.began == NOON - QUARTER, "what somebody is told once stays the same thing"


def test_one_account_that_hears_of_it_is_enough_to_be_there() -> None:
    assert suspect([Facts(failing=(DEAD,)), Facts(last_event_at=NOON)], NOON) is None
    assert suspect([Facts(failing=(DEAD,)), Facts(well_at=NOON)], NOON) is None


def test_a_no_is_an_answer() -> None:
    for trouble in set(Trouble) - {Trouble.SILENT}:
        assert suspect([Facts(failing=(replace(DEAD, trouble=trouble),))], NOON) is None, trouble
    refused = replace(DEAD, trouble=Trouble.REFUSED)
    assert suspect([Facts(failing=(DEAD, replace(refused, act=Act.CATCH_UP)))], NOON) is None, "somebody said so"


def test_what_is_short_or_happens_twice_is_nothing_yet() -> None:
    assert suspect([Facts(failing=(replace(DEAD, since=NOON - PATIENCE + timedelta(seconds=1)),))], NOON) is None
    assert suspect([Facts(failing=(replace(DEAD, times=TIMES - 1),))], NOON) is None
    assert suspect([], NOON) is None


def test_it_is_back_when_it_is_heard_of_after_it_was_declared_away() -> None:
    assert back_since([Facts(last_event_at=NOON)], NOON - QUARTER) == NOON
    assert back_since([Facts(last_event_at=NOON)], NOON) is None
    assert back_since([Facts(failing=(DEAD,))], NOON - QUARTER) is None
    assert back_since([], NOON) is None


@given(networks, st.integers(0, 60).map(lambda minutes: NOON + timedelta(minutes=minutes)))
def test_a_suspicion_never_contradicts_what_was_heard(accounts: list[Facts], at: datetime) -> None:
    found, sign = suspect(accounts, at), last_sign(accounts)
    silent = [one for account in accounts for one in account.failing if one.trouble is Trouble.SILENT]
    if found is None:
        return
    assert silent and found.sends + found.asks >= TIMES
    assert found.began <= found.since <= at - PATIENCE
    assert sign is None or (sign <= found.since and any(one.last > sign for one in silent))


@given(networks, facts)
def test_an_event_of_this_moment_ends_every_suspicion(accounts: list[Facts], other: Facts) -> None:
    assert suspect([*accounts, replace(other, last_event_at=NOON)], NOON) is None


@given(networks)
def test_the_order_of_the_accounts_means_nothing(accounts: list[Facts]) -> None:
    one, other = suspect(accounts, NOON), suspect(accounts[::-1], NOON)
    assert (one is None) == (other is None)
    if one and other:
        assert (one.since, one.sends, one.asks) == (other.since, other.sends, other.asks)
