"""One key is one answer: clicked twice at the same moment, or in somebody else's hands."""

from __future__ import annotations

import pytest

from tests.racing import race
from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.conversations.message import Message
from webcare.conversations.replying import CannotReply, KeyUsed
from webcare.demo import cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_at_the_same_moment_are_one_answer() -> None:
    world = World.build()
    conversation = world.conversation()
    answers = race(*[lambda: conversation.reply(world.anna, text="We look. ^AG", key="same")] * 4)
    assert [type(answer) for answer in answers] == [Message] * 4, answers
    assert (len(set(answers)), Delivery.objects.count()) == (1, 1)
    conversation.refresh_from_db()
    assert conversation.holder is None


def test_one_key_in_two_places_at_the_same_moment_is_one_answer() -> None:
    world = World.build()
    places = world.conversation(), world.conversation(cast.BRAM, account=world.mail)
    answers = race(*[lambda place=place: place.reply(world.anna, text="We look. ^AG", key="same") for place in places])
    assert {type(answer) for answer in answers} == {Message, KeyUsed}, answers
    assert Delivery.objects.count() == 1


def test_a_key_that_wrote_something_else_swallows_no_answer() -> None:
    world = World.build()
    conversation, elsewhere = world.conversation(), world.conversation(cast.BRAM, account=world.mail)
    conversation.reply(world.anna, text="We look. ^AG", key="used")
    for place, by in ((conversation, world.daniel), (elsewhere, world.anna)):
        with pytest.raises(CannotReply, match="Reload"):
            place.reply(by, text="Another answer. ^DK", key="used")
    assert Delivery.objects.count() == 1
