"""From the panel to the desk and back: asked once, answered once, read, changed, taken back, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.channels.webchat.conftest import Browser, word_for
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.line import ChatLine
from webcare.channels.webchat.session import ChatSession
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.fetching import fetch_waiting
from webcare.conversations.message import Message
from webcare.conversations.purging import purge
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.keeping.erasing import erase
from webcare.keeping.forgetting import forget_the_old
from webcare.lib.now import real_now

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


def answered(world: World, visitor: Browser, text: str = "We look for it.") -> Message:
    """The visitor asks, Anna answers, and it stands in the thread."""
    visitor.say("Where is my bag?")
    receive_waiting()
    Conversation.objects.get().reply(world.anna, text=text, key="k1")
    deliver()
    return Message.objects.get(ours=True)


def deliver() -> None:
    """The seconds to take it back are over."""
    Delivery.objects.update(next_attempt_at=real_now() - timedelta(seconds=1))
    deliver_waiting()


def test_a_question_is_answered_once_and_its_reading_is_told(world: World, visitor: Browser) -> None:
    assert visitor.say("Where is my bag?", "0d6f7c1e-1").status_code == 201
    assert visitor.say("Where is my bag?", "0d6f7c1e-1").status_code == 201, "sent again after a lost connection"
    assert receive_waiting() == 1
    conversation = Conversation.objects.get()
    assert (conversation.private, conversation.is_waiting, conversation.brand) == (True, True, world.air)
    conversation.reply(world.anna, text="We look for it.", key="k1")
    deliver()
    thread = visitor.thread()
    assert [(line["ours"], line["text"]) for line in thread["lines"]] == [
        (False, "Where is my bag?"), (True, "We look for it."),
    ]  # fmt: skip
    visitor.ask("sight", {"version": thread["version"]})
    receive_waiting()
    assert Message.objects.get(ours=True).seen_at is not None
    assert Message.objects.count() == 2
    assert not visitor.thread(thread["version"])["lines"], "nothing is new"


def test_a_lost_answer_of_the_send_is_found_and_never_written_twice(world: World, visitor: Browser) -> None:
    visitor.say("Where is my bag?")
    receive_waiting()
    Conversation.objects.get().reply(world.anna, text="We look for it.", key="k1")
    delivery = Delivery.objects.get()
    Delivery.objects.update(sending_at=real_now(), next_attempt_at=real_now() - timedelta(seconds=1))
    deliver_waiting()
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=None, next_attempt_at=real_now() - timedelta(seconds=1))
    deliver_waiting()
    assert ChatLine.objects.filter(ours=True).count() == 1
    assert Delivery.objects.get().state == "sent"


def test_the_panel_follows_what_an_agent_changes_and_takes_back(
    world: World, visitor: Browser, widget: Account
) -> None:
    message = answered(world, visitor)
    version = visitor.thread()["version"]
    network = adapter("webchat")
    network.edit(widget, message.external_id or "", "We have it.", private=True)
    changed = visitor.thread(version)
    assert [(line["text"], line["edited"]) for line in changed["lines"]] == [("We have it.", True)]
    network.take_down(widget, message.external_id or "", private=True)
    assert [(line["text"], line["gone"]) for line in visitor.thread(changed["version"])["lines"]] == [("", True)]
    with pytest.raises(DeliveryError) as gone:
        network.edit(widget, message.external_id or "", "No.", private=True)
    assert gone.value.gone


def test_files_go_both_ways(world: World, visitor: Browser, widget: Account) -> None:
    kept = visitor.bring("bag.png", PICTURE).json()
    assert visitor.say("", files=[{"key": kept["key"]}]).status_code == 201
    receive_waiting()
    fetch_waiting()
    file = Attachment.objects.get()
    assert (file.read(), file.filename, file.error) == (PICTURE, "bag.png", "")
    served = visitor.ask(f"files/{kept['key']}")
    assert (served.content, served["Content-Disposition"]) == (PICTURE, 'attachment; filename="bag.png"')
    stranger = Browser(widget)
    stranger.begin()
    assert stranger.ask(f"files/{kept['key']}").status_code == 404
    assert stranger.say("Mine", files=[{"key": kept["key"]}]).status_code == 422


def test_who_leaves_an_address_is_known_by_it_and_waits_for_nothing_more(visitor: Browser) -> None:
    visitor.say("Where is my bag?")
    body = {"name_of_it": "0d6f7c1e-2", "name": "Mia  Reist", "email": "mia@example.org"}
    assert visitor.ask("contact", body).status_code == 201
    assert visitor.ask("contact", {**body, "name_of_it": "0d6f7c1e-3", "email": "nowhere"}).status_code == 422
    receive_waiting()
    handle = Conversation.objects.get().handle
    assert (handle.name, handle.handle, handle.verified) == ("Mia Reist", "mia@example.org", False)
    assert Message.objects.get(automatic=True).text == "Mia Reist <mia@example.org>"
    assert visitor.thread()["email"] == "mia@example.org"


def test_whom_the_site_names_stays_the_same_customer_in_each_browser(visitor: Browser, widget: Account) -> None:
    visitor.say("Where is my bag?")
    receive_waiting()
    before = Conversation.objects.get().handle
    assert visitor.begin(word_for("4711"))["person"] == "4711"
    visitor.say("It is the blue one.")
    elsewhere = Browser(widget)
    elsewhere.begin(word_for("4711"))
    elsewhere.say("And from my phone.")
    receive_waiting()
    handles = {message.handle for message in Message.objects.filter(ours=False)}
    assert {handle.pk for handle in handles if handle} == {before.pk}
    before.refresh_from_db()
    assert (before.name, before.verified) == ("Mia de Vries", True)
    assert len(elsewhere.thread()["lines"]) == 1, "each browser has its own thread"


def test_who_has_signed_out_begins_anew(visitor: Browser) -> None:
    visitor.begin(word_for("4711"))
    named = visitor.token
    visitor.begin()
    assert visitor.token != named
    assert ChatSession.objects.order_by("pk").last().person == ""  # type: ignore[union-attr]  # there are two


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (word_for("4711", lasts=timedelta(minutes=-1)), "expired"),
        (word_for("4711", lasts=timedelta(days=3)), "more than a day"),
        (word_for("4711", secret="another-secret-of-sufficient-length"), "signature"),
        (word_for("4711").replace(".", ""), "form"),
        (word_for("4711")[:-4] + "AAAA", "signature"),
        (word_for(""), "1 to 200"),
        ("x" * 5000 + ".y", "form"),
    ],
)
def test_a_word_that_proves_nothing_leaves_the_visitor_unknown(visitor: Browser, word: str, why: str) -> None:
    told = visitor.begin(word)
    assert told["person"] == ""
    assert why in told["why"]
    assert visitor.say("Hello?").status_code == 201


def test_words_that_are_purged_are_gone_from_the_panel_too(world: World, visitor: Browser) -> None:
    kept = visitor.bring("bag.png", PICTURE).json()
    visitor.say("My secret", files=[kept])
    receive_waiting()
    purge(Message.objects.get())
    assert [(line["text"], line["gone"], line["files"]) for line in visitor.thread()["lines"]] == [("", True, [])]
    assert not ChatFile.objects.exists()
    assert b"secret" not in bytes(Receipt.objects.get().payload)


@pytest.mark.parametrize("named", [False, True])
def test_who_is_erased_leaves_nothing_in_the_chat(
    world: World, visitor: Browser, widget: Account, *, named: bool
) -> None:
    bystander = Browser(widget)
    bystander.say("I wait too.")
    if named:
        visitor.begin(word_for("4711"))
    answered_place = visitor.say("Where is my bag?")
    assert answered_place.status_code == 201
    receive_waiting()
    customer = Message.objects.get(text="Where is my bag?").handle.customer  # type: ignore[union-attr]  # theirs has one
    erase(customer, world.joost, "asked for it")
    assert visitor.ask("thread").status_code == 401
    assert [line.text for line in ChatLine.objects.all()] == ["I wait too."]
    assert ChatSession.objects.count() == 1


def test_a_thread_to_which_nobody_came_back_ends(world: World, visitor: Browser, widget: Account) -> None:
    message = answered(world, visitor)
    visitor.bring("bag.png", PICTURE)
    ChatSession.objects.update(seen_at=real_now() - timedelta(days=91))
    forget_the_old()
    assert not ChatLine.objects.exists()
    assert not ChatFile.objects.exists()
    assert Message.objects.filter(pk=message.pk, text__startswith="We look").exists(), (
        "the desk keeps it as long as it wants"
    )
    message.conversation.reply(world.anna, text="Are you there?", key="k2")
    deliver()
    assert Delivery.objects.latest("pk").state == "failed"
