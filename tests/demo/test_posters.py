"""The demo's customers on X hear of answers to what they said, also of the very first one."""

from datetime import UTC, datetime

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.matter import Matter
from webcare.demo.posters import Posters
from webcare.demo.telling import Storyteller


def test_they_hear_of_the_first_answer_too() -> None:
    teller = Storyteller(1, "posters")
    told = (teller.tell("nl", datetime.now(UTC)) for _ in range(100))
    story = next(each for each in told if each.network == "x" and each.public)
    with network() as running, Sandbox(running.url) as sandbox:
        sandbox.create_user(story.brand.handle, story.brand.name, is_brand=True)
        sandbox.create_user(cast.LOWLAND_AIR.handle, cast.LOWLAND_AIR.name, is_brand=True)
        customers = Posters(sandbox)
        said = customers.say(Matter(story, "", ()), story.text)
        answer = sandbox.reply(story.brand.handle, said, "We look.")
        assert list(customers.answers()) == [(said, answer.id)]
        assert list(customers.answers()) == []
