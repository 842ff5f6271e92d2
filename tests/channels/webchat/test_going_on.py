"""A visitor takes the conversation along: by a code that only they have seen, once, and to nobody else's account."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.channels.facebook.test_parse import PAGE, PAYLOADS
from tests.channels.webchat.conftest import Browser
from tests.world import World
from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.completing import complete_waiting
from webcare.channels.delivery import Delivery
from webcare.channels.outage import declare
from webcare.channels.receipt import keep
from webcare.conversations import passing
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.onward import comes_from, goes_on_in
from webcare.conversations.passage import Passage, codes_in
from webcare.conversations.passing import sentence, take_passages, ways_from
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.settling import settle
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    """What one test tried is not held against the next."""
    passing.pacer.counts = {}


@pytest.fixture
def here(visitor: Browser) -> Conversation:
    """Somebody has asked in the chat, and waits."""
    visitor.say("Where is my bag?")
    receive_waiting()
    return Conversation.objects.get()


@pytest.fixture
def there(world: World) -> Conversation:
    """The same person has written on X before, in private."""
    place = world.conversation(cast.BRAM, "Thank you!", private=True, ago=timedelta(days=1))
    Message.objects.filter(conversation=place).update(need="thanks")
    settle([place.pk])
    return place


def offered(visitor: Browser) -> dict[str, Any]:
    told: dict[str, Any] = visitor.ask("passages", {}).json()
    return told


def writes(world: World, place: Conversation, text: str, **fields: Any) -> Message:
    message = world.message(place, text, **fields)
    take_passages([place.pk])
    return message


def test_a_code_that_comes_back_leads_on_and_the_answer_given_there_answers_here(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    case = open_case(here, world.anna, title="A lost bag")
    known = there.handle.customer
    code = offered(visitor)["code"]
    writes(world, there, code.lower())
    here.refresh_from_db()
    there.refresh_from_db()
    assert (goes_on_in(here), comes_from(there)) == (there, [here])
    assert here.handle.customer == known, "who has written for years takes in who came by"
    assert not there.is_waiting, "a code asks for nothing"
    assert set(Case.objects.get(pk=case.pk).conversations.all()) == {here, there}
    assert visitor.thread()["onward"] == "X"

    here.reply(world.anna, text="It comes tonight.", key="k1")
    answer = Message.objects.get(ours=True)
    assert (answer.conversation, answer.covers, Delivery.objects.get().account) == (there, here, there.account)
    here.refresh_from_db()
    assert not here.is_waiting

    visitor.say("And the other one?")
    receive_waiting()
    assert goes_on_in(here) is None
    assert visitor.thread()["onward"] == ""
    told = Event.objects.filter(subject_kind="conversation", subject_id=here.pk, verb__startswith="conversation.")
    assert {"conversation.passed", "conversation.came_back"} <= set(told.values_list("verb", flat=True))


def test_what_is_asked_beside_the_code_waits_for_an_answer(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    code = offered(visitor)["code"]
    writes(world, there, f"{sentence(code.replace('-', ''), 'nl')} And when does it come?")
    there.refresh_from_db()
    assert there.is_waiting
    there.reply(world.anna, text="Tonight.", key="k1")
    here.refresh_from_db()
    assert not here.is_waiting, "one answer for both"


def test_a_code_is_good_once_for_a_while_and_only_a_hash_of_it_is_kept(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    first, code = offered(visitor)["code"], offered(visitor)["code"]
    assert [code.replace("-", "") in str(row) for row in Passage.objects.values()] == [False]
    thief = world.conversation(cast.SANNE, "Hi?", private=True)
    writes(world, thief, first)
    assert goes_on_in(here) is None, "a newer one took its place"
    Passage.objects.update(expires_at=now() - timedelta(seconds=1))
    writes(world, there, code)
    assert goes_on_in(here) is None, "too late"
    code = offered(visitor)["code"]
    writes(world, there, code)
    writes(world, thief, code)
    assert goes_on_in(here) == there, "the first one has it"
    assert thief.handle.customer_id != here.handle.customer_id


def test_who_guesses_is_soon_not_listened_to(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    code = offered(visitor)["code"]
    for _ in range(passing.TRIES_A_MINUTE):
        writes(world, there, "ABCD-EFGH-JKMN")
    writes(world, there, code)
    assert goes_on_in(here) is None
    owner = world.conversation(cast.SANNE, "Hi?", private=True)
    writes(world, owner, code)
    assert goes_on_in(here) == owner


def test_a_code_in_public_is_good_for_nobody(world: World, visitor: Browser, here: Conversation) -> None:
    code = offered(visitor)["code"]
    writes(world, world.conversation(cast.BRAM), code)
    assert goes_on_in(here) is None
    writes(world, world.conversation(cast.SANNE, "Hi?", private=True), code)
    assert goes_on_in(here) is None


def test_a_mail_leads_on_only_where_its_sender_is_proven(world: World, visitor: Browser, here: Conversation) -> None:
    place = world.conversation(cast.BRAM, "Hi?", account=world.mail)
    code = offered(visitor)["code"]
    writes(world, place, "", subject=sentence(code.replace("-", "")), proven_by="")
    assert goes_on_in(here) is None
    writes(world, place, "", subject=sentence(code.replace("-", "")), proven_by="post.example")
    assert goes_on_in(here) == place


def test_a_code_takes_nobody_elses_chat(world: World, widget: Account, visitor: Browser, here: Conversation) -> None:
    stranger = Browser(widget)
    assert stranger.ask("passages", {}).status_code == 401
    stranger.begin()
    refused = stranger.ask("passages", {})
    assert (refused.status_code, "Write first" in refused.json()["why"]) == (409, True)


def test_the_ways_are_accounts_of_the_brand_that_take_private_words(
    world: World, widget: Account, visitor: Browser, here: Conversation
) -> None:
    ways = {way["network"]: way for way in offered(visitor)["ways"]}
    assert set(ways) == {"x", "email"}
    link = urlsplit(ways["x"]["link"])
    assert parse_qs(link.query)["recipient_id"] == [world.x.external_id]
    assert codes_in(parse_qs(link.query)["text"][0])
    mail = urlsplit(ways["email"]["link"])
    assert (mail.scheme, mail.path.replace("%40", "@")) == ("mailto", world.mail.handle)
    declare("x", world.noor, now())
    assert [one.network for one in ways_from(widget)] == ["email"]


def test_whoever_opens_the_link_to_messenger_goes_on_there(world: World, visitor: Browser, here: Conversation) -> None:
    meta = Application.objects.create(network="facebook", name="Ours", settings={"app_id": "77000"}, secrets={})
    page = Account.objects.create(
        network="facebook", brand=world.air, application=meta, external_id=PAGE, handle="air", connected_at=now()
    )
    [link] = [way["link"] for way in offered(visitor)["ways"] if way["network"] == "facebook"]
    assert link.startswith(f"https://m.me/{PAGE}?ref=")
    told = json.loads((PAYLOADS / "came_by_a_link.json").read_text())
    [came] = told["entry"][0]["messaging"]
    came["referral"]["ref"] = parse_qs(urlsplit(link).query)["ref"][0]
    came["sender"]["name"], came["timestamp"] = "Mia Reist", int(now().timestamp() * 1000)
    keep("facebook", "came", json.dumps(told).encode(), application=meta)
    complete_waiting("facebook")
    receive_waiting()
    there = Conversation.objects.get(account=page)
    assert (goes_on_in(here), there.is_waiting) == (there, False)


def test_a_network_that_goes_dark_leads_nowhere(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    writes(world, there, offered(visitor)["code"])
    declare("x", world.noor, now())
    assert goes_on_in(here) is None


def test_of_two_customers_the_one_with_fewer_handles_joins_the_other_with_all_of_them(
    world: World, visitor: Browser, here: Conversation, there: Conversation
) -> None:
    mail = world.handle(cast.BRAM, "email")
    mail.link(there.handle.customer, world.noor, Proof.BOTH, "said so on both")
    writes(world, there, offered(visitor)["code"])
    handles = {handle.network for handle in there.handle.customer.handles.all()}
    assert handles == {"x", "email", "webchat"}


@pytest.mark.parametrize("written", ["ABCDEFGHJKMN", "abcd efgh–jkmn!", "HERE THEN ABCD-EFGH-JKMN"])
def test_codes_are_found_however_they_are_typed(written: str) -> None:
    assert "ABCDEFGHJKMN" in codes_in(written)
