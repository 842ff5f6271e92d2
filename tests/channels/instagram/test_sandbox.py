"""Our adapter at the make-believe Instagram: comments, mentions, direct messages, in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sandbox.client import OnWall, Sandbox
from tests.channels.answering import answering
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.inbound import Deleted, Inbound, Parsing, Received
from webcare.channels.instagram.adapter import InstagramAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

INSTAGRAM = InstagramAdapter()
PNG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more")


@pytest.fixture
def account(db: None, sandbox: Sandbox) -> Account:
    app = sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.page_keys("lowlandair")
    application = Application.objects.create(
        network="instagram",
        name="Lowland Air on Instagram",
        settings={"api_base": sandbox.url, "app_id": app.id},
        secrets={"app_secret": SECRET},
    )
    return Account.objects.create(
        network="instagram",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=keys.instagram_id,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"page_token": keys.token},
        settings={"human_agent": "true", "page_id": keys.page_id},
        connected_at=real_now() - timedelta(hours=1),
    )


@pytest.fixture
def hook(account: Account) -> Iterator[Door]:
    assert account.application
    with doorway(account.application) as found:
        yield found


@pytest.fixture
def storm(sandbox: Sandbox) -> OnWall:
    """Lowland Air has posted a picture."""
    picture = sandbox.upload("lowlandair", PNG.content)
    return sandbox.wall_post("lowlandair", "Storm on Thursday", media_id=picture, on="instagram")


def answer_to(said: OnWall, **changes: object) -> Outgoing:
    usual = {"key": "key-1", "text": "We found it, Mia!", "private": False, "recipient": said.person_id}
    where = {"in_reply_to": said.name, "thread_key": f"18{said.post_id}:{said.person_id}"}
    return Outgoing(**{**usual, **where, **changes})  # type: ignore[arg-type]  # what a test changes


def understood(account: Account, payload: bytes) -> list[Inbound]:
    parsing = Parsing(real_now(), own_ids=frozenset({account.external_id}))
    assert account.application
    return list(INSTAGRAM.parse(INSTAGRAM.complete(account.application, payload), parsing))


def heard(account: Account, hook: Door, count: int) -> list[Inbound]:
    """What that many events at the door said."""
    wait_until(lambda: len(hook.events) == count)
    return [each for event in hook.events for each in understood(account, event.body)]


def test_an_account_is_connected_through_its_page_and_every_line_of_its_test_is_green(
    account: Account, hook: Door
) -> None:
    fresh = Account(network="instagram", brand=account.brand, application=account.application, secrets=account.secrets)
    INSTAGRAM.connect(fresh, hook.url)
    assert (fresh.external_id, fresh.handle, fresh.settings["page_id"]) == ("178411000001", "lowlandair", "1000001")
    checks = INSTAGRAM.check(fresh)
    assert [check for check in checks if not check.ok] == []
    assert len(checks) == 13
    INSTAGRAM.disconnect(fresh)
    assert [check.name for check in INSTAGRAM.check(fresh) if not check.ok] == ["Page"]


def test_what_customers_do_arrives_and_is_understood(
    account: Account, hook: Door, sandbox: Sandbox, storm: OnWall
) -> None:
    INSTAGRAM.connect(account, hook.url)
    asked = sandbox.comment("mia_reist", storm.id, "my bag is still in Bergen", on="instagram")
    chat = sandbox.chat("mia_reist", "lowlandair", "My booking is QX7RT2", on="instagram")
    sandbox.chat("lowlandair", "mia_reist", "Thank you, Mia", on="instagram")
    sandbox.unsend(chat.id, on="instagram")
    told = heard(account, hook, 4)
    by_text = {each.text: each for each in told if isinstance(each, Received)}
    assert by_text["my bag is still in Bergen"].thread_key == f"{storm.name}:{asked.person_id}"
    assert by_text["my bag is still in Bergen"].author.handle == "mia_reist"
    [above] = by_text["my bag is still in Bergen"].context
    assert above.text == "Storm on Thursday"
    assert by_text[chat.text].author.name == "mia_reist"
    assert by_text["Thank you, Mia"].ours
    assert by_text["Thank you, Mia"].thread_key == by_text[chat.text].thread_key
    assert [each.external_id for each in told if isinstance(each, Deleted)] == [chat.name]


def test_a_mention_elsewhere_is_looked_up_and_answered_there(account: Account, hook: Door, sandbox: Sandbox) -> None:
    INSTAGRAM.connect(account, hook.url)
    picture = sandbox.upload("tomvanzetten", PNG.content)
    gate = sandbox.wall_post("tomvanzetten", "Eight hours at the gate", media_id=picture, on="instagram")
    said = sandbox.comment("mia_reist", gate.id, "ask @lowlandair", on="instagram")
    [mention] = heard(account, hook, 1)
    assert isinstance(mention, Received)
    assert (mention.text, mention.author.handle) == ("ask @lowlandair", "mia_reist")
    answer = answer_to(said, thread_key=mention.thread_key, in_reply_to=mention.external_id)
    INSTAGRAM.send(account, answer)
    assert [each.text for each in sandbox.page_answers(below=said.id, on="instagram")] == ["We found it, Mia!"]
    with pytest.raises(DeliveryError, match="other people's posts"):
        INSTAGRAM.find_sent(account, answer, real_now())


def test_a_mention_that_is_gone_by_now_is_nothing(account: Account, hook: Door, sandbox: Sandbox) -> None:
    INSTAGRAM.connect(account, hook.url)
    picture = sandbox.upload("tomvanzetten", PNG.content)
    gate = sandbox.wall_post("tomvanzetten", "Eight hours, @lowlandair", media_id=picture, on="instagram")
    wait_until(lambda: hook.events)
    sandbox.remove_entry(gate.id, on="instagram")
    assert heard(account, hook, 1) == []


def test_an_answer_stands_below_the_comment_and_is_found_there(
    account: Account, sandbox: Sandbox, storm: OnWall
) -> None:
    asked = sandbox.comment("mia_reist", storm.id, "my bag", on="instagram")
    start = real_now()
    sent = INSTAGRAM.send(account, answer_to(asked))
    [answer] = sandbox.page_answers(below=asked.id, on="instagram")
    assert (answer.name, answer.text, answer.parent_id) == (sent.external_id, "We found it, Mia!", asked.id)
    found = INSTAGRAM.find_sent(account, answer_to(asked), start)
    assert found
    assert found.external_id == sent.external_id
    assert INSTAGRAM.find_sent(account, answer_to(asked, text="Something else"), start) is None
    INSTAGRAM.take_down(account, sent.external_id, private=False)
    INSTAGRAM.take_down(account, sent.external_id, private=False)  # gone is what was wanted
    assert sandbox.page_answers(below=asked.id, on="instagram") == []


@pytest.mark.parametrize(("fault", "stands"), [("dropped", 0), ("dropped_accepted", 1)])
def test_after_silence_it_is_looked_up(
    account: Account, sandbox: Sandbox, storm: OnWall, fault: str, stands: int
) -> None:
    asked, start = sandbox.comment("mia_reist", storm.id, "my bag", on="instagram"), real_now()
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        INSTAGRAM.send(account, answer_to(asked))
    assert error.value.unknown
    assert bool(INSTAGRAM.find_sent(account, answer_to(asked), start)) == bool(stands)
    assert len(sandbox.page_answers(below=asked.id, on="instagram")) == stands


def test_a_comment_is_answered_in_private_once_and_then_the_window_decides(
    account: Account, sandbox: Sandbox, storm: OnWall
) -> None:
    asked, start = sandbox.comment("mia_reist", storm.id, "my bag", on="instagram"), real_now()
    private = answer_to(asked, private=True, in_reply_to="", goes_on_from=asked.name)
    sent = INSTAGRAM.send(account, private)
    found = INSTAGRAM.find_sent(account, private, start)
    assert found
    assert found.external_id == sent.external_id
    with pytest.raises(DeliveryError, match="too late"):
        INSTAGRAM.send(account, private)
    sandbox.chat("mia_reist", "lowlandair", "Hello?", on="instagram")
    INSTAGRAM.send(account, private)
    assert sum(each.from_page for each in sandbox.chats(on="instagram")) == 2


def test_after_a_day_a_person_of_ours_may_still_answer(account: Account, sandbox: Sandbox) -> None:
    said = sandbox.chat("mia_reist", "lowlandair", "Where is it?", on="instagram", at=real_now() - timedelta(hours=30))
    outgoing = Outgoing("key-2", "Here.", private=True, recipient=said.person_id)
    INSTAGRAM.send(account, outgoing)
    assert [each.tag for each in sandbox.chats(on="instagram")] == ["", "HUMAN_AGENT"]
    account.settings = {"page_id": account.settings["page_id"]}
    with pytest.raises(DeliveryError, match="too late"):
        INSTAGRAM.send(account, outgoing)


def test_files_leave_alone_and_long_texts_are_counted_in_bytes(account: Account, sandbox: Sandbox) -> None:
    said = sandbox.chat("mia_reist", "lowlandair", "Where?", on="instagram")
    outgoing = Outgoing("key-3", "", private=True, recipient=said.person_id, files=(PNG,))
    INSTAGRAM.send(account, outgoing)
    assert sandbox.chats(on="instagram")[-1].media_id
    fits = Outgoing("key-4", "✈" * 333, private=True, recipient=said.person_id)
    INSTAGRAM.send(account, fits)
    with pytest.raises(DeliveryError, match="1002 of the 1000 bytes"):
        INSTAGRAM.send(account, Outgoing("key-5", "✈" * 334, private=True, recipient=said.person_id))
    with pytest.raises(DeliveryError, match="no files in comments"):
        INSTAGRAM.send(account, Outgoing("key-6", "See", private=False, recipient="1", files=(PNG,)))


def test_comments_are_hidden_and_their_authors_blocked(account: Account, sandbox: Sandbox, storm: OnWall) -> None:
    rude = sandbox.comment("mia_reist", storm.id, "rude words", on="instagram")
    INSTAGRAM.moderate(account, "hide", rude.name, rude.person_id)
    assert [each.hidden for each in sandbox.wall_thread(storm.id, on="instagram")] == [True]
    INSTAGRAM.moderate(account, "unhide", rude.name, rude.person_id)
    assert [each.hidden for each in sandbox.wall_thread(storm.id, on="instagram")] == [False]
    INSTAGRAM.moderate(account, "block", "", rude.person_id)
    with pytest.raises(Exception, match="banned"):
        sandbox.comment("mia_reist", storm.id, "more rude words", on="instagram")
    INSTAGRAM.moderate(account, "unblock", "", rude.person_id)
    sandbox.comment("mia_reist", storm.id, "sorry", on="instagram")


def test_what_was_missed_is_caught_up_with(account: Account, sandbox: Sandbox, storm: OnWall) -> None:
    asked = sandbox.comment("mia_reist", storm.id, "my bag", on="instagram")
    sandbox.comment("tomvanzetten", asked.id, "mine too", on="instagram")
    sandbox.chat("mia_reist", "lowlandair", "Hello?", on="instagram")
    events = list(INSTAGRAM.catch_up(account))
    found = [each for event in events for each in understood(account, event.payload)]
    assert sorted(each.text for each in found if isinstance(each, Received)) == ["Hello?", "mine too", "my bag"]
    second = next(each for each in found if isinstance(each, Received) and each.text == "mine too")
    assert second.parents == (asked.name, storm.name)
    assert account.cursor["caught_up_at"]


def test_of_several_entries_for_one_account_each_is_completed(account: Account) -> None:
    said = {"text": "@lowlandair and my bag?", "username": "mia", "from": {"id": "72", "username": "mia"}}
    mentions = [{"field": "mentions", "value": {"media_id": "1", "comment_id": known}} for known in ("11", "12")]
    entries = [{"id": account.external_id, "time": 1784927148, "changes": [each]} for each in mentions]
    with answering(lambda _path: (200, {"mentioned_comment": said})) as base:
        assert account.application
        account.application.keep(settings={"api_base": base})
        told = understood(account, json.dumps({"object": "instagram", "entry": entries}).encode())
    assert [(one.external_id, one.text) for one in told if isinstance(one, Received)] == [
        ("11", said["text"]),
        ("12", said["text"]),
    ]
