"""From the door to the desk and back: Facebook among the networks keeps the contract, and a complaint gets its answer."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.channels import test_contract as contract
from tests.channels.facebook.graph import MIA, PAGE, SECRET, Graph
from tests.channels.facebook.test_parse import PAYLOADS
from webcare.channels import registry
from webcare.channels.account import Account
from webcare.channels.adapter import WebhookRequest
from webcare.channels.delivery import Delivery
from webcare.channels.facebook.signing import HEADER, signature
from webcare.channels.receipt import keep
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import real_now
from webcare.team.person import Person

PROMISES: list[Callable[[str], None]] = [
    contract.test_every_call_is_there_with_its_arguments,
    contract.test_what_it_says_of_itself_fits_together,
    contract.test_who_chooses_the_ids_of_messages_can_pretend_to_be_somebody_too,
    contract.test_lengths_are_counted_in_a_unit_that_is_known,
    contract.test_each_place_of_an_account_has_a_length_and_no_other,
    contract.test_what_it_cannot_do_is_refused_with_the_error_word,
    contract.test_the_connect_form_names_each_field_once_and_hides_what_is_secret,
    contract.test_nothing_but_the_word_for_it_escapes_a_parser,
    contract.test_redacting_never_fails_on_what_nobody_can_read,
    contract.test_a_parser_of_ours_needs_no_django,
    contract.test_a_network_of_ours_is_a_folder_with_a_readme_and_payloads,
]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_it_keeps_the_contract(promise: Callable[[str], None], registered: None) -> None:
    promise(network="facebook")  # type: ignore[call-arg]  # by name, as hypothesis wants it


def told(page: Account, body: bytes) -> None:
    """What the door does with an event: prove it, know it again, keep it; then the worker."""
    assert page.application
    network = registry.adapter("facebook")
    asked = WebhookRequest(body, {HEADER: signature(SECRET, body)})
    network.verify(page.application, asked)
    keep("facebook", network.receipt_key(asked), body, application=page.application)
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
    registered: None, page: Account, graph: Graph, anna: Person
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
def test_an_answer_whose_fate_nobody_knows_stands_once(
    registered: None, page: Account, graph: Graph, anna: Person, trouble: str
) -> None:
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
def test_a_removed_comment_loses_its_words(registered: None, page: Account) -> None:
    for name in ("comment", "comment_edited", "comment_removed"):
        told(page, (PAYLOADS / f"{name}.json").read_bytes())
    [message] = Message.objects.all()
    assert message.deleted_at
    assert message.text == ""


def _deliver() -> None:
    """The time to take it back, and every pause, is over."""
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
    deliver_waiting()
