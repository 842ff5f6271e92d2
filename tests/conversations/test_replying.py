"""How long an answer may be is a matter of the account that gives it."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.conversations.replying import CannotReply
from webcare.pages.writing import Writing

LONG = "word " * 100


def may_write_long_posts(world: World) -> None:
    world.x.settings = {**world.x.settings, "long_posts": True}
    world.x.save(update_fields=["settings"])


def test_an_account_with_long_posts_answers_at_length(world: World) -> None:
    conversation = world.conversation()
    may_write_long_posts(world)
    message = Conversation.objects.get(pk=conversation.pk).reply(world.anna, text=LONG, key="k1")
    assert message.text == LONG


def test_an_account_without_them_does_not(world: World) -> None:
    with pytest.raises(CannotReply, match="too long"):
        world.conversation().reply(world.anna, text=LONG, key="k1")


def test_the_box_counts_by_what_the_account_may_write(world: World) -> None:
    conversation = world.conversation()
    may_write_long_posts(world)
    modes = {mode.key: mode for mode in Writing.of(world.anna, Conversation.objects.get(pk=conversation.pk), []).modes}
    public, private = modes["public"].length, modes["private"].length
    assert public and private
    assert (public.limit, private.limit) == (25_000, 10_000)
