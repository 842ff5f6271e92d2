"""The demo's customers on Mastodon: they write, hear the answer, go on, and some leave a star."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.matter import Matter
from webcare.demo.telling import Storyteller
from webcare.demo.tooters import Tooters

AIRLINE = cast.LOWLAND_AIR.handle


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        client.create_user(AIRLINE, cast.LOWLAND_AIR.name, is_brand=True)
        yield client


def test_they_write_hear_the_answer_and_go_on(sandbox: Sandbox) -> None:
    teller = Storyteller(1, "tooters")
    told = (teller.tell("nl", datetime.now(UTC)) for _ in range(100))
    story = replace(next(each for each in told if each.network == "x"), brand=cast.LOWLAND_AIR, public=False)
    customers, matter = Tooters(sandbox, Random(4)), Matter(story, "", story.then, story.answer or "")
    said = customers.say(matter, f"@{AIRLINE} where is my bag?")
    [asked] = sandbox.toots()
    assert (asked.name, asked.text) == (said, f"@{AIRLINE}@lowland.social where is my bag?")
    assert asked.seen_by == "direct"
    for number in range(9):
        sandbox.toot(AIRLINE, f"@{asked.handle}@town.example Answer {number}", seen_by="direct", answers=asked.id)
    heard = list(customers.answers())
    assert {each for each, _ in heard} == {said}
    assert [answer for _, answer in heard] == [each.name for each in sandbox.toots(brands=1)]
    assert list(customers.answers()) == []
    assert 0 < sum(len(each.stars) for each in sandbox.toots(brands=1)) < 9
    matter.answered = heard[0][1]
    assert customers.say(matter, "The blue one") == sandbox.toots()[-1].name
    assert sandbox.toots()[-1].root == asked.id
