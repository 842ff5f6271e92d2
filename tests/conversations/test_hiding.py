"""What is hidden here is hidden on the network, or it says that it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.racing import race
from tests.scripted import ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import Hidden
from webcare.channels.moderation import PATIENCE, Moderation, ask, moderate_waiting
from webcare.conversations.hiding import hidden_there
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible, ReasonMissing, Unchanged
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now


def posted(world: World, account: Account) -> Message:
    return world.conversation(cast.TROLL, "You are all thieves.", account=account).messages.get()


def test_a_message_is_hidden_and_shown_again_on_the_network(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    message = posted(world, account)
    author = message.conversation.handle.external_id
    message.hide(world.anna, "insults a colleague")
    assert message.hidden_at
    message.unhide(world.noor)
    assert message.hidden_at is None
    while moderate_waiting():
        pass
    assert network.done == [("hide", message.external_id, author), ("unhide", message.external_id, author)]
    assert Event.objects.get(verb="message.hidden").why == "insults a colleague"


def test_hiding_wants_a_reason_and_happens_once(world: World, account: Account) -> None:
    message = posted(world, account)
    with pytest.raises(ReasonMissing):
        message.hide(world.anna, "")
    message.hide(world.anna, "insults")
    with pytest.raises(Unchanged, match="hidden already"):
        message.hide(world.daniel, "insults")
    assert Moderation.objects.count() == 1


def test_what_the_network_cannot_hide_is_not_pretended(world: World, account: Account) -> None:
    private = world.conversation(cast.BRAM, account=account, private=True).messages.get()
    mail = world.conversation(cast.BRAM, account=world.mail).messages.get()
    ours = world.message(world.conversation(cast.BRAM, account=account), "No.", by=world.anna)
    for message in (private, mail, ours):
        with pytest.raises(NotPossible, match="cannot be hidden"):
            message.hide(world.anna, "rude")


def test_a_refusal_of_the_network_shows_it_again_and_says_why(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    message = posted(world, account)
    message.hide(world.anna, "insults")
    network.troubles.append(DeliveryError("The post is not a reply to us.", permanent=True))
    moderate_waiting()
    message.refresh_from_db()
    assert message.hidden_at is None
    assert Event.objects.get(verb="message.unhidden").why == "The post is not a reply to us."
    assert Moderation.objects.get().failed_at


def test_a_passing_trouble_is_tried_again_and_the_opposite_waits_its_turn(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    message = posted(world, account)
    message.hide(world.anna, "insults")
    message.unhide(world.anna)
    network.troubles.append(DeliveryError("Too many requests.", retry_after=timedelta(minutes=2)))
    assert moderate_waiting() == 1
    assert moderate_waiting() == 0
    assert network.done == []
    with time_machine.travel(real_now() + timedelta(minutes=3)):
        assert [moderate_waiting() for _ in range(3)] == [1, 1, 0]
    assert [action for action, *_ in network.done] == ["hide", "unhide"]


def test_in_the_end_it_gives_up(world: World, account: Account, network: ScriptedNetwork) -> None:
    message = posted(world, account)
    message.hide(world.anna, "insults")
    network.troubles += [RuntimeError("a bug of ours")] * PATIENCE
    for attempt in range(PATIENCE):
        with time_machine.travel(real_now() + timedelta(hours=2 * (attempt + 1))):
            moderate_waiting()
    order = Moderation.objects.get()
    assert order.failed_at
    assert "a bug of ours" in order.error
    assert moderate_waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_the_network_once(world: World, account: Account, network: ScriptedNetwork) -> None:
    for number in range(30):
        ask(account, "hide", external_id=str(number))
    race(*[lambda: [moderate_waiting(5) for _ in range(10)]] * 4)
    assert len(network.done) == len(set(network.done)) == 30


def told(message: Message, seconds: int, *, shown: bool = False) -> None:
    """Somebody did it in the network's own app, so many seconds from now."""
    at = now() + timedelta(seconds=seconds)
    hidden_there(message.account, Hidden(message.account.external_id, str(message.external_id), at, shown))
    message.refresh_from_db()


def test_what_is_hidden_and_shown_again_on_the_network_is_so_here(world: World, account: Account) -> None:
    message = posted(world, account)
    for _ in range(2):
        told(message, 5)
        assert message.hidden_at
    assert Event.objects.filter(verb="message.hidden", actor_id=None).count() == 1
    told(message, 9, shown=True)
    assert message.hidden_at is None
    told(message, 7)
    assert message.hidden_at is None, "what was hidden before it was shown again is old news"
    assert Moderation.objects.count() == 0, "the network is not asked to do what it told"


def test_what_the_network_tells_of_our_own_hiding_comes_late(world: World, account: Account) -> None:
    message = posted(world, account)
    message.hide(world.anna, "insults")
    told(message, 5)
    assert Event.objects.filter(verb="message.hidden").count() == 1
    message.unhide(world.anna)
    told(message, -5)
    assert message.hidden_at is None


def test_nothing_of_ours_and_nothing_unknown_is_hidden(world: World, account: Account) -> None:
    ours = world.message(world.conversation(cast.BRAM, account=account), "No.", by=world.anna)
    told(ours, 5)
    hidden_there(account, Hidden(account.external_id, "nobody's", now()))
    assert not Message.objects.filter(hidden_at__isnull=False).exists()
