"""What the report says is what a recount of the raw events says, whatever customers, colleagues and networks do."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import count

import pytest

from tests.world import World
from tests.x_events import arrive, deleted, direct, post
from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.channels.adapter import Sent
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import accepted
from webcare.lib.now import now
from webcare.reports.comparing import compared
from webcare.reports.recount import recount

ASKS = ("Where is my suitcase?", "My flight was cancelled and nobody tells me anything", "行李呢？", "@lowlandair")
NOTHING = ("thanks!", "🙏", "@lowlandair 👍")


@pytest.fixture
def world(db: None) -> World:
    return World.build()


class Story:
    """A customer's exchange, told by the events that X would send, in any order."""

    _ids = count(2_100_000_000_000_000_000)

    def __init__(self, world: World, author: int, begins: datetime) -> None:
        self.account, self.author = world.x, str(author)
        self.at = begins.replace(microsecond=0)  # X tells milliseconds only, so that a finer instant changes on its way
        self.thread = str(next(self._ids))
        self.last, self.asked = "", ""

    def says(self, text: str, *, late: timedelta = timedelta(seconds=1), answers: str | None = None) -> str:
        number = self.thread if not self.asked else str(next(self._ids))
        self.asked = self.asked or number
        event = post(
            self.account, text, id=number, author=self.author, handle=f"c{self.author}", name="C", at=self.at,
            conversation=self.thread, answers=answers or self.last or None,
        )  # fmt: skip
        arrive(self.account, event, received_at=self.at + late)
        self.last = number
        return number

    def answered_in_the_app(self) -> str:
        number = str(next(self._ids))
        event = post(
            self.account, f"We look for it {number}", id=number, author=self.account.external_id, handle="lowlandair",
            name="Lowland Air", at=self.at, conversation=self.thread, answers=self.last,
        )  # fmt: skip
        event["data"]["payload"]["in_reply_to_user_id"] = self.author
        arrive(self.account, event, received_at=self.at + timedelta(seconds=2))
        return number

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


def receive() -> None:
    while receive_waiting():
        pass


def differences() -> list[str]:
    return [f"{one.what}: {one.reported} ≠ {one.recounted}" for one in compared() if one.reported != one.recounted]


def test_a_question_and_its_answer(world: World) -> None:
    story = Story(world, 700, now() - timedelta(hours=3))
    story.says("Where is my suitcase?")
    story.wait(12)
    story.answered_in_the_app()
    receive()
    assert recount().first == [720.0]
    assert differences() == []


def test_an_answer_written_here_counts_until_the_network_took_it(world: World) -> None:
    story = Story(world, 701, now() - timedelta(minutes=30))
    story.says("Where is my suitcase?")
    receive()
    message = Conversation.objects.get().reply(world.anna, text="In Lisbon. ^AG", key="k1")
    assert message.delivery and accepted(message.delivery, Sent("2200000000000000001", now(), ""))
    assert len(recount().first) == 1 and recount().waiting == 0
    assert differences() == []


def test_what_came_after_the_answer_was_written_still_waits(world: World) -> None:
    story = Story(world, 702, now() - timedelta(minutes=30))
    story.says("Where is my suitcase?")
    receive()
    message = Conversation.objects.get().reply(world.anna, text="In Lisbon. ^AG", key="k1")
    story.at = now()
    story.says("And my pram?", late=timedelta(milliseconds=100))
    receive()
    assert message.delivery and accepted(message.delivery, Sent("2200000000000000002", now(), ""))
    assert recount().waiting == 1
    assert differences() == []


def test_thanks_start_nothing_and_a_deleted_question_counts_for_nothing(world: World) -> None:
    story = Story(world, 703, now() - timedelta(hours=3))
    gone = story.says("Where is my suitcase?")
    story.wait(1)
    story.says("thanks!")
    arrive(world.x, deleted(world.x, gone, author=story.author))
    receive()
    assert (recount().first, recount().waiting) == ([], 0)
    assert differences() == []


def test_what_the_network_handed_over_late_is_measured_apart(world: World) -> None:
    story = Story(world, 704, now() - timedelta(hours=3))
    story.says("Where is my suitcase?", late=timedelta(minutes=20))
    story.wait(30)
    story.answered_in_the_app()
    receive()
    assert (recount().first, recount().first_late) == ([], [1800.0])
    assert differences() == []


@pytest.mark.parametrize("seed", range(6))
def test_any_story_is_counted_the_same_twice(world: World, seed: int) -> None:
    chance = random.Random(seed)
    for author in range(710, 722):
        story = Story(world, author, now() - timedelta(hours=chance.uniform(4, 40)))
        for _step in range(chance.randint(1, 9)):
            story.wait(chance.uniform(0.1, 15))
            match chance.random():
                case luck if luck < 0.5 or not story.asked:
                    late = timedelta(minutes=chance.choice([0.01, 0.1, 7]))
                    story.says(chance.choice(ASKS), late=late)
                case luck if luck < 0.65:
                    story.says(chance.choice(NOTHING))
                case luck if luck < 0.72:
                    arrive(world.x, deleted(world.x, story.last, author=story.author))
                case _:
                    story.answered_in_the_app()
        if chance.random() < 0.6:
            receive()
    receive()
    assert Clock.objects.exists()
    assert differences() == []


def test_a_public_question_that_is_answered_in_private_is_answered(world: World) -> None:
    story = Story(world, 555, now() - timedelta(minutes=30))
    story.says("Where is my suitcase?")
    receive()
    asked = Conversation.objects.get()
    message = asked.reply(world.anna, text="May I have your booking code? ^AG", key="k1", private=True)
    assert message.delivery and accepted(message.delivery, Sent("2200000000000000003", now(), ""))
    arrive(world.x, direct(world.x, message.text, id="2200000000000000003", sender=world.x.external_id))
    receive()
    assert message.conversation_id != asked.pk
    assert (len(recount().first), recount().waiting) == (1, 0)
    assert differences() == []
    story.at = now()
    story.says("And my pram?", late=timedelta(0))
    receive()
    assert (len(recount().first), recount().waiting) == (1, 1)
    assert differences() == []


def test_what_we_say_by_ourselves_answers_nothing(world: World) -> None:
    story = Story(world, 707, now() - timedelta(minutes=30))
    story.says("Where is my suitcase?")
    receive()
    message = Conversation.objects.get().reply(world.anna, text="Your code: 123456", key="k1", automatic=True)
    assert message.delivery and accepted(message.delivery, Sent("2200000000000000004", now(), ""))
    assert (recount().first, recount().waiting) == ([], 1)
    assert differences() == []


def test_a_solution_counts_from_the_first_message_to_the_last_closing(world: World) -> None:
    story = Story(world, 708, now() - timedelta(hours=3))
    begins = story.at
    story.says("thanks!")
    story.wait(5)
    story.says("But where is my suitcase?")
    receive()
    conversation = Conversation.objects.get()
    cases = [open_case(conversation, world.anna) for _number in range(2)]
    story.at = begins - timedelta(hours=1)
    story.says("What I said before", late=timedelta(hours=4, minutes=1))  # arrives when the cases are open
    cases[0].close(world.anna, "Found in Lisbon")
    cases[0].reopen(world.anna, "It was another one")
    assert (recount().solved.seconds, recount().solved.unsolved) == ([], 2)
    cases[0].close(world.anna, "Brought to her door")
    case = Case.objects.get(pk=cases[0].pk)
    assert case.closed_at
    assert recount().solved.seconds == [(case.closed_at - begins).total_seconds()]
    assert [one.reported for one in compared() if one.what in ("solutions", "cases to be solved")] == [1, 1]
    assert differences() == []
    Clock.objects.filter(case=case).update(stopped_at=now() + timedelta(hours=1))
    assert [one for one in differences() if one.startswith("solutions")]


def test_the_recount_finds_a_figure_that_is_wrong(world: World) -> None:
    story = Story(world, 705, now() - timedelta(hours=3))
    story.says("Where is my suitcase?")
    story.wait(12)
    story.answered_in_the_app()
    receive()
    Clock.objects.update(stopped_at=story.at - timedelta(minutes=5))
    assert "first answers, median: 420.0 ≠ 720.0" in differences()
