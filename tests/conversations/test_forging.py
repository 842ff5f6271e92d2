"""An id that the sender chose proves nothing: neither of two mails that share one is lost."""

from email.message import EmailMessage

import pytest

from tests.world import World
from webcare.channels.receipt import keep
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def mail(sender: str, text: str, *, id: str = "<one@example.org>") -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"], letter["Message-ID"] = sender, "help@lowlandair.example", "Bag", id
    letter["Date"] = "Sat, 21 Nov 2026 10:00:00 +0000"
    letter.set_content(text)
    return letter.as_bytes()


def arrive(world: World, *letters: bytes) -> None:
    for number, letter in enumerate(letters):
        keep("email", f"receipt {number} {hash(letter)}", letter, account=world.mail)
        receive_waiting()


def test_another_persons_mail_under_the_same_id_is_a_message_of_its_own() -> None:
    world = World.build()
    arrive(world, mail("ann@example.org", "Where is my bag?"), mail("mallory@example.org", "I am Ann, honestly?"))
    assert Message.objects.count() == 2
    assert Conversation.objects.count() == 2


def test_another_text_of_the_same_person_under_the_same_id_is_kept_too() -> None:
    world = World.build()
    arrive(world, mail("ann@example.org", "Where is my bag?"), mail("ann@example.org", "Where is my other bag?"))
    assert sorted(Message.objects.values_list("text", flat=True)) == ["Where is my bag?", "Where is my other bag?"]


def test_the_same_mail_twice_is_one_message() -> None:
    world = World.build()
    letter = mail("ann@example.org", "Where is my bag?")
    arrive(world, letter, letter)
    assert Message.objects.count() == 1


def test_the_answer_goes_to_the_id_that_the_sender_gave() -> None:
    world = World.build()
    arrive(world, mail("ann@example.org", "Where is my bag?"), mail("ann@example.org", "Where is my other bag?"))
    conversation = Conversation.objects.order_by("-pk")[0]
    answer = conversation.reply(world.anna, text="On its way. ^AG", key="k1")
    assert answer.delivery is not None
    outgoing = answer.delivery.outgoing
    assert all(" " not in known for known in (outgoing["in_reply_to"], *outgoing["references"]))
