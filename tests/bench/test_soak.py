"""The soak counts what was posted against what arrived and what was answered, whichever brand it was for."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from tests.world import World
from webcare.bench import soak
from webcare.bench.pressure import Round, Wave, lag
from webcare.bench.soak import Tally
from webcare.channels.delivery import Delivery
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        for brand in cast.BRANDS:
            client.create_user(brand.handle, brand.name, is_brand=True)
        client.create_user("anna", "Anna")
        yield client


@pytest.fixture
def answered(town: Sandbox) -> Tally:
    """A post that names both brands, work for both, and answered by the one that is not asked first."""
    world = World.build()
    names = " ".join(f"@{brand.handle}" for brand in cast.BRANDS)
    post = town.post("anna", f"{names} where is my bag?").id
    for account in (world.x, world.holidays_x):
        said = world.message(world.conversation(account=account))
        Message.objects.filter(pk=said.pk).update(external_id=post)
    answer = town.reply(cast.LOWLAND_HOLIDAYS.handle, post, "@anna In Lisbon.")
    Delivery.objects.create(
        account=world.holidays_x, outgoing={}, release_at=now(), sent_at=now(), external_id=answer.id
    )
    return Tally(posted=[post], answered=1)


def test_what_two_brands_get_and_the_second_one_answers_is_counted_once(town: Sandbox, answered: Tally) -> None:
    said: list[str] = []
    assert soak._count(answered, town, said.append) == 0
    assert "; 0 not yet there, the oldest for 0.0 s; all in after " in said[0]
    assert said[-1].startswith("1 posted, 1 arrived; 1 answered, 1 sent, 1 on the network; 0 events set aside")


def test_what_is_missing_anywhere_is_told(town: Sandbox, answered: Tally) -> None:
    answered.posted.append("1900000000000000001")
    answered.answered += 1
    answered.since = answered.began - 25
    answered.waves.append(Wave(answered.began - 20, ["1900000000000000001", answered.posted[0]]))
    said: list[str] = []
    assert soak._count(answered, town, said.append) == 2
    assert said[2].startswith("! the house fell behind: 1 posts were not there yet, the oldest for 2")
    assert not answered.waves, "the next round has its own"
    told = {one.name.partition(",")[0]: one for one in answered.measures()}
    assert (told["not yet there"].value, told["the oldest of these"].met, told["posted"].met) == (1, False, False)


def test_the_oldest_post_that_is_not_there_tells_how_far_behind_the_house_is() -> None:
    waves = [Wave(10, ["a", "b"]), Wave(12, ["c", "d"]), Wave(14, ["e"])]
    assert lag(waves, {"a", "b", "c", "d", "e"}, 20) == (0, 0)
    assert lag(waves, {"a", "b", "d"}, 20) == (2, 8)


@pytest.mark.parametrize(
    ("posted", "oldest", "said"),
    [(60_000, 2.0, []), (50_000, 2.0, ["customers fell behind"]), (60_000, 11.0, ["the house fell behind"])],
)
def test_who_fell_behind_is_said_plainly(posted: int, oldest: float, said: list[str]) -> None:
    one = Round(5, 300, posted, 400, oldest, 1, 200)
    assert [line.partition(":")[0] for line in one.complaints()] == said


def test_nobody_is_counted_in_the_middle_of_an_answer() -> None:
    tally = Tally()
    hand = tally.hand()
    tally.may_go.set()
    with hand:
        counting = threading.Thread(target=tally.rest)
        counting.start()
        while tally.may_go.is_set():
            pass
        assert counting.is_alive()
    counting.join(10)
    assert not counting.is_alive()
