"""The demo's customers on Telegram: they write to the bot, hear who answers, and some leave a thumb."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import httpx2
import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.chatters import Chatters
from webcare.demo.matter import Matter
from webcare.demo.telling import Storyteller

BOT = cast.LOWLAND_AIR.handle


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        client.create_user(BOT, cast.LOWLAND_AIR.name, is_brand=True)
        yield client


def test_they_write_hear_the_answer_and_go_on(sandbox: Sandbox) -> None:
    token = sandbox.bot_token(BOT)
    teller = Storyteller(1, "chatters")
    told = (teller.tell("nl", datetime.now(UTC)) for _ in range(100))
    story = replace(next(each for each in told if each.network == "x"), brand=cast.LOWLAND_AIR, network="telegram")
    customers, matter = Chatters(sandbox, Random(4)), Matter(story, "", story.then, story.answer or "")
    said = customers.say(matter, f"@{BOT} where is my bag?")
    [asked] = sandbox.telegrams()
    assert (asked.name, asked.text) == (said, "where is my bag?")
    for number in range(9):
        wish = {"chat_id": asked.person_id, "text": f"Answer {number}"}
        httpx2.post(f"{sandbox.url}/bot{token}/sendMessage", json=wish).raise_for_status()
    heard = list(customers.answers())
    assert {each for each, _ in heard} == {said}
    assert [answer for _, answer in heard] == [each.name for each in sandbox.telegrams() if each.from_bot]
    assert list(customers.answers()) == []
    assert 0 < sum(len(each.signs) for each in sandbox.telegrams()) < 9
    more = customers.say(matter, "The blue one")
    assert sandbox.telegrams()[-1].name == more
