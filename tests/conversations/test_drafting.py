"""A draft survives anything, and an older tab never overwrites a newer one."""

from __future__ import annotations

import pytest

from tests.racing import overtakes, race
from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.conversations.draft import Draft
from webcare.conversations.drafting import Stale


def test_it_is_there_after_a_reload(world: World) -> None:
    conversation = world.conversation()
    draft = conversation.keep_draft(world.anna, "reply", "Dear Bram,", 0)
    draft = conversation.keep_draft(world.anna, "reply", "Dear Bram, your", draft.revision)
    again = Conversation.objects.get(pk=conversation.pk).draft_of(world.anna)
    assert again and (again.text, again.revision) == ("Dear Bram, your", 2)


def test_an_older_tab_is_told_what_the_newer_one_wrote(world: World) -> None:
    conversation = world.conversation()
    old_tab = conversation.keep_draft(world.anna, "reply", "Dear", 0).revision
    conversation.keep_draft(world.anna, "reply", "Dear Bram", old_tab)
    with pytest.raises(Stale) as stale:
        conversation.keep_draft(world.anna, "reply", "Dear B", old_tab)
    assert stale.value.current.text == "Dear Bram"


def test_saving_again_after_a_lost_answer_is_no_conflict(world: World) -> None:
    conversation = world.conversation()
    conversation.keep_draft(world.anna, "reply", "Dear", 0)
    assert conversation.keep_draft(world.anna, "reply", "Dear", 0).revision == 1


def test_an_old_tab_does_not_bring_back_what_was_sent(world: World) -> None:
    conversation = world.conversation()
    old_tab = conversation.keep_draft(world.anna, "reply", "Dear Bram", 0).revision
    conversation.discard_draft(world.anna, "reply")
    with pytest.raises(Stale) as stale:
        conversation.keep_draft(world.anna, "reply", "Dear Bram, your", old_tab)
    assert stale.value.current.text == ""
    fresh = stale.value.current.revision
    assert conversation.keep_draft(world.anna, "reply", "One more thing", fresh).text == "One more thing"


def test_everybody_has_a_draft_of_their_own_for_answers_and_for_notes(world: World) -> None:
    conversation = world.conversation()
    conversation.keep_draft(world.anna, "reply", "a", 0)
    conversation.keep_draft(world.anna, "note", "b", 0)
    conversation.keep_draft(world.daniel, "reply", "c", 0)
    assert sorted(Draft.objects.values_list("text", flat=True)) == ["a", "b", "c"]


def test_an_answer_taken_back_stands_before_what_was_begun_since(world: World) -> None:
    conversation = world.conversation()
    assert conversation.put_back_draft(world.anna, "It is in Lisbon.").text == "It is in Lisbon."
    conversation.discard_draft(world.anna, "reply")
    draft = conversation.draft_of(world.anna)
    assert draft
    conversation.keep_draft(world.anna, "reply", "And sorry.", draft.revision)
    assert conversation.put_back_draft(world.anna, "It is in Lisbon.").text == "It is in Lisbon.\n\nAnd sorry."


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_once_one_learns_of_the_other(world: World) -> None:
    conversation = world.conversation()
    results = race(
        lambda: Conversation.objects.get(pk=conversation.pk).keep_draft(world.anna, "reply", "left tab", 0),
        lambda: Conversation.objects.get(pk=conversation.pk).keep_draft(world.anna, "reply", "right tab", 0),
    )
    assert sorted(type(result).__name__ for result in results) == ["Draft", "Stale"]


@pytest.mark.django_db(transaction=True)
def test_what_a_tab_saves_while_an_answer_is_taken_back_is_not_lost(world: World) -> None:
    conversation = world.conversation()
    begun = conversation.keep_draft(world.anna, "reply", "And", 0)
    overtakes(
        lambda: conversation.keep_draft(world.anna, "reply", "And sorry.", begun.revision),
        lambda: Conversation.objects.get(pk=conversation.pk).put_back_draft(world.anna, "It is in Lisbon."),
    )
    draft = conversation.draft_of(world.anna)
    assert draft and draft.text == "It is in Lisbon.\n\nAnd sorry."
