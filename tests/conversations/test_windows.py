"""A network that takes answers only for a while: the agent knows until when, and nothing leaves after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conversations import files
from tests.scripted import PICTURES, ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.template import Chosen
from webcare.conversations.attaching import upload
from webcare.conversations.conversation import Conversation
from webcare.conversations.replying import CannotReply
from webcare.conversations.sending import deliver_waiting
from webcare.conversations.windows import closes_at
from webcare.lib.now import now, real_now
from webcare.pages.writing import Writing

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def hurried(network: ScriptedNetwork) -> ScriptedNetwork:
    """A day for private answers."""
    network.window = DAY
    network.capabilities = replace(network.capabilities, windows=True, hand_over=True)
    return network


def question(world: World, account: Account, ago: timedelta, *, private: bool) -> Conversation:
    return world.conversation(account=account, private=private, ago=ago)


def test_the_window_counts_from_the_customers_newest_words(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    conversation = question(world, account, timedelta(hours=30), private=True)
    with pytest.raises(CannotReply, match="took answers here until"):
        conversation.reply(world.anna, text="Sorry that it took so long.", key="late")
    assert not Delivery.objects.exists()
    again = world.message(conversation, "Hello?")
    assert closes_at(conversation, private=True) == again.counts_from + DAY
    assert conversation.reply(world.anna, text="Here we are.", key="in-time").delivery


def test_public_words_can_be_answered_for_ever(world: World, account: Account, hurried: ScriptedNetwork) -> None:
    conversation = question(world, account, timedelta(days=300), private=False)
    assert closes_at(conversation, private=False) is None
    assert conversation.reply(world.anna, text="Better late than never.", key="late").delivery


def test_where_nothing_goes_on_in_private_nothing_closes(
    world: World, account: Account, hurried: ScriptedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried.capabilities = replace(hurried.capabilities, hand_over=False)
    monkeypatch.delattr(ScriptedNetwork, "private_thread_key")  # such a network need not have it
    conversation = question(world, account, timedelta(days=3), private=False)
    assert closes_at(conversation, private=True) is None
    assert [mode.key for mode in Writing.of(world.anna, conversation, []).modes] == ["public", "note"]


def test_the_first_private_answer_has_a_window_of_its_own_and_names_what_it_goes_on_from(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    conversation = question(world, account, timedelta(days=3), private=False)
    asked = conversation.newest_question()
    assert asked
    assert closes_at(conversation, private=True) == asked.counts_from + WEEK
    answer = conversation.reply(world.anna, text="Your booking, please?", key="over", private=True)
    assert answer.delivery
    assert answer.delivery.outgoing["goes_on_from"] == asked.external_id
    assert answer.delivery.outgoing["in_reply_to"] == ""


def test_after_the_first_private_answer_the_customer_has_the_word(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    conversation = question(world, account, timedelta(days=3), private=False)
    twin = conversation.reply(world.anna, text="Your booking, please?", key="over", private=True).conversation
    with pytest.raises(CannotReply, match="took answers here until"):
        twin.reply(world.anna, text="Are you there?", key="again")
    world.message(twin, "QX7RT2")
    assert twin.reply(world.anna, text="Thank you.", key="then").delivery


def test_an_open_private_exchange_is_open_from_the_public_place_too(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    conversation = question(world, account, timedelta(days=9), private=False)
    with pytest.raises(CannotReply):
        conversation.reply(world.anna, text="Your booking, please?", key="late", private=True)
    twin = conversation._private_twin()
    words = world.message(twin, "I wrote to you here too")
    assert closes_at(conversation, private=True) == words.counts_from + DAY


def test_the_box_says_until_when(world: World, account: Account, hurried: ScriptedNetwork) -> None:
    fresh, old = (question(world, account, ago, private=True) for ago in (timedelta(minutes=1), timedelta(days=2)))
    assert "takes it until" in Writing.of(world.anna, fresh, []).modes[0].readers
    assert "too late since" in Writing.of(world.anna, old, []).modes[0].readers
    hurried.capabilities = replace(hurried.capabilities, windows=False)
    assert Writing.of(world.anna, old, []).modes[0].readers.endswith("can read this")


def test_when_the_window_has_closed_a_template_may_still_leave(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    hurried.capabilities = replace(hurried.capabilities, templates=True)
    late = question(world, account, timedelta(hours=25), private=True)
    with pytest.raises(CannotReply, match="only templates"):
        late.reply(world.anna, text="It is here.", key="own-words")
    assert [mode.key for mode in Writing.of(world.anna, late, []).modes] == ["template", "note"]
    chosen = Chosen("found/en", {"body.1": "Mia"})
    late.reply(world.anna, text="Hello Mia, we found it.", key="template", template=chosen)
    Delivery.objects.update(next_attempt_at=real_now() - timedelta(seconds=1))
    deliver_waiting()
    assert [each.state for each in Delivery.objects.all()] == ["sent"]
    assert hurried.chosen == [chosen]
    open_still = question(world, account, timedelta(hours=1), private=True)
    assert "then only templates" in Writing.of(world.anna, open_still, []).mode.readers


def test_where_answers_are_counted_the_agent_knows_how_many_are_left(
    world: World, account: Account, hurried: ScriptedNetwork
) -> None:
    hurried.capabilities = replace(hurried.capabilities, rations=True)
    conversation = question(world, account, timedelta(minutes=1), private=True)

    def readers() -> str:
        return Writing.of(world.anna, conversation, []).modes[0].readers

    assert readers().endswith("2 more answers until they write again")
    conversation.reply(world.anna, text="One moment.", key="1")
    failed = conversation.reply(world.anna, text="Here it is.", key="2")
    assert failed.delivery
    assert readers().endswith("0 more answers until they write again")
    with pytest.raises(CannotReply, match="no more answers"):
        conversation.reply(world.anna, text="Anything else?", key="3")
    Delivery.objects.filter(pk=failed.delivery.pk).update(failed_at=now())
    assert readers().endswith("1 more answer until they write again")
    conversation.reply(world.anna, text="Here it is.", key="4")
    world.message(conversation, "Thank you! And the other one?")
    assert readers().endswith("2 more answers until they write again")


def test_where_a_file_goes_alone_no_text_is_lost_on_the_way(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    network.capabilities = replace(network.capabilities, attachments_private=replace(PICTURES, alone=True))
    conversation = question(world, account, timedelta(minutes=1), private=True)
    picture = upload(world.anna, conversation, SimpleUploadedFile("tag.png", files.picture()))
    with pytest.raises(CannotReply, match="a text or a file"):
        conversation.reply(world.anna, text="See here", key="both", attachment_ids=[picture.pk])
    assert conversation.reply(world.anna, text="", key="file", attachment_ids=[picture.pk]).delivery
