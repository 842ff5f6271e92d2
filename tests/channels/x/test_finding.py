"""After an unknown outcome nobody sends again before it is known whether it stands there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.client import Said, Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.delivery import Delivery
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.finding import alike
from webcare.lib.now import real_now

X = XAdapter()
TEXT = "Sorry, Mia! It is on flight LL 1204 & due at 14:00 <local>. See example.com/bags?a=1&b=2 \U0001f9f3"


@pytest.fixture
def complaint(sandbox: Sandbox) -> Said:
    return sandbox.post("mia_reist", "@lowlandair my bag is still in Bergen")


@pytest.fixture
def answer(complaint: Said, sandbox: Sandbox) -> Outgoing:
    mia = next(person.id for person in sandbox.users() if person.handle == "mia_reist")
    return Outgoing(key="key-1", text=TEXT, private=False, recipient=mia, in_reply_to=complaint.id)


@pytest.mark.parametrize("dialect", ["live", "spec"])
@pytest.mark.parametrize("fault", ["dropped_accepted", "server_error_accepted"])
def test_an_answer_that_did_leave_is_found(
    account: Account, sandbox: Sandbox, answer: Outgoing, fault: str, dialect: str
) -> None:
    sandbox.faults(sends=[fault], dialect=dialect)
    since = real_now()
    with pytest.raises(DeliveryError):
        X.send(account, answer)
    found = X.find_sent(account, answer, since)
    assert found is not None
    assert found.external_id == sandbox.answers()[0].id


def test_an_answer_that_did_not_leave_is_not_found(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sandbox.faults(sends=["dropped"])
    with pytest.raises(DeliveryError):
        X.send(account, answer)
    assert X.find_sent(account, answer, real_now()) is None


def test_a_direct_message_that_did_leave_is_found(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sandbox.faults(sends=["dropped_accepted"])
    private = replace(answer, private=True)
    since = real_now()
    with pytest.raises(DeliveryError):
        X.send(account, private)
    found = X.find_sent(account, private, since)
    assert found is not None
    assert found.external_id == sandbox.messages(handle="mia_reist")[0].id


def test_the_same_words_elsewhere_or_before_are_not_this_answer(
    account: Account, sandbox: Sandbox, answer: Outgoing
) -> None:
    other = sandbox.post("tomvanzetten", "@lowlandair mine too")
    sandbox.reply("lowlandair", other.id, answer.text)
    sandbox.reply("lowlandair", answer.in_reply_to, answer.text, at=real_now() - timedelta(minutes=5))
    sandbox.reply("lowlandair", answer.in_reply_to, "Other words")
    sandbox.dm("lowlandair", "mia_reist", answer.text, at=real_now() - timedelta(minutes=5))
    sandbox.dm("mia_reist", "lowlandair", answer.text)
    assert X.find_sent(account, answer, real_now()) is None
    assert X.find_sent(account, replace(answer, private=True), real_now()) is None


def test_words_that_belong_to_another_delivery_do_not_stand_for_this_one(
    account: Account, sandbox: Sandbox, answer: Outgoing
) -> None:
    thanks = replace(answer, private=True, text="Thank you!")
    since = real_now()
    first = X.send(account, thanks)
    Delivery.objects.create(
        account=account, key="another", outgoing={}, release_at=since, sent_at=since, external_id=first.external_id
    )
    assert X.find_sent(account, thanks, since) is None


def test_it_is_found_behind_a_page_of_other_answers(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    since = real_now()
    sent = X.send(account, answer)
    for number in range(45):
        sandbox.reply("lowlandair", answer.in_reply_to, f"More about it, part {number}")
    found = X.find_sent(account, answer, since)
    assert found is not None
    assert found.external_id == sent.external_id


def test_a_network_that_cannot_be_read_gives_no_answer(account: Account, answer: Outgoing) -> None:
    assert account.application is not None
    account.application.settings["api_base"] = "http://127.0.0.1:9"
    with pytest.raises(DeliveryError):
        X.find_sent(account, answer, real_now())


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("We found it", "@mia_reist @tomvanzetten We found it"),
        ("See example.com", "See http://example.com"),
        ("See https://example.com/a?b=1", "See https://t.co/Abc123"),
        ("two\r\nlines", "two\nlines"),
        ("cafe\u0301", "café"),
        ("Write us https://x.com/messages/compose?recipient_id=1", "Write us"),
    ],
)
def test_what_x_changes_in_a_text_does_not_hide_it(written: str, there: str) -> None:
    assert alike(written) == alike(there)


def test_other_words_are_other_words() -> None:
    assert alike("We found it at 14:00") != alike("We found it at 15:00")
