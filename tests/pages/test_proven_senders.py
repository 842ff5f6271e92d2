"""Whether a sender is proven stands beside the words, quietly."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Seat
from tests.world import World
from webcare.demo import cast


@pytest.mark.parametrize(
    ("proven_by", "shown", "hidden"),
    [
        ("post.example", "proven by post.example", "sender not proven"),
        ("", "sender not proven", "proven by"),
        (None, "Where is it?", "proven"),
    ],
)
def test_an_agent_sees_who_vouches_for_a_sender(
    world: World, sit: Seat, proven_by: str | None, shown: str, hidden: str
) -> None:
    conversation = world.conversation(cast.BRAM, "Where is it?", account=world.mail)
    conversation.messages.update(proven_by=proven_by)
    page = sit(world.anna).get(f"/conversations/{conversation.pk}").content.decode()
    assert shown in page
    assert hidden not in page


def test_an_agent_sees_whose_word_it_is_of_a_mail_that_was_forwarded(world: World, sit: Seat) -> None:
    conversation = world.conversation(cast.BRAM, "Where is it?", account=world.mail)
    conversation.messages.update(proven_by="post.example", forwarded_by="lists.example.org")
    page = sit(world.anna).get(f"/conversations/{conversation.pk}").content.decode()
    assert "proven by post.example, says lists.example.org" in page


def test_of_our_own_answers_nothing_has_to_be_proven(world: World, sit: Seat) -> None:
    conversation = world.conversation(cast.BRAM, account=world.mail)
    world.message(conversation, "Here it is.", by=world.anna, proven_by="")
    assert "proven" not in sit(world.anna).get(f"/conversations/{conversation.pk}").content.decode()
