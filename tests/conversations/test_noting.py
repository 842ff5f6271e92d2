"""Notes tell those whom they call, once, and only those who may see the conversation."""

from __future__ import annotations

import pytest

from tests.racing import race
from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import NotPossible, Unchanged
from webcare.conversations.note import Note
from webcare.conversations.noting import mentioned
from webcare.demo import cast
from webcare.team.notice import Notice, NoticeKind


def test_a_colleague_who_is_mentioned_is_told(world: World) -> None:
    conversation = world.conversation()
    note = conversation.write_note(world.anna, " @daniel can you look? ", "k1")
    assert (note.text, list(note.mentioned.all())) == ("@daniel can you look?", [world.daniel])
    notice = Notice.objects.get()
    assert (notice.person, notice.notice_kind) == (world.daniel, NoticeKind.MENTION)
    assert "Anna de Graaf" in notice.text


def test_everybody_of_a_team_is_told_once_but_not_the_author(world: World) -> None:
    conversation = world.conversation()
    note = conversation.write_note(world.noor, "@day-desk and @anna: @day-desk!", "k1")
    assert list(note.teams.all()) == [world.team(cast.DAY_DESK)]
    members = set(world.team(cast.DAY_DESK).people.values_list("pk", flat=True))
    told = list(Notice.objects.values_list("person", flat=True))
    assert sorted(told) == sorted(members - {world.noor.pk})


def test_the_notice_is_in_the_language_of_whom_it_tells(world: World) -> None:
    world.daniel.interface_language = "nl"
    world.daniel.save()
    world.conversation().write_note(world.anna, "@daniel @noor", "k1")
    assert Notice.objects.filter(person__in=[world.daniel, world.noor]).count() == 2


def test_whoever_does_not_see_the_brand_is_not_told(world: World) -> None:
    conversation = world.conversation(account=world.holidays_x)
    note = conversation.write_note(world.anna, "@giulia @nina @baggage @nobody", "k1")
    assert not note.mentioned.exists()
    assert not note.teams.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("@anna, @Daniel: please", {"anna", "daniel"}),
        ("write to care@anna.example", set()),
        ("(@anna) and @anna-", {"anna"}),
        ("@@anna", set()),
        ("an answer@anna", set()),
    ],
)
def test_an_address_is_not_a_mention(world: World, text: str, slugs: set[str]) -> None:
    people, _ = mentioned(text, world.air.pk)
    assert {person.slug for person in people} == slugs


def test_an_empty_note_is_refused(world: World) -> None:
    with pytest.raises(NotPossible, match="Write something"):
        world.conversation().write_note(world.anna, " \n", "k1")


def test_one_removes_only_ones_own_note_and_once(world: World) -> None:
    note = world.conversation().write_note(world.anna, "never mind", "k1")
    with pytest.raises(NotPossible, match="Only who wrote"):
        note.remove(world.daniel)
    note.remove(world.anna)
    assert note.removed_at
    with pytest.raises(Unchanged):
        note.remove(world.anna)


def test_the_draft_of_a_note_is_done_with_when_the_note_is_written(world: World) -> None:
    conversation = world.conversation()
    draft = conversation.keep_draft(world.anna, "note", "never m", 0)
    conversation.write_note(world.anna, "never mind", "k1")
    draft.refresh_from_db()
    assert draft.text == ""


def test_a_key_that_wrote_something_else_swallows_no_note(world: World) -> None:
    conversation, elsewhere = world.conversation(), world.conversation(cast.BRAM, account=world.mail)
    conversation.write_note(world.anna, "we look", "used")
    for place, by in ((conversation, world.daniel), (elsewhere, world.anna)):
        with pytest.raises(NotPossible, match="Reload"):
            place.write_note(by, "another note", "used")
    assert Note.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_note_and_one_notice(world: World) -> None:
    conversation = world.conversation()

    def click() -> object:
        return Conversation.objects.get(pk=conversation.pk).write_note(world.anna, "@daniel?", "the-key").pk

    first, second = race(click, click)
    assert first == second
    assert (Note.objects.count(), Notice.objects.count()) == (1, 1)
