"""Against the make-believe LinkedIn: what is asked for and heard, answered, looked up, changed and taken down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sandbox.client import OnWall, Sandbox
from tests.channels.answering import answering
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.collecting import collect
from webcare.channels.completing import complete_waiting
from webcare.channels.delivery import Delivery
from webcare.channels.linkedin.adapter import LinkedInAdapter
from webcare.channels.linkedin.api import PAGE
from webcare.channels.linkedin.problems import Refused
from webcare.channels.receipt import Receipt
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.reacting import with_reactions
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.lib.now import real_now
from webcare.team.person import Person

pytestmark = pytest.mark.django_db(transaction=True)
linkedin = LinkedInAdapter()


@pytest.fixture(autouse=True)
def untroubled(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.clear_faults()


def looked(page: Account) -> int:
    """As a worker does it: ask, complete, read."""
    fresh = collect(page)
    while complete_waiting("linkedin"):
        pass
    receive_waiting()
    return fresh


def outgoing(text: str, to: str) -> Outgoing:
    return Outgoing(key=f"key {text}", text=text, private=False, recipient="", in_reply_to=to)


@pytest.mark.parametrize("bare", [False, True])
def test_a_comment_is_heard_with_its_words_its_author_and_the_post_above(
    page: Account, sandbox: Sandbox, storm: OnWall, bare: bool
) -> None:
    sandbox.faults(bare_notices=bare)
    said = sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    assert looked(page) == 1
    message = Message.objects.get()
    assert (message.external_id, message.text) == (said.name, "And my flight?")
    assert Conversation.objects.get().handle.name == "Mia"
    assert [above["text"] for above in message.context] == ["Thursday will be stormy."]
    assert looked(page) == 0, "what was heard is known"


def test_who_likes_our_answer_is_heard_and_who_takes_it_back(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    looked(page)
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    Conversation.objects.get().reply(anna, text="It leaves.", key="k1")
    Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
    deliver_waiting()
    [ours] = [one for one in sandbox.wall_thread(storm.id, on="linkedin") if one.text == "It leaves."]
    for handle in ("mia_reist", "tomvanzetten"):
        sandbox.like_entry(handle, ours.id, "linkedin")
    looked(page)
    answer = Message.objects.get(ours=True)
    with_reactions([answer])
    assert [(sign.sign, set(sign.names)) for sign in answer.signs] == [("👍", {"Mia", "Tom van Zetten"})]
    assert looked(page) == 0, "nothing changed"
    sandbox.like_entry("tomvanzetten", ours.id, "linkedin")  # a second time takes it back
    looked(page)
    with_reactions([answer])
    assert [(sign.sign, sign.names) for sign in answer.signs] == [("👍", ("Mia",))]


def test_half_an_emoji_in_a_notification_holds_nothing_up(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    collect(page)
    receipt = Receipt.objects.get()
    Receipt.objects.update(payload=bytes(receipt.payload).replace(b"And my flight?", b"And my \\ud83d"))
    assert looked(page) == 0
    assert Message.objects.get().text == "And my flight?"
    assert not Receipt.objects.exclude(lacking="").exists()


def test_a_list_that_repeats_itself_has_an_end(page: Account) -> None:
    urn = "urn:li:comment:(urn:li:activity:1,2)"
    one = {"notificationId": 7, "action": "COMMENT", "organizationalEntity": page.external_id, "generatedActivity": urn}
    with answering(lambda _path: (200, {"elements": [one] * PAGE})) as base:
        assert page.application
        page.application.keep(settings={"api_base": base})
        assert collect(page) == 1


def test_names_that_linkedin_keeps_to_itself_hold_nothing_up(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    sandbox.faults(hides_members=True)
    sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    sandbox.comment("tomvanzetten", storm.id, "And mine?", on="linkedin")
    looked(page)
    assert {one.handle.name for one in Conversation.objects.all()} == {"LinkedIn member"}
    assert Conversation.objects.count() == 2, "they are told apart all the same"
    assert not Receipt.objects.exclude(lacking="").exists()
    page.refresh_from_db()
    assert page.reauth_at is None


def test_edits_and_deletions_follow(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    kept, gone = (sandbox.comment("mia_reist", storm.id, text, on="linkedin") for text in ("First", "Second"))
    looked(page)
    sandbox.edit_entry(kept.id, "First, corrected", on="linkedin")
    sandbox.remove_entry(gone.id, on="linkedin")
    looked(page)
    assert {one.external_id: one.text for one in Message.objects.all()} == {
        kept.name: "First, corrected",
        gone.name: "",
    }
    assert not any(b"Second" in bytes(one.payload) for one in Receipt.objects.all())


def test_a_comment_that_was_deleted_before_anybody_asked_leaves_no_word(
    page: Account, sandbox: Sandbox, storm: OnWall
) -> None:
    said = sandbox.comment("mia_reist", storm.id, "Never mind", on="linkedin")
    sandbox.remove_entry(said.id, on="linkedin")
    looked(page)
    assert not any(b"Never mind" in bytes(one.payload) for one in Receipt.objects.all())
    assert all(one.text == "" for one in Message.objects.all())


def test_a_post_elsewhere_that_names_us_is_answered_below_it(page: Account, sandbox: Sandbox) -> None:
    post = sandbox.wall_post("mia_reist", "Well done @lowlandair", on="linkedin")
    looked(page)
    assert Message.objects.get().external_id == post.name
    sent = linkedin.send(page, outgoing("Thank you!", post.name))
    [answer] = sandbox.wall_thread(post.id, on="linkedin")
    assert (answer.name, answer.text, answer.handle) == (sent.external_id, "Thank you!", "lowlandair")


def test_an_answer_to_an_answer_hangs_below_the_same_comment(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    first = sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    deeper = sandbox.comment("tomvanzetten", first.id, "And mine?", on="linkedin")
    sent = linkedin.send(page, outgoing("Both fly.", deeper.name))
    [*_, ours] = sandbox.wall_thread(storm.id, on="linkedin")
    assert (ours.name, ours.parent_id) == (sent.external_id, first.id)
    assert linkedin.find_sent(page, outgoing("Both fly.", deeper.name), real_now() - timedelta(minutes=1)) == sent


def test_a_whole_exchange_with_an_answer_whose_fate_nobody_knows(
    page: Account, sandbox: Sandbox, storm: OnWall
) -> None:
    anna = Person.objects.create_user("anna@lowlandair.example", name="Anna")
    for fault in ("dropped_accepted", "dropped", "server_error_accepted"):
        sandbox.comment("mia_reist", storm.id, f"Question, {fault}", on="linkedin")
        looked(page)
        message = Message.objects.filter(ours=False).latest("pk")
        message.conversation.reply(anna, text=f"Answer, {fault}", key=fault)
        sandbox.faults(sends=[fault])
        for _ in range(2):
            Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
            deliver_waiting()
    looked(page)
    assert [one.state for one in Delivery.objects.all()] == ["sent"] * 3
    ours = [one.text for one in sandbox.wall_thread(storm.id, on="linkedin") if one.handle == "lowlandair"]
    assert sorted(ours) == ["Answer, dropped", "Answer, dropped_accepted", "Answer, server_error_accepted"]
    assert Message.objects.filter(ours=True).count() == 3, "what came back as a notification is the answer itself"


def test_our_answer_is_changed_and_taken_down(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    said = sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    sent = linkedin.send(page, outgoing("It flise.", said.name))
    linkedin.edit(page, sent.external_id, "It flies.", private=False)
    assert [one.text for one in sandbox.wall_thread(storm.id, on="linkedin")] == ["And my flight?", "It flies."]
    for _ in range(2):
        linkedin.take_down(page, sent.external_id, private=False)
    assert [one.text for one in sandbox.wall_thread(storm.id, on="linkedin")] == ["And my flight?"]


@pytest.mark.parametrize(
    ("fault", "flags"),
    [
        ("rate_limited", {"retry_after"}), ("server_error", {"unknown"}), ("unavailable", {"unknown"}),
        ("duplicate", {"permanent", "duplicate"}), ("forbidden", {"permanent"}), ("dropped", {"unknown"}),
    ],
)  # fmt: skip
def test_every_way_in_which_a_send_can_end(
    page: Account, sandbox: Sandbox, storm: OnWall, fault: str, flags: set[str]
) -> None:
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        linkedin.send(page, outgoing("Hello", storm.name))
    every = {"permanent", "retry_after", "unknown", "reauth", "duplicate", "gone"}
    assert {flag for flag in every if getattr(error.value, flag)} == flags


def test_what_is_answered_may_be_gone(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    said = sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    sandbox.remove_entry(said.id, on="linkedin")
    with pytest.raises(DeliveryError) as error:
        linkedin.send(page, outgoing("It flies.", said.name))
    assert error.value.gone


@pytest.mark.parametrize("text", ["", "x" * 1251])
def test_what_does_not_fit_is_refused_before_it_is_sent(page: Account, text: str) -> None:
    with pytest.raises(DeliveryError):
        linkedin.send(page, outgoing(text, "urn:li:share:1"))


def test_a_missing_permission_is_visible_and_holds_nothing_up(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    some = sandbox.steward_keys("lowlandair", permissions=["rw_organization_admin", "r_organization_social"])
    page.keep(secrets={"access_token": some.token, "refresh_token": ""})
    sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    looked(page)
    assert Message.objects.get().text == "And my flight?", "the notification had the words"
    assert Receipt.objects.get().lacking


def test_an_old_version_of_the_api_says_what_to_do(page: Account) -> None:
    assert page.application
    page.application.keep(settings={"api_version": "202401"})
    with pytest.raises(Refused, match="raise it") as error:
        list(linkedin.catch_up(page))
    assert error.value.permanent


def test_what_happened_while_we_were_away_is_read_to_its_end(page: Account, sandbox: Sandbox, storm: OnWall) -> None:
    for number in range(60):
        sandbox.comment("mia_reist", storm.id, f"Question {number}", on="linkedin")
    assert collect(page) == 60
    assert page.cursor["read_until"]


def test_asking_now_and_then_ends_when_it_shall(page: Account) -> None:
    stop, asked = threading.Event(), threading.Event()
    line = threading.Thread(target=linkedin.idle, args=(page, asked.set, stop))
    line.start()
    assert asked.wait(10)
    stop.set()
    line.join(10)
    assert not line.is_alive()
