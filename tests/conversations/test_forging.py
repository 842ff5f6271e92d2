"""An id that the sender chose proves nothing: neither of two mails that share one is lost."""

from email.message import EmailMessage

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def arrive(world: World, *letters: bytes, together: bool = False) -> None:
    for number, letter in enumerate(letters):
        keep("email", f"receipt {number} {hash(letter)}", letter, account=world.mail)
        if not together:
            receive_waiting()
    receive_waiting()


@pytest.mark.parametrize("together", [False, True], ids=["one after the other", "in one batch"])
def test_another_persons_mail_under_the_same_id_is_a_message_of_its_own(together: bool) -> None:
    world = World.build()
    letters = mail("ann@example.org", "Where is my bag?"), mail("mallory@example.org", "I am Ann, honestly?")
    arrive(world, *letters, together=together)
    assert Message.objects.count() == 2
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize("together", [False, True], ids=["one after the other", "in one batch"])
def test_another_text_of_the_same_person_under_the_same_id_is_kept_too(together: bool) -> None:
    world = World.build()
    letters = mail("ann@example.org", "Where is my bag?"), mail("ann@example.org", "Where is my other bag?")
    arrive(world, *letters, together=together)
    assert sorted(Message.objects.values_list("text", flat=True)) == ["Where is my bag?", "Where is my other bag?"]


def test_the_same_mail_twice_is_one_message() -> None:
    world = World.build()
    letter = mail("ann@example.org", "Where is my bag?")
    arrive(world, letter, letter)
    assert Message.objects.count() == 1


def test_fifty_mails_are_looked_up_with_as_many_statements_as_two() -> None:
    world = World.build()

    def statements(count: int) -> int:
        letters = [
            mail("ann@example.org", f"Bag {count}.{one}?", id=f"<{count}.{one}@example.org>") for one in range(count)
        ]
        for number, letter in enumerate(letters):
            keep("email", f"receipt {count} {number}", letter, account=world.mail)
        with CaptureQueriesContext(connection) as seen:
            receive_waiting()
        return sum('"webcare_message"' in query["sql"] and query["sql"].startswith("SELECT") for query in seen)

    assert statements(50) == statements(2)


def test_the_answer_goes_to_the_id_that_the_sender_gave() -> None:
    world = World.build()
    arrive(world, mail("ann@example.org", "Where is my bag?"), mail("ann@example.org", "Where is my other bag?"))
    conversation = Conversation.objects.order_by("-pk")[0]
    answer = conversation.reply(world.anna, text="On its way. ^AG", key="k1")
    assert answer.delivery is not None
    outgoing = answer.delivery.outgoing
    assert all(" " not in known for known in (outgoing["in_reply_to"], *outgoing["references"]))
