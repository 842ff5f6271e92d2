"""Who takes what, decided from facts alone: without Django, a database or a clock. docs/floor.md tells how and why.

Keep a `Book` of what waits and a `Crew` of who is on shift (`routing/book.py`), and ask `for_person` when somebody becomes free and
`for_work` when something comes in; then apply the decision to both. Who is told that nothing is for them yet asks again after a
minute at the latest, as time alone may change that. The same facts give the same decision, in whatever order they were told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from webcare.routing.access import Access, is_there, may_take, swamped
from webcare.routing.book import STEP, Book, Crew, Line, needed, size_step, start_by
from webcare.routing.facts import Because, Decision, Kind, Person, Prices, Stretch, Work


class _Choice(NamedTuple):
    """What has to begin first of a line in one stretch of its promise; `cost` is less than nothing, and the least is best."""

    cost: float
    start: float
    key: int
    access: Access


_RANK = itemgetter(0, 1, 2)


def for_person(person: Person, now: float, book: Book, crew: Crew) -> Decision:
    """What somebody takes who has become free; no work if nothing is for them yet."""
    lines = _lines(person, book, crew)
    turn = book.weights.turn
    if person.given % turn == turn - 1 and (longest := _longest_late(lines, now, book.weights.forgotten)):
        return _given(person, longest, now, book, crew, Because("turn"))
    prices = book.weights.swamped if swamped(book, crew) else book.weights.prices
    choices = [choice for line, access in lines for choice in _firsts(line, access, now, person, book, prices)]
    choices.extend(_of_known_customers(person, now, book, crew, prices))
    if choices:
        return _given(person, min(choices, key=_RANK), now, book, crew)
    return Decision(person.key, None, (Because("put_off" if lines else "nothing"),))


def for_work(work: Work, now: float, book: Book, crew: Crew) -> Decision:
    """Which of those who are free takes what just came in; nobody if it is better that it waits. It need not be in the book."""
    weights = book.weights
    left = start_by(work, weights) - now
    needs = needed(work, weights)
    best: tuple[tuple[bool, int, float, int, float, int], Person, Access] | None = None
    for person in crew.free.values():
        if not needs <= person.skills:
            continue
        access = may_take(person, work.language, work.kind, book, crew)
        if access is None or left > access.upto:
            continue
        missed = _missed_elsewhere(person, work.language, book, crew)
        idle = person.idle_since if person.idle_since is not None else now
        rank = (work.last_agent != person.key, access.rank, missed, person.load, idle, person.key)
        if best is None or rank < best[0]:
            best = (rank, person, access)
    if best is None:
        nobody = "put_off" if crew.free_speakers.get(work.language) else "all_busy"
        return Decision(None, work.key, (Because(nobody if crew.people else "nobody_on"),))
    _, person, access = best
    return Decision(person.key, work.key, _why(person, work, access, now, book, crew))


def _lines(person: Person, book: Book, crew: Crew) -> list[tuple[Line, Access]]:
    """The lines that this person may take from, each with how."""
    found: list[tuple[Line, Access]] = []
    for language, lines in book.lines.items():
        kinds: dict[Kind, Access | None] = {}
        for line in lines.values():
            if line.kind not in kinds:
                kinds[line.kind] = may_take(person, language, line.kind, book, crew)
            access = kinds[line.kind]
            if access is not None and line.needs <= person.skills:
                found.append((line, access))
    return found


def _firsts(line: Line, access: Access, now: float, person: Person, book: Book, prices: Prices) -> Iterator[_Choice]:
    """In each stretch of the promise, what has to begin first: within a line nothing else there can be worth more."""
    starts, at = line.starts, 0
    stretches = prices[line.kind]
    while at < len(starts):
        start, key = starts[at]
        left = start - now
        if left > access.upto:
            return
        price, before = _price(stretches, left)
        if person.cluster and book[key].cluster == person.cluster:
            price *= book.weights.known_question
        yield _Choice(-price * access.factor / line.size, start, key, access)
        at = bisect_left(starts, (now + before, -1), at + 1)


def _of_known_customers(person: Person, now: float, book: Book, crew: Crew, prices: Prices) -> Iterator[_Choice]:
    """What comes from customers whom this person answered last: worth more, but not anything."""
    for key in book.known.get(person.key, ()):
        work = book[key]
        access = may_take(person, work.language, work.kind, book, crew)
        start = start_by(work, book.weights)
        if access is not None and start - now <= access.upto and needed(work, book.weights) <= person.skills:
            price, _ = _price(prices[work.kind], start - now)
            size = STEP ** size_step(work, book.weights)
            yield _Choice(-price * access.factor * book.weights.known_customer / size, start, key, access)


def _longest_late(lines: Sequence[tuple[Line, Access]], now: float, forgotten: float) -> _Choice | None:
    """Of all that is late, what should have begun first."""
    late = [_Choice(0, *line.starts[0], access) for line, access in lines if line.starts[0][0] < now - forgotten]
    return min(late, key=_RANK, default=None)


def _price(stretches: Sequence[Stretch], left: float) -> tuple[float, float]:
    """What a minute is worth with so many left, and from how many left on another stretch says it."""
    before = float("inf")
    for stretch in stretches:
        if left >= stretch.down_to:
            if stretch.rising_to is None:
                return stretch.price, before
            passed = (before - left) / (before - stretch.down_to)
            return stretch.price + (stretch.rising_to - stretch.price) * passed, before
        before = stretch.down_to
    return 0.0, before


def _missed_elsewhere(person: Person, language: str, book: Book, crew: Crew) -> float:
    """What it costs that this person cannot take something else meanwhile, for which few others are free."""
    weights = book.weights
    return sum(
        weights.demand.get(other, 1.0) / max(1, crew.free_speakers.get(other, 0)) ** 2
        for other in person.languages
        if other not in (language, weights.fallback)
    )


def _given(person: Person, choice: _Choice, now: float, book: Book, crew: Crew, *besides: Because) -> Decision:
    work = book[choice.key]
    return Decision(person.key, work.key, besides + _why(person, work, choice.access, now, book, crew))


def _why(person: Person, work: Work, access: Access, now: float, book: Book, crew: Crew) -> tuple[Because, ...]:
    """The language, the hurry, the time left, and who knows whom; in the order in which people read it."""
    why = [Because(access.reason, work.language)]
    if work.kind == Kind.URGENT:
        why.append(Because("urgent"))
    if work.due != float("inf"):
        left = work.due - now
        why.append(Because("left" if left >= 0 else "late", minutes=abs(left)))
    if work.last_agent == person.key:
        why.append(Because("known"))
    if person.cluster and work.cluster == person.cluster:
        why.append(Because("same_question"))
    others = [
        language for language in person.languages if language != work.language and crew.speakers.get(language) == 1
    ]
    waiting = [language for language in others if is_there(book, language)]
    if waiting:
        why.append(Because("can_wait", min(waiting)))
    return tuple(why)
