"""Our adapter at the make-believe WhatsApp: messages both ways, what became of them, files, and templates after a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.client import Chatted, Sandbox
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.inbound import Bounced, Inbound, Parsing, Received, Seen, Stands
from webcare.channels.template import Chosen
from webcare.channels.whatsapp.adapter import WhatsAppAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

WHATSAPP = WhatsAppAdapter()
PDF = OutgoingFile("ticket.pdf", "application/pdf", b"%PDF-1.4 a ticket")


@pytest.fixture
def account(db: None, sandbox: Sandbox) -> Account:
    app = sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.page_keys("lowlandair")
    application = Application.objects.create(
        network="whatsapp",
        name="Lowland Air on WhatsApp",
        settings={"api_base": sandbox.url, "app_id": app.id},
        secrets={"app_secret": SECRET},
    )
    return Account.objects.create(
        network="whatsapp",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=keys.number_id,
        secrets={"access_token": keys.token},
        settings={"phone_number_id": keys.number_id, "business_id": keys.business_id},
        connected_at=real_now() - timedelta(hours=1),
    )


@pytest.fixture
def hook(account: Account) -> Iterator[Door]:
    assert account.application
    with doorway(account.application) as found:
        WHATSAPP.connect(account, found.url)
        yield found


def heard(account: Account, hook: Door, count: int) -> list[Inbound]:
    """What that many events at the door said, customers first: events overtake each other."""
    wait_until(lambda: len(hook.events) == count)
    parsing = Parsing(real_now(), own_ids=frozenset({account.external_id}))
    said = [each for event in hook.events for each in WHATSAPP.parse(event.body, parsing)]
    return sorted(said, key=lambda each: not isinstance(each, Received) or each.ours)


def answer_to(said: Chatted, **changes: object) -> Outgoing:
    usual = {"key": "key-1", "text": "We found it, Mia!", "private": True, "recipient": said.person_id}
    return Outgoing(**{**usual, **changes})  # type: ignore[arg-type]  # what a test changes


def asks(sandbox: Sandbox, text: str = "Where is my bag?", ago: timedelta = timedelta(0)) -> Chatted:
    return sandbox.chat("mia_reist", "lowlandair", text, at=real_now() - ago if ago else None, on="whatsapp")


def test_a_number_is_connected_and_every_line_of_its_test_is_green(account: Account, hook: Door) -> None:
    assert (account.external_id, account.name) == ("101000001", "Lowland Air")
    assert account.handle.startswith("+316")
    checks = WHATSAPP.check(account)
    assert [check for check in checks if not check.ok] == []
    assert [check.name for check in checks] == [
        "Access", "Quota", "End", "Permissions", "Permissions", "Webhook", "Events", "Templates", "Last event",
    ]  # fmt: skip
    WHATSAPP.disconnect(account)
    assert [check.name for check in WHATSAPP.check(account) if not check.ok] == ["Events"]


def test_what_customers_write_arrives_with_their_files(account: Account, hook: Door, sandbox: Sandbox) -> None:
    picture = sandbox.upload("mia_reist", b"\x89PNG and more")
    sandbox.chat("mia_reist", "lowlandair", "this one", media_id=picture, on="whatsapp")
    sandbox.chat("lowlandair", "mia_reist", "Thank you, Mia", on="whatsapp")
    theirs, ours = heard(account, hook, 2)
    assert isinstance(theirs, Received)
    assert isinstance(ours, Received)
    assert (theirs.text, theirs.author.handle, theirs.author.name) == ("this one", "mia_reist", "Mia")
    assert theirs.author.formerly[0].startswith("316")
    assert WHATSAPP.fetch(account, theirs.attachments[0].url) == b"\x89PNG and more"
    assert ours.ours
    assert ours.exchange_with == theirs.exchange_with


def test_an_answer_arrives_and_what_became_of_it_is_told(account: Account, hook: Door, sandbox: Sandbox) -> None:
    sent = WHATSAPP.send(account, answer_to(asks(sandbox)))
    assert sandbox.chats(on="whatsapp")[-1].name == sent.external_id
    [_asked, *news] = heard(account, hook, 3)
    assert {each.key for each in news if isinstance(each, Stands)} == {"key-1"}
    [arrived] = [each for each in news if isinstance(each, Seen)]
    assert (arrived.external_ids, arrived.delivered) == ((sent.external_id,), True)


def test_an_answer_that_cannot_be_delivered_bounces(account: Account, hook: Door, sandbox: Sandbox) -> None:
    said = asks(sandbox)
    sandbox.block("mia_reist", "lowlandair")
    sent = WHATSAPP.send(account, answer_to(said))
    [_asked, _stands, bounced] = heard(account, hook, 2)
    assert bounced == Bounced(
        account.external_id, sent.external_id, "WhatsApp could not deliver it (131026): Message undeliverable."
    )


def test_what_left_without_an_answer_is_told_by_the_key_that_went_along(
    account: Account, hook: Door, sandbox: Sandbox
) -> None:
    said = asks(sandbox)
    sandbox.faults(sends=["dropped_accepted"])
    with pytest.raises(DeliveryError) as lost:
        WHATSAPP.send(account, answer_to(said))
    assert lost.value.unknown
    found = [each for each in heard(account, hook, 3) if isinstance(each, Stands)]
    assert {(each.key, each.external_id) for each in found} == {("key-1", sandbox.chats(on="whatsapp")[-1].name)}


def test_a_file_leaves_with_words_below_it(account: Account, sandbox: Sandbox) -> None:
    WHATSAPP.send(account, answer_to(asks(sandbox), files=(PDF,)))
    last = sandbox.chats(on="whatsapp")[-1]
    assert last.media_id
    assert last.text == "We found it, Mia!"
    with pytest.raises(DeliveryError, match="room for 1024"):
        WHATSAPP.send(account, answer_to(asks(sandbox), files=(PDF,), text="x" * 1025))


def test_after_a_day_only_a_template_leaves(account: Account, sandbox: Sandbox) -> None:
    late = answer_to(asks(sandbox, ago=timedelta(hours=25)))
    with pytest.raises(DeliveryError, match="only templates") as error:
        WHATSAPP.send(account, late)
    assert error.value.permanent
    found = {each.key: each for each in WHATSAPP.templates(account)}
    assert set(found) == {"about_your_question/en", "about_your_question/nl", "flight_changed/en"}, "words fill these"
    template = found["flight_changed/en"]
    assert [(blank.key, blank.name, blank.example) for blank in template.blanks] == [
        ("header.flight", "flight", "LL1024"), ("body.new_time", "new time", "18:40"),
    ]  # fmt: skip
    values = {"header.flight": "LL1031", "body.new_time": "19:05"}
    WHATSAPP.send(account, replace(late, text=template.filled(values), template=Chosen(template.key, values)))
    last = sandbox.chats(on="whatsapp")[-1]
    assert (last.text, last.tag) == (template.filled(values), "template:flight_changed")


def test_blanks_that_are_counted_stay_in_their_order(account: Account, sandbox: Sandbox) -> None:
    said = asks(sandbox, ago=timedelta(days=3))
    values = {"body.2": "your bag", "body.1": "Mia"}
    WHATSAPP.send(account, answer_to(said, template=Chosen("about_your_question/en", values)))
    assert sandbox.chats(on="whatsapp")[-1].text.startswith(
        "Hello Mia, we have an answer to your question about your bag."
    )
    with pytest.raises(DeliveryError, match="does not take the template"):
        WHATSAPP.send(account, answer_to(said, template=Chosen("about_your_question/en", {"body.1": "Mia"})))


@pytest.mark.parametrize("fault", ["dropped", "dropped_accepted"])
def test_after_silence_nobody_knows_and_nobody_can_be_asked(account: Account, sandbox: Sandbox, fault: str) -> None:
    outgoing = answer_to(asks(sandbox))
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        WHATSAPP.send(account, outgoing)
    assert error.value.unknown
    with pytest.raises(DeliveryError) as error:
        WHATSAPP.find_sent(account, outgoing, real_now())
    assert error.value.unknown


def test_somebody_is_blocked_and_let_in_again(account: Account, sandbox: Sandbox) -> None:
    said = asks(sandbox)
    WHATSAPP.moderate(account, "block", "", said.person_id)
    with pytest.raises(Exception, match="available"):
        asks(sandbox, "rude words")
    WHATSAPP.moderate(account, "unblock", "", said.person_id)
    asks(sandbox, "sorry")


def test_people_are_found_by_their_number(account: Account) -> None:
    assert WHATSAPP.recipient(account, " +31 (0)6-0000 0021 ".replace("(0)", "")) == "31600000021"
    assert WHATSAPP.recipient(account, "NL.9300000000000021") == "NL.9300000000000021"
    with pytest.raises(DeliveryError, match="no telephone number"):
        WHATSAPP.recipient(account, "@mia")
