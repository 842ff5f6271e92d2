"""Reactions stand at their message, whenever and however often they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest

from tests.budget import same_cost
from tests.world import World
from tests.x_events import arrive, deleted, post
from webcare.channels.inbound import Author, Inbound, Reacted
from webcare.channels.receipt import Receipt, ReceiptPost, keep
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.reacting import WAITS, react, strays, trace, with_reactions
from webcare.conversations.reaction import Reaction
from webcare.conversations.receiving import receive_waiting
from webcare.demo import cast
from webcare.ledger.change import Change
from webcare.lib.now import now

pytestmark = pytest.mark.django_db(transaction=True)
MIA, TOM = Author("701", name="Mia Reist"), Author("702", name="Tom van Zetten")


@pytest.fixture
def world() -> World:
    return World.build()


def tell(world: World, *told: Reacted) -> None:
    keep("x", f"reaction-{Receipt.objects.count()}", b"{}")
    receipt = Receipt.objects.latest("pk")
    Receipt.objects.filter(pk=receipt.pk).update(parsed_at=now())
    react([(reacted, world.x, receipt) for reacted in told])


def reacted(world: World, external_id: str, *signs: str, who: Author = MIA, after: int = 0) -> Reacted:
    return Reacted(world.x.external_id, external_id, who, signs, now() + timedelta(seconds=after))


def shown(message: Message) -> list[tuple[str, int, tuple[str, ...]]]:
    with_reactions([message])
    return [(sign.sign, sign.count, sign.names) for sign in message.signs]


def said(world: World) -> Message:
    return world.conversation(cast.BRAM, "Where is my bag?").messages.get()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
@pytest.mark.parametrize("at_once", [True, False])
def test_the_last_word_of_a_person_stands_whatever_comes_first(
    world: World, order: tuple[int, ...], at_once: bool
) -> None:
    message = said(world)
    at = str(message.external_id)
    told = [reacted(world, at, "👍"), reacted(world, at, after=5), reacted(world, at, "❤️", after=10)]
    for batch in [[told[place] for place in order]] if at_once else [[told[place]] for place in (*order, *order)]:
        tell(world, *batch)
    assert shown(message) == [("❤️", 1, ("Mia Reist",))]


def test_who_took_it_back_has_none_and_everybody_counts_once(world: World) -> None:
    message = said(world)
    at = str(message.external_id)
    tell(world, reacted(world, at, "👍", "🔥"), reacted(world, at, "👍", who=TOM))
    tell(world, reacted(world, at, "👍", "🔥"))
    assert shown(message) == [("👍", 2, ("Mia Reist", "Tom van Zetten")), ("🔥", 1, ("Mia Reist",))]
    tell(world, reacted(world, at, after=9))
    assert shown(message) == [("👍", 1, ("Tom van Zetten",))]
    assert Reaction.objects.get(author_external_id="701").author_name == ""


def test_a_reaction_that_comes_before_its_message_waits_for_it(world: World) -> None:
    tell(world, reacted(world, "11", "👍"))
    assert Conversation.objects.count() == 0
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    assert shown(Message.objects.get()) == [("👍", 1, ("Mia Reist",))]


def test_what_stood_at_a_post_goes_along_with_its_edit(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    tell(world, reacted(world, "11", "👍"), reacted(world, "11", "👍", who=TOM))
    tell(world, reacted(world, "12", "❤️", who=TOM, after=3))
    arrive(world.x, post(world.x, "@lowlandair where is my blue bag?", id="12", versions=("11",)))
    receive_waiting()
    tell(world, reacted(world, "11", "🔥", after=8))
    assert [sign[:2] for sign in shown(Message.objects.get())] == [("🔥", 1), ("❤️", 1)]
    assert set(Reaction.objects.values_list("external_id", flat=True)) == {"12"}


def test_of_a_deleted_message_no_reaction_stays_or_comes(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    receive_waiting()
    tell(world, reacted(world, "11", "👍"))
    arrive(world.x, deleted(world.x, "11"), deleted(world.x, "22"))
    receive_waiting()
    tell(world, reacted(world, "11", "👍", who=TOM), reacted(world, "22", "👍", who=TOM))
    assert not Reaction.objects.exists()


def test_open_screens_look_again(world: World) -> None:
    message = said(world)
    Change.objects.all().delete()
    tell(world, reacted(world, str(message.external_id), "👍"), reacted(world, "nowhere", "👍"))
    assert list(Change.objects.values_list("topic", flat=True)) == [message.conversation.topic]


def test_it_is_found_by_the_name_under_which_we_know_the_person(world: World) -> None:
    message = said(world)
    handle = message.conversation.handle
    tell(world, reacted(world, str(message.external_id), "👍", who=Author(handle.external_id)))
    assert shown(message) == [("👍", 1, (handle.shown,))]


def test_of_many_a_few_are_named(world: World) -> None:
    message = said(world)
    tell(
        world,
        *[reacted(world, str(message.external_id), "👍", who=Author(f"8{n:02}", name=f"No {n}")) for n in range(30)],
    )
    with_reactions([message])
    [sign] = message.signs
    assert (sign.count, len(sign.names), sign.others, sign.are_few) == (30, 12, 18, False)


def test_what_no_message_came_for_and_what_was_taken_back_is_forgotten(world: World) -> None:
    at = str(said(world).external_id)
    tell(world, reacted(world, "nowhere", "👍"), reacted(world, at, who=TOM), reacted(world, at, "👍"))
    assert not strays(now()).exists()
    late = strays(now() + WAITS + timedelta(minutes=1))
    assert set(late.values_list("external_id", "author_external_id")) == {("nowhere", "701"), (at, "702")}


def test_the_raw_event_of_a_reaction_is_found_when_its_author_is_forgotten(world: World) -> None:
    tell(world, reacted(world, "11", "👍"))
    assert ReceiptPost.objects.get().external_id == trace("701")


def test_what_a_network_makes_of_a_sign_is_cut_to_size(world: World) -> None:
    message = said(world)
    tell(world, reacted(world, str(message.external_id), "x" * 5000, *[str(n) for n in range(50)]))
    with_reactions([message])
    assert (len(message.signs), len(message.signs[0].sign)) == (20, 64)


def test_many_cost_as_much_as_few(world: World) -> None:
    at = str(said(world).external_id)

    def some(first: int, count: int) -> Sequence[Reacted]:
        return [reacted(world, at, "👍", who=Author(f"{first + n}")) for n in range(count)]

    same_cost(lambda: tell(world, *some(100, 2)), lambda: tell(world, *some(200, 40)), lambda: None)


def test_a_batch_brings_messages_before_what_is_said_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both in one batch, the reaction first."""
    network = adapter("x")
    understood = network.parse

    def parse(payload: bytes, parsing: object) -> Sequence[Inbound]:
        return [reacted(world, "11", "👍")] if payload == b"thumb" else understood(payload, parsing)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(network, "parse", parse)
    Change.objects.all().delete()
    keep("x", "first", b"thumb")
    arrive(world.x, post(world.x, "@lowlandair where is my bag?", id="11"))
    assert receive_waiting() == 2
    talk = Conversation.objects.get()
    assert shown(talk.messages.get()) == [("👍", 1, ("Mia Reist",))]
    assert talk.topic in Change.objects.values_list("topic", flat=True)
