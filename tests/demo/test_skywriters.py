"""The demo's customers on Bluesky: they post or chat, hear who answers, and go on below the answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.matter import Matter
from webcare.demo.skywriters import Skywriters
from webcare.demo.telling import Storyteller

AIRLINE = cast.LOWLAND_AIR.handle


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        client.create_user(AIRLINE, cast.LOWLAND_AIR.name, is_brand=True)
        yield client


def test_they_write_hear_the_answer_and_go_on_below_it(sandbox: Sandbox) -> None:
    teller = Storyteller(1, "skywriters")
    told = (teller.tell("nl", datetime.now(UTC)) for _ in range(100))
    story = next(each for each in told if each.network == "x")
    customers = Skywriters(sandbox, Random(4))
    public, private = (
        Matter(
            replace(story, brand=cast.LOWLAND_AIR, network="bluesky", public=place), "", story.then, story.answer or ""
        )
        for place in (True, False)
    )
    said, chatted = customers.say(public, "where is my bag?"), customers.say(private, "my booking is QX7RT2")
    [asked] = sandbox.bluesky_posts()
    assert (asked.uri, asked.text) == (said, "@lowlandair.sky.example where is my bag?")
    answer = sandbox.bluesky_post(AIRLINE, "We look.", below=asked.number)
    chat = sandbox.bluesky_chat(AIRLINE, asked.handle, "Thank you.")
    assert list(customers.answers()) == [(said, answer.number), (chatted, chat.id)]
    assert list(customers.answers()) == []
    public.answered = answer.number
    assert customers.say(public, "The blue one") == sandbox.bluesky_posts()[-1].uri
    assert sandbox.bluesky_posts()[-1].above == answer.uri
