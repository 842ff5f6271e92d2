"""A worker that is killed at any step of receiving or sending leaves neither a loss nor a copy."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from sandbox.client import Said, Sandbox
from tests.channels.conftest import account, application, network, sandbox
from tests.conversations.test_sending import anna, answer, asked, conversation
from tests.killing import dies_at
from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import now, real_now
from webcare.team.person import Person

__all__ = ["account", "anna", "application", "asked", "conversation", "network", "sandbox"]
pytestmark = pytest.mark.django_db(transaction=True)


def leases_end() -> None:
    """As they do after a minute."""
    for rows in (Receipt.objects, Delivery.objects):
        rows.all().update(leased_until=None, next_attempt_at=real_now() - timedelta(seconds=1))


def test_killed_at_every_step_of_receiving_it_is_received_once_all_the_same() -> None:
    world = World.build()
    receive_waiting()  # whatever is loaded once a process is loaded
    for step in count(1):
        asked = now() - timedelta(minutes=9)
        events = [
            post(world.x, f"@lowlandair where is bag {step}?", id=f"{step}1", author=f"9{step}", handle=f"p{step}", at=asked),
            post(world.x, "@lowlandair it is blue.", id=f"{step}2", author=f"9{step}", handle=f"p{step}",
                 conversation=f"{step}1", at=asked + timedelta(minutes=1)),
        ]  # fmt: skip
        arrive(world.x, *events)
        died = dies_at(step, receive_waiting)
        leases_end()
        receive_waiting()
        place = Conversation.objects.get(handle__handle=f"p{step}")
        assert place.messages.count() == 2, f"killed at step {step}"
        assert place.waiting_messages == 2
        assert Clock.objects.running().filter(conversation=place).count() == 1
        assert not Receipt.objects.pending().exists()
        assert not Receipt.objects.set_aside().exists()
        if not died:
            break
    assert step > 15, "it died before hardly anything"


def test_killed_at_every_step_of_sending_the_answer_stands_once(
    conversation: Conversation, anna: Person, sandbox: Sandbox, asked: Said
) -> None:
    for step in count(1):
        text = f"It is on its way, number {step}. ^AG"
        message = answer(conversation, anna, text)
        died = dies_at(step, deliver_waiting)
        leases_end()
        deliver_waiting()
        standing = [said.own_text for said in sandbox.answers(in_reply_to=asked.id)]
        assert standing.count(text) == 1, f"killed at step {step}: {standing}"
        assert Message.objects.get(pk=message.pk).delivery.sent_at is not None  # type: ignore[union-attr]  # it has one
        if not died:
            break
    assert step > 5, "it died before hardly anything"
