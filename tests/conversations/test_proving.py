"""A code sent to one account comes back from another: both are the same person, and nothing less proves it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.clocks.winding import wind
from webcare.conversations.conversation import Conversation
from webcare.conversations.proving import CannotProve, code_text, place_for_code, send_code, take_codes, where_it_proves
from webcare.customers.code import LENGTH, LETTERS, LinkCode, codes_in
from webcare.customers.handle import Handle
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now

TEXT = "Send this back from your other account: {code}"


@pytest.fixture
def bram(world: World) -> Conversation:
    return world.conversation(cast.BRAM, "Where is my suitcase?")


@pytest.fixture
def mail(world: World) -> Conversation:
    return world.conversation(cast.BRAM, "It is blue.", account=world.mail)


@pytest.fixture
def code(world: World, mail: Conversation) -> LinkCode:
    sent = send_code(mail, world.anna, TEXT, "k1")
    assert sent
    return sent


def writes(world: World, conversation: Conversation, text: str, **fields: Any) -> None:
    world.message(conversation, text, **fields)
    take_codes([conversation.pk])


def customers(*conversations: Conversation) -> list[int]:
    handles = Handle.objects.in_bulk([one.handle_id for one in conversations])
    return [handles[one.handle_id].customer_id for one in conversations]


def test_the_code_leaves_privately(code: LinkCode, mail: Conversation) -> None:
    delivery = Delivery.objects.get()
    assert code.shown in delivery.outgoing["text"] and delivery.outgoing["private"]
    assert Event.objects.filter(verb="handle.code_sent", under_id=mail.pk).exists()


def test_back_from_another_account_it_links_the_two(
    world: World, code: LinkCode, bram: Conversation, mail: Conversation
) -> None:
    writes(world, bram, f"Hello! my code is {code.shown.lower()}.")
    there, here = customers(bram, mail)
    assert there == here
    assert "code" in Handle.objects.get(pk=bram.handle_id).proof
    code.refresh_from_db()
    assert code.used_by_id == bram.handle_id


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", "{0}–{1}", "code:{0}-{1}!", "“{0}-{1}”"])
def test_it_is_understood_however_people_type_it(
    world: World, code: LinkCode, bram: Conversation, mail: Conversation, written: str
) -> None:
    writes(world, bram, written.format(code.code[:4], code.code[4:]))
    assert len(set(customers(bram, mail))) == 1


def test_back_from_where_it_was_sent_it_proves_nothing(
    world: World, code: LinkCode, bram: Conversation, mail: Conversation
) -> None:
    writes(world, mail, f"What is {code.shown}?")
    code.refresh_from_db()
    assert code.used_at is None
    writes(world, bram, code.shown)
    assert len(set(customers(bram, mail))) == 1


def test_back_by_mail_it_proves_nothing_and_stays_good(world: World, bram: Conversation, mail: Conversation) -> None:
    """Anybody can write in the name of a mail address, and would get at what its owner told us."""
    sent = send_code(bram, world.anna, TEXT, "k1")
    assert sent
    writes(world, mail, f"Here it is: {sent.shown}")
    assert len(set(customers(bram, mail))) == 2
    sent.refresh_from_db()
    assert sent.used_at is None
    other = world.conversation(cast.SANNE, "Hi?")
    writes(world, other, sent.shown)
    assert len(set(customers(bram, other))) == 1


def test_back_by_a_mail_whose_sender_is_proven_it_links_the_two(
    world: World, bram: Conversation, mail: Conversation
) -> None:
    sent = send_code(bram, world.anna, TEXT, "k1")
    assert sent
    writes(world, mail, f"Here it is: {sent.shown}", proven_by="")
    assert len(set(customers(bram, mail))) == 2
    writes(world, mail, f"Here it is: {sent.shown}", proven_by="post.example")
    assert len(set(customers(bram, mail))) == 1


def test_it_works_once(world: World, code: LinkCode, bram: Conversation, mail: Conversation) -> None:
    writes(world, bram, code.shown)
    thief = world.conversation(cast.CUSTOMERS[1], "Hi?")
    writes(world, thief, code.shown)
    assert customers(thief) != customers(mail)


def test_an_old_code_is_no_proof(world: World, code: LinkCode, bram: Conversation, mail: Conversation) -> None:
    LinkCode.objects.update(expires_at=now() - timedelta(seconds=1))
    writes(world, bram, code.shown)
    assert len(set(customers(bram, mail))) == 2


def test_a_guess_is_no_proof(world: World, code: LinkCode, bram: Conversation, mail: Conversation) -> None:
    writes(world, bram, f"{code.shown[:-1]}{'A' if code.code[-1] != 'A' else 'B'} or X{code.shown}")
    assert len(set(customers(bram, mail))) == 2


def test_a_second_click_sends_no_second_code(world: World, code: LinkCode, mail: Conversation) -> None:
    assert send_code(mail, world.anna, TEXT, "k1") is None
    assert LinkCode.objects.count() == Delivery.objects.count() == 1


def test_a_text_without_its_code_is_not_sent(world: World, bram: Conversation) -> None:
    with pytest.raises(CannotProve, match="{code}"):
        send_code(bram, world.anna, "Who are you?", "k1")
    assert not LinkCode.objects.exists()


def test_a_code_answers_no_question(world: World, bram: Conversation) -> None:
    always = Hours.objects.create(name="always")
    StoredPromise.objects.create(name="an hour", promise_kind="first", minutes=60, hours=always)
    wind([bram.pk])
    bram.claim(world.anna)
    bram.keep_draft(world.anna, "reply", "We look for it", 0)
    send_code(bram, world.anna, TEXT, "k1")
    bram.refresh_from_db()
    assert bram.waiting_since and bram.holder == world.anna
    assert bram.drafts.get().text == "We look for it"
    Delivery.objects.update(sent_at=now())
    wind([bram.pk])
    assert Clock.objects.running().filter(conversation=bram).exists()


def test_it_is_said_in_the_customers_language(world: World, bram: Conversation) -> None:
    text = code_text(bram)
    assert "{code}" in text
    assert "{networks}" not in text
    assert "op X" in text or "on X" in text


def test_only_networks_on_which_the_brand_is_are_named(world: World) -> None:
    assert where_it_proves(world.air) == "X", "a mail proves nothing"
    world.x.network = "telegram"
    world.x.save()
    assert where_it_proves(world.air) == "Telegram"
    assert where_it_proves(world.holidays) == "X"


def test_a_private_conversation_comes_first(world: World, bram: Conversation) -> None:
    private = world.conversation(cast.BRAM, "Psst?", private=True)
    assert place_for_code(Conversation.objects.all(), private.handle) == private
    with pytest.raises(CannotProve):
        place_for_code(Conversation.objects.none(), private.handle)


def test_a_code_looks_like_no_word(db: None) -> None:
    assert len({LinkCode().code for _number in range(50)}) == 50
    assert all(len(LinkCode().code) == LENGTH and set(LinkCode().code) <= set(LETTERS) for _number in range(50))
    assert codes_in("ABCD-EFGH and 2345 6789, not 1234-5678 nor XABCD-EFGHX") == {"ABCDEFGH", "23456789"}
