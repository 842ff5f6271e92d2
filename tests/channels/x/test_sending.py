"""An answer stands on X once, or somebody is told why not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sandbox.client import Said, Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.x import api, media
from webcare.channels.x.adapter import XAdapter
from webcare.lib.limits import MIB
from webcare.lib.now import real_now

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)
X = XAdapter()


@pytest.fixture
def complaint(sandbox: Sandbox) -> Said:
    return sandbox.post("mia_reist", "@lowlandair my bag is still in Bergen")


@pytest.fixture
def answer(complaint: Said, sandbox: Sandbox) -> Outgoing:
    mia = next(person.id for person in sandbox.users() if person.handle == "mia_reist")
    return Outgoing(
        key="key-1",
        text="We found it, Mia!",
        private=False,
        recipient=mia,
        recipient_name="Mia",
        in_reply_to=complaint.id,
    )


def refused(account: Account, outgoing: Outgoing) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        X.send(account, outgoing)
    return caught.value


def test_a_reply_stands_under_the_customers_post(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    before = real_now()
    sent = X.send(account, answer)
    [there] = sandbox.answers(in_reply_to=answer.in_reply_to)
    assert (there.id, there.own_text, there.handle) == (sent.external_id, "We found it, Mia!", "lowlandair")
    assert sent.permalink == f"https://x.com/lowlandair/status/{there.id}"
    assert abs((sent.sent_at - there.created_at).total_seconds()) < 1
    assert sent.sent_at.replace(microsecond=999_999) >= before.replace(microsecond=0)


def test_line_ends_of_a_browser_are_one_line_end(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    X.send(account, replace(answer, text="Good news.\r\nWe found it.\r\n"))
    assert sandbox.answers(in_reply_to=answer.in_reply_to)[0].own_text == "Good news.\nWe found it."


def test_a_direct_message_reaches_the_customer(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sent = X.send(account, replace(answer, private=True, text="Your booking, please?"))
    [there] = sandbox.messages(handle="mia_reist")
    assert (there.id, there.text) == (sent.external_id, "Your booking, please?")
    assert sent.permalink == f"https://x.com/messages/{there.conversation_id}"


def test_a_photo_goes_along_with_its_description(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    X.send(account, replace(answer, files=(OutgoingFile("tag.png", "image/png", PNG, alt="A bag tag"),)))
    [there] = sandbox.answers(in_reply_to=answer.in_reply_to)
    assert len(there.media_ids) == 1
    assert X.fetch(account, f"{sandbox.url}/media/{there.media_ids[0]}") == PNG


def test_files_that_take_too_long_are_tried_again_and_nothing_is_published(
    account: Account, sandbox: Sandbox, answer: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "PATIENCE", 0.0)
    error = refused(account, replace(answer, files=(OutgoingFile("tag.png", "image/png", PNG),)))
    assert error.retry_after is not None
    assert (error.permanent, error.unknown, sandbox.answers()) == (False, False, [])


def test_a_video_is_awaited_until_x_has_worked_on_it(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    X.send(account, replace(answer, files=(OutgoingFile("belt.mp4", "video/mp4", b"\x00" * (5 * MIB)),)))
    assert len(sandbox.answers(in_reply_to=answer.in_reply_to)[0].media_ids) == 1


def test_a_photo_alone_may_be_a_direct_message(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    X.send(account, replace(answer, private=True, text="", files=(OutgoingFile("tag.png", "image/png", PNG),)))
    [there] = sandbox.messages(handle="mia_reist")
    assert there.media_id


def test_an_invitation_to_write_privately_becomes_a_button(
    account: Account, sandbox: Sandbox, answer: Outgoing
) -> None:
    link = X.capabilities.private_link.format(account=account.external_id)
    X.send(account, replace(answer, text=f"Please write us privately. {link}"))
    [there] = sandbox.answers(in_reply_to=answer.in_reply_to)
    assert there.own_text == "Please write us privately."
    assert there.deep_link == link


def test_an_invitation_to_the_server_that_stands_in_for_x_is_the_same_button(
    account: Account, sandbox: Sandbox, answer: Outgoing
) -> None:
    assert account.application
    account.application.keep(settings={"web_base": "http://127.0.0.1:8001"})
    link = X.capabilities.private_link.format(account=account.external_id)
    assert account.seen_at(link).startswith("http://127.0.0.1:8001/messages/compose?recipient_id=")
    asked = replace(answer, text=f"Please write us privately. {account.seen_at(link)}")
    sent = X.send(account, asked)
    [there] = sandbox.answers(in_reply_to=answer.in_reply_to)
    assert (there.own_text, there.deep_link) == ("Please write us privately.", link)
    found = X.find_sent(account, asked, sent.sent_at)
    assert found and found.external_id == sent.external_id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "a" * 281}, "takes 281 of the 280"),
        ({"text": "行" * 141}, "takes 282 of the 280"),
        ({"text": " \r\n "}, "nothing to send"),
        ({"files": (OutgoingFile("a.pdf", "application/pdf", b"%PDF"),)}, "not a.pdf"),
        ({"files": (OutgoingFile("a.png", "image/png", b"x" * (5 * MIB + 1)),)}, "larger than the 5 MB"),
        ({"files": (OutgoingFile("a.png", "image/png", PNG),) * 5}, "only 4"),
        ({"files": (OutgoingFile("a.gif", "image/gif", PNG),) * 2}, "only 1"),
        ({"private": True, "files": (OutgoingFile("a.png", "image/png", PNG),) * 2}, "only 1"),
        ({"private": True, "text": "a" * 10_001}, "takes 10001 of the 10000"),
        ({"in_reply_to": "e4f4d3fc-8bbf-4928"}, "encrypted"),
    ],
)
def test_what_x_would_refuse_never_leaves(
    account: Account, sandbox: Sandbox, answer: Outgoing, changes: dict[str, Any], sentence: str
) -> None:
    error = refused(account, replace(answer, **changes))
    assert sentence in error.message
    assert error.permanent
    assert not error.unknown
    assert sandbox.answers() == []
    assert sandbox.messages() == []


def test_an_account_with_a_subscription_may_write_long_posts(account: Account, answer: Outgoing) -> None:
    account.settings["long_posts"] = True
    error = refused(account, replace(answer, text="a" * 25_001))
    assert "25000" in error.message


@pytest.mark.parametrize(
    "fault", ["server_error", "server_error_accepted", "dropped", "dropped_accepted", "unavailable"]
)
def test_where_the_outcome_is_unknown_it_says_so(
    account: Account, sandbox: Sandbox, answer: Outgoing, fault: str
) -> None:
    sandbox.faults(sends=[fault])
    error = refused(account, answer)
    assert error.unknown
    assert not error.permanent
    assert len(sandbox.answers()) == fault.endswith("accepted")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(api, "READ_SECONDS", 0.5)
    api.client.cache_clear()
    yield
    api.client.cache_clear()


def test_no_answer_in_time_is_an_unknown_outcome(
    account: Account, sandbox: Sandbox, answer: Outgoing, impatient: None
) -> None:
    sandbox.faults(sends=["hanging_accepted"], hang_seconds=3)
    error = refused(account, answer)
    assert error.unknown
    assert "did not answer" in error.message


def test_a_rate_limit_says_when_to_come_back(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sandbox.faults(sends=["rate_limited"], retry_after=40)
    error = refused(account, answer)
    assert error.retry_after is not None
    assert 1 <= error.retry_after.total_seconds() <= 41, "what X names, and not the usual minute"
    assert (error.permanent, error.unknown, sandbox.answers()) == (False, False, [])


def test_the_same_text_twice_is_a_duplicate_and_not_a_second_post(
    account: Account, sandbox: Sandbox, answer: Outgoing
) -> None:
    X.send(account, answer)
    error = refused(account, answer)
    assert (error.duplicate, error.permanent) == (True, True)
    assert len(sandbox.answers()) == 1


def test_a_refusal_says_why(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sandbox.faults(sends=["forbidden"])
    error = refused(account, answer)
    assert (error.permanent, error.unknown, error.reauth) == (True, False, False)


def test_a_post_that_is_gone_cannot_be_answered(account: Account, sandbox: Sandbox, answer: Outgoing) -> None:
    sandbox.delete(answer.in_reply_to)
    error = refused(account, answer)
    assert (error.gone, error.permanent) == (True, True)


def test_a_network_that_cannot_be_reached_has_done_nothing(account: Account, answer: Outgoing) -> None:
    assert account.application is not None
    account.application.settings["api_base"] = "http://127.0.0.1:9"
    error = refused(account, answer)
    assert (error.permanent, error.unknown) == (False, False)
    assert "cannot be reached" in error.message


@pytest.mark.parametrize("base", ["no address", "http://[", "ftp://127.0.0.1"])
def test_a_mistyped_address_is_a_sentence(account: Account, answer: Outgoing, base: str) -> None:
    assert account.application is not None
    account.application.settings["api_base"] = base
    assert not refused(account, answer).unknown
