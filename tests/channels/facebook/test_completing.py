"""What Meta leaves out is there before anybody reads the event; when it cannot be had, the customer's words come without it."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from tests.channels.facebook.graph import MIA, PAGE, TOM, Graph, Item, Refusal
from tests.channels.test_hostile_payloads import HOSTILE
from tests.killing import dies_at
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.completing import complete_next, complete_waiting, next_completion_at
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.channels.receipt import Receipt, keep
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.keeping.erasing import erase
from webcare.lib.now import real_now
from webcare.reports.vitals import vitals
from webcare.team.person import Person

pytestmark = pytest.mark.django_db(transaction=True)
number = count(1)


def on_the_page(**value: Any) -> bytes:
    told = {"item": "comment", "verb": "add", "created_time": int(real_now().timestamp()), **value}
    return event({"id": PAGE, "changes": [{"field": "feed", "value": told}]})


def commented(said: Item) -> bytes:
    above = {"post_id": said.post, "parent_id": said.parent or said.post}
    return on_the_page(comment_id=said.id, message=said.text, **{"from": said.who}, **above)


def in_messenger(person: str, text: str) -> bytes:
    told = {"sender": {"id": person}, "recipient": {"id": PAGE}, "timestamp": int(real_now().timestamp() * 1000)}
    return event({"id": PAGE, "messaging": [{**told, "message": {"mid": f"m_{next(number)}", "text": text}}]})


def event(entry: dict[str, Any]) -> bytes:
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def hand_in(page: Account, body: bytes) -> Receipt:
    assert keep("facebook", f"event {next(number)}", body, application=page.application)
    return Receipt.objects.latest("pk")


def taken(page: Account, body: bytes) -> Message:
    """Through all of it, as a worker does."""
    hand_in(page, body)
    assert complete_next() == 1
    receive_waiting()
    return Message.objects.latest("pk")


def pauses_end() -> None:
    Receipt.objects.update(leased_until=None, next_attempt_at=real_now() - timedelta(seconds=1))


def asked(graph: Graph) -> list[str]:
    return [path for method, path, _ in graph.calls if method == "GET"]


def test_a_comment_shows_the_post_above_it(page: Account, graph: Graph) -> None:
    storm = graph.post(PAGE, "Storm on Thursday")
    [above] = taken(page, commented(graph.comment(MIA, "and my flight?", storm))).context
    assert (above["external_id"], above["relation"], above["text"]) == (storm.id, "parent", "Storm on Thursday")
    assert above["author"]["name"] == "Lowland Air"


def test_half_an_emoji_in_an_event_holds_it_up_for_nobody(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "and my flight? \ud83d", graph.post(PAGE, "Storm on Thursday"))
    message = taken(page, commented(said))
    assert (message.text, [one["text"] for one in message.context]) == ("and my flight? ?", ["Storm on Thursday"])


def test_an_answer_to_a_comment_shows_the_post_as_where_it_began(page: Account, graph: Graph) -> None:
    first = graph.comment(TOM, "mine too", graph.post(PAGE, "Storm on Thursday"))
    [above] = taken(page, commented(graph.comment(MIA, "and mine", first))).context
    assert (above["relation"], above["text"]) == ("original", "Storm on Thursday")


def test_who_writes_in_messenger_gets_a_name_and_is_asked_for_once(page: Account, graph: Graph) -> None:
    graph.message(MIA, PAGE, "hello")
    taken(page, in_messenger(MIA, "hello"))
    assert Handle.objects.get().name == "Mia Reist"
    assert len(asked(graph)) == 1
    taken(page, in_messenger(MIA, "hello?"))
    assert len(asked(graph)) == 1
    assert Handle.objects.get(external_id=MIA).name == "Mia Reist"


def test_nobody_is_asked_for_what_lacks_nothing(page: Account, graph: Graph) -> None:
    ours = graph.comment(PAGE, "We look.", graph.post(PAGE, "Storm"))
    whole = (
        on_the_page(item="like"),
        commented(ours),
        on_the_page(verb="remove", comment_id="5_6", post_id="5_5"),
        b"{",
    )
    for body in whole:
        receipt = hand_in(page, body)
        complete_waiting("facebook")
        receipt.refresh_from_db()
        assert (bytes(receipt.payload), receipt.incomplete_at, receipt.lacking) == (body, None, "")
    assert not asked(graph)


def test_what_is_read_after_the_fact_brings_the_post_along(page: Account, graph: Graph) -> None:
    graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm on Thursday"))
    [comment] = [one for one in FacebookAdapter().catch_up(page) if b"my flight" in one.payload]
    graph.calls.clear()
    assert FacebookAdapter().complete(page, comment.payload) == comment.payload
    assert not asked(graph)


def test_an_event_that_waits_holds_up_nobody(page: Account, graph: Graph) -> None:
    x = Account.objects.create(network="x", brand=page.brand, external_id="1000001", handle="lowlandair")
    hand_in(page, commented(graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))))
    arrive(x, post(x, "@lowlandair and mine?", id="77", author="9", handle="piet"))
    assert receive_waiting() == 1
    assert [one.text for one in Message.objects.all()] == ["@lowlandair and mine?"]
    assert (vitals().backlogs[0].count, vitals().backlogs[1].count) == (0, 1)


def test_a_network_that_cannot_be_reached_is_asked_again_and_at_last_the_words_come_alone(
    page: Account, graph: Graph
) -> None:
    receipt = hand_in(page, commented(graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))))
    assert page.application
    page.application.keep(settings={"api_base": "http://127.0.0.1:1"})
    assert complete_waiting("facebook") == 1
    receipt.refresh_from_db()
    assert receipt.error
    assert (due := next_completion_at())
    assert due > real_now()
    assert complete_waiting("facebook") == 0
    assert receive_waiting() == 0
    Receipt.objects.update(incomplete_at=real_now() - timedelta(minutes=2))
    pauses_end()
    complete_waiting("facebook")
    receipt.refresh_from_db()
    assert (receipt.incomplete_at, receipt.attempts, receipt.error) == (None, 0, "")
    assert receive_waiting() == 1
    assert [(one.text, one.context) for one in Message.objects.all()] == [("and my flight?", [])]
    assert (vitals().lacking, vitals().lacking_why) == (1, receipt.lacking)
    assert "cannot be reached" in receipt.lacking


@pytest.mark.parametrize("refusal", [Refusal(4), Refusal(10, status=403), Refusal(190, status=401)])
def test_what_cannot_help_in_time_is_not_waited_for(page: Account, graph: Graph, refusal: Refusal) -> None:
    said = graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))
    graph.instead[said.post] = refusal
    assert taken(page, commented(said)).context == []
    assert Receipt.objects.get().lacking
    page.refresh_from_db()
    assert (page.reauth_at is not None) == (refusal.code == 190)


def test_a_post_that_is_gone_is_not_missed(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))
    graph.instead[said.post] = Refusal(100, 33)
    assert taken(page, commented(said)).context == []
    assert Receipt.objects.get().lacking == ""


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda value: repr(value)[:30])
def test_whatever_the_network_answers_the_customers_words_come(page: Account, graph: Graph, hostile: Any) -> None:
    for name in ("message", "from", "created_time", "id"):
        said = graph.comment(MIA, f"hello {name}", graph.post(PAGE, "Storm"))
        graph.instead = {said.post: {"id": said.post, "message": "Storm", name: hostile}}
        hand_in(page, commented(said))
    graph.instead |= {"conversations": hostile}
    hand_in(page, in_messenger(TOM, "hello"))
    Receipt.objects.update(incomplete_at=real_now() - timedelta(minutes=2))
    while complete_waiting("facebook"):
        pass
    receive_waiting()
    assert Message.objects.count() == 5
    assert not Receipt.objects.set_aside().exists()


def test_killed_at_every_step_it_is_completed_and_received_once(page: Account, graph: Graph) -> None:
    for step in count(1):
        said = graph.comment(MIA, f"where is bag {step}?", graph.post(PAGE, "Storm on Thursday"))
        hand_in(page, commented(said))
        died = dies_at(step, lambda: complete_waiting("facebook"))
        pauses_end()
        complete_waiting("facebook")
        receive_waiting()
        message = Message.objects.get(external_id=said.id)
        assert [above["text"] for above in message.context] == ["Storm on Thursday"], f"killed at step {step}"
        assert not Receipt.objects.pending().exists()
        if not died:
            break
    assert step > 5, "it died before hardly anything"


def test_an_event_that_ends_every_process_goes_on_without(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))
    hand_in(page, commented(said))
    Receipt.objects.update(attempts=30)
    complete_waiting("facebook")
    receive_waiting()
    assert Message.objects.get().context == []
    assert Receipt.objects.get().lacking
    assert not asked(graph)


def test_who_stood_still_meanwhile_changes_nothing(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))
    hand_in(page, commented(said))
    [slow] = Receipt.objects.incomplete("facebook").claim(1)
    Receipt.objects.update(leased_until=None, attempts=0)
    complete_waiting("facebook")
    [reading] = Receipt.objects.whole().claim(1)
    assert reading.attempts == slow.attempts
    slow.completed(b"{}")
    slow.give_back()
    assert not slow.renew()
    reading.refresh_from_db()
    assert b"Storm" in bytes(reading.payload)
    assert reading.leased_until


def test_a_deleted_post_goes_from_where_it_was_added_too(page: Account, graph: Graph) -> None:
    storm = graph.post(PAGE, "Storm on Thursday")
    taken(page, commented(graph.comment(MIA, "and my flight?", storm)))
    assert b"Storm" in bytes(Receipt.objects.get().payload)
    taken(page, on_the_page(item="status", verb="remove", post_id=storm.id))
    assert not any(b"Storm on" in bytes(one.payload) for one in Receipt.objects.all())
    assert [above["text"] for above in Message.objects.get().context] == [""]


def test_whoever_is_forgotten_is_not_completed_any_more(page: Account, graph: Graph) -> None:
    by = Person.objects.create_user("joost@lowlandair.example", name="Joost")
    storm = graph.post(PAGE, "Storm on Thursday")
    taken(page, commented(graph.comment(MIA, "and my flight?", storm)))
    hand_in(page, commented(graph.comment(MIA, "hello?", storm)))
    erase(Customer.objects.get(), by, "asked for it")
    assert complete_waiting("facebook") == 0
    assert receive_waiting() == 0


def test_without_anybody_to_ask_it_goes_on(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "and my flight?", graph.post(PAGE, "Storm"))
    assert keep("facebook", "nobody's", commented(said))
    complete_waiting("facebook")
    receive_waiting()
    assert Message.objects.get().text == "and my flight?"
    assert Receipt.objects.get().lacking


def test_another_page_of_the_same_network_is_not_ours_to_ask(page: Account, graph: Graph) -> None:
    elsewhere = commented(graph.comment(MIA, "hello", graph.post(PAGE, "Storm"))).replace(PAGE.encode(), b"42")
    assert FacebookAdapter().complete(page, elsewhere) == elsewhere
    assert not asked(graph)


def test_what_the_page_may_not_read_is_an_error_with_a_sentence(page: Account, graph: Graph) -> None:
    said = graph.comment(MIA, "hello", graph.post(PAGE, "Storm"))
    graph.instead[said.post] = {"id": said.post, "message": 7}
    with pytest.raises(DeliveryError, match="unexpected"):
        FacebookAdapter().complete(page, commented(said))
