"""Several addresses arrive in one mailbox, and each customer hears from the one that they know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.email.composing import composed
from webcare.channels.email.fetched import Fetched, unmark
from webcare.channels.email.parse import parse
from webcare.channels.email.settings import MailSettings, settings_of
from webcare.channels.inbound import Parsing, Received
from webcare.channels.receipt import keep
from webcare.conversations.conversation import Conversation
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import real_now
from webcare.team.brand import Brand

HELP, BAGS = "help@lowlandair.example", "bags@lowlandair.example"


def settings(**given: str) -> MailSettings:
    told = {"address": HELP, "imap_host": "imap.example", "smtp_host": "smtp.example", "aliases": BAGS, **given}
    return settings_of(Account(network="email", brand=Brand(name="Lowland Air"), settings=told))


def fetched(to: str, sender: str = "mina@post.example", **noted: Any) -> bytes:
    mail = f"From: {sender}\r\nTo: {to}\r\nSubject: Bag\r\nMessage-ID: <1@post.example>\r\n\r\nWhere is my bag?"
    return Fetched("inbox", real_now(), own=(BAGS,), **noted).mark(mail.encode())


def read(payload: bytes) -> Received:
    (received,) = parse(payload, Parsing(real_now(), HELP, frozenset({HELP}), b"key"))
    assert isinstance(received, Received)
    return received


@pytest.mark.parametrize(
    ("to", "found"),
    [
        (HELP, HELP), (f"Bags <{BAGS}>", BAGS), (f"somebody@else.example, {BAGS}", BAGS),
        ("bags+4711.abc@lowlandair.example", BAGS), ("undisclosed-recipients:;", ""),
    ],
)  # fmt: skip
def test_the_address_that_a_customer_wrote_to_is_known(to: str, found: str) -> None:
    assert read(fetched(to)).addressed_to == found


def test_mail_in_the_name_of_one_of_them_is_no_customer() -> None:
    assert read(fetched(HELP, sender=BAGS)).automatic


def test_what_is_noted_on_top_of_a_mail_comes_back_as_it_was() -> None:
    noted = Fetched(
        "inbox", real_now().replace(microsecond=0), proven="post.example", own=(BAGS, "büro@lowland.example")
    )
    for one in (
        noted,
        replace(noted, by="lists.example.org"),
        replace(noted, proven=""),
        replace(noted, proven=None, own=()),
        Fetched("sent", None, 5),
    ):
        assert unmark(one.mark(b"Subject: Bag\r\n\r\n")) == (one, b"Subject: Bag\r\n\r\n")


def test_the_forwarder_whose_word_it_is_stands_beside_the_proof_and_nowhere_else() -> None:
    proven = read(fetched(HELP, proven="post.example", by="lists.example.org"))
    assert (proven.proven_by, proven.forwarded_by) == ("post.example", "lists.example.org")
    assert read(fetched(HELP, proven="other.example", by="lists.example.org")).forwarded_by == ""


@pytest.mark.parametrize(
    "given", ["lists", "list@lists.example.org", "a..b", " ".join(f"l{n}.example.org" for n in range(31))]
)
def test_forwarders_are_domains_and_not_too_many(given: str) -> None:
    assert settings(forwarders="Lists.example.org, büro.example").forwarders == {
        "lists.example.org",
        "xn--bro-hoa.example",
    }
    with pytest.raises(DeliveryError, match="forwarders"):
        settings(forwarders=given)


def test_an_answer_leaves_from_that_address_and_from_no_other() -> None:
    answer = Outgoing("k", "Here.", True, "mina@post.example", conversation_id=7)
    ours = settings(reply_address=HELP)
    assert composed(replace(answer, sent_as=BAGS), ours, b"key")["From"].addresses[0].addr_spec == BAGS
    assert (
        composed(replace(answer, sent_as=BAGS), ours, b"key")["Reply-To"].addresses[0].addr_spec.startswith("bags+7.")
    )
    for unknown in ("", HELP, "boss@lowlandair.example"):
        assert composed(replace(answer, sent_as=unknown), ours, b"key")["From"].addresses[0].addr_spec == HELP


def test_what_is_no_address_is_said() -> None:
    assert settings(aliases=f"{BAGS}, {HELP} {BAGS}").aliases == (BAGS,)
    with pytest.raises(DeliveryError, match="bags"):
        settings(aliases="bags")


@pytest.mark.django_db
def test_a_mail_to_an_alias_is_answered_as_that_alias() -> None:
    world = World.build()
    keep("email", "1", fetched(BAGS, proven="post.example"), account=world.mail)
    receive_waiting()
    conversation = Conversation.objects.get(account=world.mail)
    asked = conversation.messages.get()
    assert (asked.addressed_to, asked.proven_by) == (BAGS, "post.example")
    answer = conversation.reply(world.anna, text="Here it is.", key="k1")
    assert answer.delivery
    assert answer.delivery.outgoing["sent_as"] == BAGS
