"""Answers wait for a used-up budget only where an administrator chose so: visibly, without growing old, and they leave after."""

from __future__ import annotations

import pytest

from sandbox.client import Said, Sandbox
from tests.channels.conftest import account, application, network, sandbox
from tests.conversations.test_sending import _let_go, _standing, anna, answer, asked, conversation
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.spending import charge
from webcare.conversations.conversation import Conversation
from webcare.conversations.sending import ATTEMPTS, deliver_waiting
from webcare.lib.now import real_now
from webcare.team.person import Person

__all__ = ["account", "anna", "application", "asked", "conversation", "network", "sandbox"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_leaves_although_the_budget_is_used_up(
    conversation: Conversation, anna: Person, application: Application, sandbox: Sandbox, asked: Said
) -> None:
    application.keep(settings={"budget": "0.01"})
    charge(application, {"post": 1})
    answer(conversation, anna)
    deliver_waiting()
    assert len(_standing(sandbox, asked)) == 1


def test_where_answers_wait_one_says_why_and_leaves_once_when_the_budget_is_raised(
    conversation: Conversation, anna: Person, application: Application, sandbox: Sandbox, asked: Said
) -> None:
    application.keep(settings={"budget": "0.01", "when_used_up": "wait"})
    charge(application, {"post": 1})
    answer(conversation, anna)
    for _ in range(ATTEMPTS + 2):
        deliver_waiting()
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == ("queued", 0)
        assert delivery.next_attempt_at > real_now()
        _let_go()
    why = Delivery.objects.get().error
    assert "Lowland Air on X" in why and "raises the budget" in why
    assert _standing(sandbox, asked) == []
    application.keep(settings={"budget": "5"})
    deliver_waiting()
    assert Delivery.objects.get().state == "sent"
    assert len(_standing(sandbox, asked)) == 1
