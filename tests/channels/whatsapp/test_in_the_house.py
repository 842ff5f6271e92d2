"""What WhatsApp tells goes through the house, also when it tells too early, or too much at once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from tests.channels.answering import answering
from webcare.channels.account import Account
from webcare.channels.adapter import Sent
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import PATIENCE, Receipt, keep
from webcare.channels.whatsapp.adapter import WhatsAppAdapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import accepted
from webcare.customers.handle import Handle
from webcare.keeping.erasing import erase
from webcare.lib.now import now, real_now
from webcare.team.brand import Brand
from webcare.team.person import Person

pytestmark = pytest.mark.django_db(transaction=True)
US, OTHERS, MIA, SCOPED = "106540352242922", "106540352242933", "31600000021", "NL.9300000000000021"
number = count(1)


@pytest.fixture
def account() -> Account:
    air = Brand.objects.create(name="Lowland Air", slug="lowland-air")
    return Account.objects.create(network="whatsapp", brand=air, external_id=US, connected_at=now())


def told(us: str, **value: Any) -> dict[str, Any]:
    whose = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": us}}
    return {"id": "1", "changes": [{"field": "messages", "value": {**whose, **value}}]}


def asked(us: str, text: str) -> dict[str, Any]:
    message = {"id": f"wamid.{next(number)}", "from": MIA, "type": "text", "text": {"body": text}}
    return told(us, messages=[{**message, "timestamp": str(int(real_now().timestamp()))}])


def failed(external_id: str) -> dict[str, Any]:
    at = str(int(real_now().timestamp()))
    why = [{"code": 131026, "title": "Message undeliverable"}]
    return told(US, statuses=[{"id": external_id, "status": "failed", "timestamp": at, "errors": why}])


def arrive(*entries: dict[str, Any]) -> Receipt:
    body = json.dumps({"object": "whatsapp_business_account", "entry": list(entries)}).encode()
    assert keep("whatsapp", f"event {next(number)}", body)
    return Receipt.objects.latest("pk")


def receive(receipt: Receipt) -> Receipt:
    Receipt.objects.update(next_attempt_at=real_now(), leased_until=None)
    receive_waiting()
    receipt.refresh_from_db()
    return receipt


@pytest.fixture
def leaving(account: Account) -> Delivery:
    """An answer that WhatsApp has been given a moment ago, and whose id we do not know yet."""
    receive(arrive(asked(US, "Where is my bag?")))
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    delivery = Conversation.objects.get().reply(anna, text="We look.", key="k").delivery
    assert delivery
    Delivery.objects.update(sending_at=real_now())
    return delivery


def test_an_answer_that_fails_before_we_know_its_id_fails_when_we_do(leaving: Delivery) -> None:
    news = receive(arrive(failed("wamid.ours")))
    assert (news.parsed_at, news.set_aside_at) == (None, None)
    assert accepted(leaving, Sent("wamid.ours", real_now()))
    assert receive(news).parsed_at
    leaving.refresh_from_db()
    assert leaving.state == "failed"
    assert "131026" in leaving.error
    assert Conversation.objects.get().waiting_since


def test_what_failed_and_is_none_of_ours_waits_a_few_times_only(leaving: Delivery) -> None:
    news = arrive(failed("wamid.somebody.elses"), asked(US, "Hello?"))
    for _ in range(PATIENCE):
        assert news.parsed_at is None
        receive(news)
    assert news.parsed_at
    assert Message.objects.filter(ours=False).count() == 2


def test_an_event_that_is_also_for_somebody_else_brings_us_what_is_ours(account: Account) -> None:
    event = receive(arrive(asked(OTHERS, "Theirs"), asked(US, "Ours")))
    assert [one.text for one in Message.objects.all()] == ["Ours"]
    assert event.set_aside_at
    assert OTHERS in event.error
    Account.objects.create(network="whatsapp", brand=account.brand, external_id=OTHERS, connected_at=now())
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    assert event.play_again(anna)
    assert receive(event).parsed_at
    assert sorted(one.text for one in Message.objects.all()) == ["Ours", "Theirs"]


def test_what_somebody_put_there_under_their_number_is_theirs_under_their_id(account: Account) -> None:
    receive(arrive(asked(US, "Where is my bag?")))
    message = Message.objects.get()

    def reacts(emoji: str, at: datetime, **who: str) -> None:
        what = {"type": "reaction", "reaction": {"message_id": message.external_id, "emoji": emoji}}
        one = {"id": f"wamid.{next(number)}", "from": MIA, "timestamp": str(int(at.timestamp())), **what, **who}
        receive(arrive(told(US, messages=[one])))

    reacts("👍", real_now() - timedelta(minutes=1))
    reacts("❤️", real_now(), from_user_id=SCOPED)
    stands, mia = Reaction.objects.get(), Handle.objects.get()
    assert (stands.author_external_id, stands.signs) == (SCOPED, ["❤️"])
    assert (mia.external_id, mia.pk) == (SCOPED, message.handle_id)
    erase(mia.customer, Person.objects.create_user("joost@lowlandair.example", name="Joost"), "asked")
    assert not Reaction.objects.exists()
    assert not any(MIA.encode() in bytes(receipt.payload) for receipt in Receipt.objects.all())


def test_what_nobody_understands_keeps_nobody_else_waiting(account: Account) -> None:
    odd = told(US, messages=[{"id": "wamid.odd", "from": MIA, "type": "text", "timestamp": "soon"}])
    event = receive(arrive(odd, asked(US, "Where is my bag?")))
    assert [one.text for one in Message.objects.all()] == ["Where is my bag?"]
    assert event.set_aside_at
    assert "timestamp" in event.error


def test_a_template_that_makes_no_sense_keeps_none_of_the_others_from_us(account: Account) -> None:
    body = {"type": "BODY", "text": "We found it, {{1}}."}
    whole = {"name": "found", "language": "en", "status": "APPROVED", "category": "UTILITY", "components": [body]}
    odd = [{**whole, "components": [7]}, {**whole, "name": None}, {}]
    with answering(lambda _path: (200, {"data": [*odd, whole]})) as base:
        account.application = Application.objects.create(network="whatsapp", settings={"api_base": base})
        account.settings, account.secrets = {"business_id": "1"}, {"access_token": "a-token"}
        assert [each.key for each in WhatsAppAdapter().templates(account)] == ["found/en"]


def became(kind: str, key: str, external_id: str = "wamid.ours", **more: Any) -> dict[str, Any]:
    at = str(int(real_now().timestamp()))
    status = {"id": external_id, "status": kind, "timestamp": at, "biz_opaque_callback_data": key, **more}
    return told(US, statuses=[status])


def test_an_answer_of_which_nobody_knew_whether_it_left_is_found_again_by_its_status(leaving: Delivery) -> None:
    Delivery.objects.update(unconfirmed_at=now(), error="WhatsApp did not answer.")
    receive(arrive(became("sent", "somebody else's"), became("delivered", leaving.key)))
    leaving.refresh_from_db()
    assert (leaving.state, leaving.external_id, leaving.error) == ("sent", "wamid.ours", "")
    answer = Message.objects.get(delivery=leaving)
    assert (answer.external_id, answer.delivered_at is not None) == ("wamid.ours", True)
    assert Conversation.objects.get().waiting_since is None


def test_its_status_comes_again_and_changes_nothing(leaving: Delivery) -> None:
    receive(arrive(became("sent", leaving.key)))
    leaving.refresh_from_db()
    sent_at = leaving.sent_at
    assert not accepted(leaving, Sent("wamid.ours", real_now())), "the answer to our call came after its status"
    receive(arrive(became("read", leaving.key)))
    leaving.refresh_from_db()
    assert leaving.sent_at == sent_at
    assert Message.objects.filter(ours=True).count() == 1


def test_what_left_unknown_and_could_not_be_delivered_has_failed(leaving: Delivery) -> None:
    Delivery.objects.update(unconfirmed_at=now())
    why = [{"code": 131026, "title": "Message undeliverable"}]
    receive(arrive(became("failed", leaving.key, errors=why)))
    leaving.refresh_from_db()
    assert (leaving.state, "131026" in leaving.error) == ("failed", True)
    receive(arrive(became("sent", leaving.key)))
    leaving.refresh_from_db()
    assert leaving.state == "failed", "a status that comes late does not undo what came after it"
    assert Conversation.objects.get().waiting_since
