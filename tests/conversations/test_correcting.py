"""An agent corrects the language, and what the customer wrote is found in it from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.postgres.search import SearchQuery

from tests.world import World
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.settling import settle
from webcare.conversations.undoing import CannotUndo, undo
from webcare.ledger.event import Event
from webcare.lib.now import now


def test_the_customers_messages_are_found_in_the_right_language(world: World) -> None:
    conversation = world.conversation(language="en")
    message = world.message(conversation, "Wo sind meine Koffer geblieben?", language="en")
    koffers = SearchQuery("Koffern", config="german")
    assert not Message.objects.filter(search=koffers, pk=message.pk).exists()
    conversation.correct_language(world.anna, "de")
    assert Message.objects.filter(search=koffers, pk=message.pk).exists()
    assert (conversation.language, conversation.language_corrected) == ("de", True)


def test_only_what_came_after_our_last_answer_is_corrected(world: World) -> None:
    conversation = world.conversation()
    start = now()
    earlier = world.message(conversation, "Where is it?", at=start - timedelta(minutes=4), language="en")
    world.message(conversation, "Here. ^AG", by=world.anna, at=start - timedelta(minutes=3), language="en")
    later = world.message(conversation, "Und wann kommt es?", at=start, language="en")
    conversation.correct_language(world.anna, "de")
    for message, language in ((earlier, "en"), (later, "de")):
        message.refresh_from_db()
        assert message.language == language


def test_the_correction_outlives_what_is_read_later(world: World) -> None:
    conversation = world.conversation(language="en")
    conversation.correct_language(world.anna, "de")
    world.message(conversation, "ok?", language="en", at=now() + timedelta(seconds=1))
    settle([conversation.pk])
    conversation.refresh_from_db()
    assert conversation.language == "de"


def test_it_is_one_of_our_languages_and_written_down_once(world: World) -> None:
    conversation = world.conversation(language="en")
    with pytest.raises(NotPossible, match="languages"):
        conversation.correct_language(world.anna, "tlh")
    conversation.correct_language(world.anna, "de")
    assert conversation.correct_language(world.anna, "de") is None
    event = Event.objects.get(verb="conversation.language_corrected")
    assert (event.data["from"], event.data["to"]) == ("en", "de")


def test_a_correction_can_be_undone_for_the_messages_too(world: World) -> None:
    conversation = world.conversation(language="en")
    english = world.message(conversation, "Where are my suitcases?", language="en")
    unclear = world.message(conversation, "ok?", language="")
    event = conversation.correct_language(world.anna, "de")
    assert event
    later = world.message(conversation, "Bitte!", language="de", at=now() + timedelta(seconds=1))
    undo(event, world.anna)
    conversation.refresh_from_db()
    assert not conversation.language_corrected
    languages = {message.pk: message.language for message in conversation.messages.all()}
    assert [languages[message.pk] for message in (english, unclear, later)] == ["en", "", "de"]
    assert Message.objects.filter(search=SearchQuery("suitcase", config="english"), pk=english.pk).exists()


def test_a_correction_that_a_colleague_corrected_stays(world: World) -> None:
    conversation = world.conversation(language="en")
    event = conversation.correct_language(world.anna, "de")
    assert event
    conversation.correct_language(world.daniel, "fr")
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)
    conversation.refresh_from_db()
    assert conversation.language == "fr"
