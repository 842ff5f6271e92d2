"""A label sticks once."""

from __future__ import annotations

import pytest

from tests.racing import race
from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.conversations.moving import Unchanged
from webcare.ledger.event import Event


def test_a_label_goes_on_and_comes_off(world: World) -> None:
    conversation, dogs = world.conversation(), Label.objects.create(name="dogs")
    event = conversation.label(world.anna, dogs)
    assert list(conversation.labels.all()) == [dogs]
    assert event.data["name"] == "dogs"
    with pytest.raises(Unchanged, match="dogs"):
        conversation.label(world.daniel, dogs)
    conversation.unlabel(world.daniel, dogs)
    assert not conversation.labels.exists()
    with pytest.raises(Unchanged, match="dogs"):
        conversation.unlabel(world.anna, dogs)


@pytest.mark.django_db(transaction=True)
def test_two_who_label_at_once_leave_one_line_in_the_ledger(world: World) -> None:
    conversation, dogs = world.conversation(), Label.objects.create(name="dogs")
    results = race(
        lambda: Conversation.objects.get(pk=conversation.pk).label(world.anna, dogs),
        lambda: Conversation.objects.get(pk=conversation.pk).label(world.daniel, dogs),
    )
    assert sorted(type(result).__name__ for result in results) == ["Event", "Unchanged"]
    assert Event.objects.filter(verb="conversation.labelled").count() == 1
    assert dogs.conversations.count() == 1
