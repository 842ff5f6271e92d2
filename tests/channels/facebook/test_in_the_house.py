"""From the door to the desk and back: a complaint on Facebook gets its answer."""

import json
from datetime import timedelta

import pytest

from tests.channels.facebook.graph import MIA, PAGE, SECRET, Graph
from tests.channels.facebook.test_parse import PAYLOADS
from webcare.channels import registry
from webcare.channels.account import Account
from webcare.channels.adapter import WebhookRequest
from webcare.channels.completing import complete_waiting
from webcare.channels.delivery import Delivery
from webcare.channels.meta.signing import HEADER, signature
from webcare.channels.receipt import keep
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import real_now
from webcare.team.person import Person


def told(page: Account, body: bytes) -> None:
    """What the door does with an event: prove it, know it again, keep it; then the worker."""
    assert page.application
    network = registry.adapter("facebook")
    asked = WebhookRequest(body, {HEADER: signature(SECRET, body)})
    network.verify(page.application, asked)
    keep("facebook", network.receipt_key(asked), body, application=page.application)
    complete_waiting("facebook")
    receive_waiting()


def event(comment: dict[str, object]) -> bytes:
    value = {"item": "comment", "verb": "add", "created_time": int(real_now().timestamp()), **comment}
    return json.dumps(
        {"object": "page", "entry": [{"id": PAGE, "changes": [{"field": "feed", "value": value}]}]}
    ).encode()


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create_user("anna@lowlandair.example", name="Anna")


@pytest.mark.django_db(transaction=True)
def test_a_complaint_below_a_post_is_answered_in_public_and_goes_on_in_messenger(
    page: Account, graph: Graph, anna: Person
) -> None:
    storm = graph.post(PAGE, "Storm on Thursday")
    said = graph.comment(MIA, "my bag is still in Bergen", storm)
    body = event(
        {"comment_id": said.id, "post_id": storm.id, "parent_id": storm.id, "from": said.who, "message": said.text}
    )
    for _ in range(3):
        told(page, body)
    conversation = Conversation.objects.get()
    assert [one.text for one in Message.objects.all()] == [said.text]
    assert (conversation.handle.name, conversation.private) == ("Mia Reist", False)

    conversation.reply(anna, text="We look for it.", key="public")
    conversation.reply(anna, text="Your booking, please?", key="private", private=True)
    _deliver()
    assert [one.state for one in Delivery.objects.all()] == ["sent", "sent"]
    [ours] = [one for one in graph.comments if one.author == PAGE]
    assert ours.parent == said.id
    assert said.id in graph.answered_privately

    echo = event(
        {"comment_id": ours.id, "post_id": storm.id, "parent_id": said.id, "from": ours.who, "message": ours.text}
    )
    told(page, echo)
    answer = {"sender": {"id": MIA}, "recipient": {"id": PAGE}, "timestamp": int(real_now().timestamp() * 1000)}
    answer |= {"message": {"mid": "m_booking", "text": "QX7RT2"}}
    told(page, json.dumps({"object": "page", "entry": [{"id": PAGE, "messaging": [answer]}]}).encode())
    private = Conversation.objects.get(private=True)
    assert [one.text for one in private.messages.order_by("pk")] == ["Your booking, please?", "QX7RT2"]
    assert conversation.messages.count() == 2, "what came back as an echo is the answer itself"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["done", "lost"])
def test_an_answer_whose_fate_nobody_knows_stands_once(page: Account, graph: Graph, anna: Person, trouble: str) -> None:
    storm = graph.post(PAGE, "Storm on Thursday")
    said = graph.comment(MIA, "my bag", storm)
    told(page, event({"comment_id": said.id, "post_id": storm.id, "from": said.who, "message": said.text}))
    Conversation.objects.get().reply(anna, text="We look for it.", key="public")
    graph.troubles = [trouble]
    _deliver()
    _deliver()
    assert Delivery.objects.get().state == "sent"
    assert [one.text for one in graph.comments if one.author == PAGE] == ["We look for it."]


@pytest.mark.django_db(transaction=True)
def test_a_removed_comment_loses_its_words(page: Account) -> None:
    for name in ("comment", "comment_edited", "comment_removed"):
        told(page, (PAYLOADS / f"{name}.json").read_bytes())
    [message] = Message.objects.all()
    assert message.deleted_at
    assert message.text == ""


def _deliver() -> None:
    """The time to take it back, and every pause, is over."""
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
    deliver_waiting()
