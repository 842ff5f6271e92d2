"""Which messages are one piece of work, and when it was answered."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webcare.clocks.turns import Answer, Ask, turns

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def ask(number: int, minute: float, received: float | None = None, settled: float | None = None) -> Ask:
    return Ask(
        number,
        at(minute),
        at(minute if received is None else received),
        settled_at=None if settled is None else at(settled),
    )


def reply(number: int, written: float, accepted: float | None) -> Answer:
    return Answer(number, at(written), None if accepted is None else at(accepted))


def test_several_messages_in_a_row_are_one_turn_from_the_first() -> None:
    (turn,) = turns([ask(1, 0), ask(2, 3), ask(3, 4)], [reply(9, 10, 10.2)])
    assert (turn.started_at, turn.stopped_at, turn.first, turn.answer) == (at(0), at(10.2), 1, 9)


def test_a_turn_runs_until_the_network_accepts_the_answer() -> None:
    (turn,) = turns([ask(1, 0)], [reply(9, 10, None)])
    assert turn.stopped_at is None and turn.cancelled_at is None and turn.answer == 9


def test_what_comes_while_an_answer_is_on_its_way_is_a_turn_of_its_own() -> None:
    first, second = turns([ask(1, 0), ask(2, 5.1)], [reply(9, 5, 5.2)])
    assert (first.stopped_at, second.started_at, second.stopped_at) == (at(5.2), at(5.1), None)


def test_a_message_that_arrives_late_was_not_seen_by_the_answer_before_it() -> None:
    first, late = turns([ask(1, 0), ask(2, 4, received=6)], [reply(9, 5, 5.2)])
    assert first.stopped_at == at(5.2)
    assert (late.started_at, late.arrived_at, late.stopped_at) == (at(4), at(6), None)


def test_an_answer_in_the_networks_own_app_covers_what_stood_there_even_if_we_heard_of_it_later() -> None:
    (turn,) = turns([ask(1, 0, received=20)], [Answer(9, at(5), at(5), echo=True)])
    assert turn.stopped_at == at(5)


def test_what_needs_no_answer_is_called_off_and_does_not_lengthen_the_next_turn() -> None:
    dismissed, answered = turns([ask(1, 0, settled=2), ask(2, 60)], [reply(9, 65, 65)])
    assert dismissed.cancelled_at == at(2)
    assert (answered.started_at, answered.stopped_at) == (at(60), at(65))


def test_a_message_that_was_answered_before_it_was_settled_counts_as_answered() -> None:
    (turn,) = turns([ask(1, 0, settled=30)], [reply(9, 5, 5)])
    assert (turn.stopped_at, turn.cancelled_at) == (at(5), None)


def test_the_clock_of_a_network_that_runs_ahead_never_gives_a_negative_time() -> None:
    (turn,) = turns([ask(1, 5, received=5)], [Answer(9, at(6), at(4))])
    assert turn.stopped_at == at(5)


minutes = st.integers(min_value=0, max_value=60)
asks = st.lists(
    st.builds(
        lambda sent, lag, settle: (sent, sent + lag, None if settle is None else sent + lag + settle),
        minutes,
        st.integers(0, 10),
        st.none() | st.integers(0, 20),
    ),
    max_size=8,
)
replies = st.lists(st.tuples(minutes, st.none() | st.integers(0, 5)), max_size=4)


@given(asks, replies)
def test_every_message_is_in_exactly_one_turn_and_the_first_one_who_saw_it_answers_it(
    sent: list[tuple[int, int, int | None]], written: list[tuple[int, int | None]]
) -> None:
    all_asks = [ask(n, counts, received, settled) for n, (counts, received, settled) in enumerate(sent)]
    answers = [reply(100 + n, at_, None if lag is None else at_ + lag) for n, (at_, lag) in enumerate(written)]
    found = turns(all_asks, answers)
    for one in all_asks:
        seeing = sorted((a.written_at, a.id) for a in answers if a.covers(one))
        expected = seeing[0][1] if seeing else None
        home = [
            turn
            for turn in found
            if turn.answer == expected
            and turn.arrived_at <= one.received_at
            and turn.started_at <= one.counts_from
            and (expected is not None or turn.cancelled_at == one.settled_at)
        ]
        assert len(home) == 1
    assert {turn.first for turn in found} <= {one.id for one in all_asks}


@given(asks, replies, st.randoms())
def test_the_order_of_arrival_in_the_database_does_not_matter(
    sent: list[tuple[int, int, int | None]], written: list[tuple[int, int | None]], chance: object
) -> None:
    all_asks = [ask(n, *one) for n, one in enumerate(sent)]
    answers = [reply(100 + n, at_, None if lag is None else at_ + lag) for n, (at_, lag) in enumerate(written)]
    shuffled = list(all_asks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert turns(shuffled, list(reversed(answers))) == turns(all_asks, answers)
