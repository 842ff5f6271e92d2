"""Our adapter at the make-believe Facebook: what it needs from the Graph and from Messenger, the sandbox offers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest

from sandbox.client import OnWall, Sandbox
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, RawEvent
from webcare.channels.application import Application
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.channels.inbound import Deleted, Inbound, Parsing, Received, Seen
from webcare.lib.now import real_now
from webcare.team.brand import Brand

FACEBOOK = FacebookAdapter()
PDF = OutgoingFile("ticket.pdf", "application/pdf", b"%PDF-1.4 a ticket")
PNG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more", alt="A bag tag")


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    keys = sandbox.create_app(consumer_secret=SECRET)
    return Application.objects.create(
        network="facebook",
        name="Lowland Air on Facebook",
        settings={"api_base": sandbox.url, "app_id": keys.id},
        secrets={"app_secret": SECRET},
    )


@pytest.fixture
def page(application: Application, sandbox: Sandbox) -> Account:
    keys = sandbox.page_keys("lowlandair")
    return Account.objects.create(
        network="facebook",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=keys.page_id,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"page_token": keys.token},
        settings={"human_agent": "true"},
        connected_at=real_now() - timedelta(hours=1),
    )


@pytest.fixture
def hook(application: Application) -> Iterator[Door]:
    """A real HTTP server in front of the adapter, as the house's door will be."""
    with doorway(application) as found:
        yield found


@pytest.fixture
def complaint(sandbox: Sandbox) -> OnWall:
    storm = sandbox.wall_post("lowlandair", "Storm on Thursday")
    return sandbox.comment("mia_reist", storm.id, "my bag is still in Bergen")


def answer_to(said: OnWall, **changes: object) -> Outgoing:
    post = f"1000001_{said.post_id}"
    usual = {"key": "key-1", "text": "We found it, Mia!", "private": False, "recipient": said.person_id}
    where = {"in_reply_to": said.name, "thread_key": f"{post}:{said.person_id}"}
    return Outgoing(**{**usual, **where, **changes})  # type: ignore[arg-type]  # what a test changes


def parsed(page: Account, payload: bytes) -> list[Inbound]:
    return list(FACEBOOK.parse(payload, Parsing(real_now(), own_ids=frozenset({page.external_id}))))


def test_a_page_is_connected_and_every_line_of_its_test_is_green(page: Account, hook: Door) -> None:
    fresh = Account(network="facebook", brand=page.brand, application=page.application, secrets=page.secrets)
    FACEBOOK.connect(fresh, hook.url)
    assert (fresh.external_id, fresh.handle, fresh.name) == ("1000001", "lowlandair", "Lowland Air")
    assert hook.challenges == 1
    checks = FACEBOOK.check(fresh)
    assert len(checks) == 12
    assert all(check.ok for check in checks), checks
    FACEBOOK.disconnect(fresh)
    assert [check.name for check in FACEBOOK.check(fresh) if not check.ok] == ["Events"]


def test_what_customers_do_arrives_and_is_understood(page: Account, hook: Door, sandbox: Sandbox) -> None:
    FACEBOOK.connect(page, hook.url)
    storm = sandbox.wall_post("lowlandair", "Storm on Thursday")
    asked = sandbox.comment(
        "mia_reist", storm.id, "my bag is still in Bergen", media_id=sandbox.upload("mia_reist", PNG.content)
    )
    sandbox.edit_entry(asked.id, "my blue bag is still in Bergen")
    visitor = sandbox.wall_post("tomvanzetten", "Where is everybody?", wall="lowlandair")
    sandbox.wall_post("tomvanzetten", "@lowlandair is never there")
    chat = sandbox.chat("mia_reist", "lowlandair", "My booking is QX7RT2")
    sandbox.chat("lowlandair", "mia_reist", "Thank you, Mia")
    sandbox.remove_entry(visitor.id)
    wait_until(lambda: len(hook.events) == 9)
    told = [each for event in hook.events for each in parsed(page, event.body)]
    received = [each for each in told if isinstance(each, Received)]
    by_text = {each.text: each for each in received}
    assert by_text["my bag is still in Bergen"].thread_key == f"{storm.name}:{asked.person_id}"
    assert FACEBOOK.fetch(page, by_text["my bag is still in Bergen"].attachments[0].url) == PNG.content
    assert by_text["my blue bag is still in Bergen"].edited
    assert by_text["@lowlandair is never there"].author.name == "Tom van Zetten"
    assert by_text["Thank you, Mia"].ours
    assert by_text["Thank you, Mia"].thread_key == by_text[chat.text].thread_key
    assert [each.external_id for each in told if isinstance(each, Deleted)] == [visitor.name]
    [arrived] = [each for each in told if isinstance(each, Seen)]
    thanks = by_text["Thank you, Mia"]
    assert (arrived.delivered, arrived.external_ids) == (True, (thanks.external_id,))
    assert arrived.thread_key == thanks.thread_key


def test_whoever_opens_our_link_brings_its_code_along(page: Account, hook: Door, sandbox: Sandbox) -> None:
    FACEBOOK.connect(page, hook.url)
    link = FACEBOOK.capabilities.carrying_link.replace("https://m.me", sandbox.url).replace(
        "{account}", page.external_id
    )
    sandbox.chat("mia_reist", "lowlandair", "My booking is QX7RT2")
    with httpx2.Client(base_url=sandbox.url, trust_env=False, follow_redirects=True) as browser:
        browser.cookies.set("sandbox_as", "mia_reist")
        assert "Get started" not in browser.get(link.replace("{code}", "7K2M9QXAHPRT")).text
        browser.cookies.set("sandbox_as", "tomvanzetten")
        begun = browser.get(link.replace("{code}", "H4PRT7K2M9QX"))
        assert "Get started" in begun.text
        where = f"{begun.url.path}/beginning"
        assert "Get started" in browser.post(where, data={"ref": "H4PRT7K2M9QX"}).text
    wait_until(lambda: len(hook.events) >= 3)
    told = [each for event in hook.events for each in parsed(page, event.body)]
    came = {each.text: each for each in told if isinstance(each, Received) and each.automatic}
    assert came.keys() == {"7K2M9QXAHPRT", "H4PRT7K2M9QX"}
    assert len({each.thread_key for each in came.values()}) == 2
    listed = [each for event in FACEBOOK.catch_up(page) for each in parsed(page, event.payload)]
    known = {each.external_id for each in listed if isinstance(each, Received)}
    assert came["H4PRT7K2M9QX"].external_id in known, "the button is told twice, and known again"


def test_what_was_missed_is_caught_up_with_page_by_page(page: Account, sandbox: Sandbox) -> None:
    storm = sandbox.wall_post("lowlandair", "Storm on Thursday")
    for number in range(60):  # more than one page of comments
        sandbox.comment("mia_reist", storm.id, f"Question {number}")
    sandbox.wall_post("tomvanzetten", "@lowlandair is never there")
    for number in range(60):
        sandbox.chat("tomvanzetten", "lowlandair", f"Hello {number}")
    events: list[RawEvent] = list(FACEBOOK.catch_up(page))
    assert len({event.key for event in events}) == len(events) == 122
    texts = {each.text for event in events for each in parsed(page, event.payload) if isinstance(each, Received)}
    assert {
        "Storm on Thursday",
        "Question 0",
        "Question 59",
        "@lowlandair is never there",
        "Hello 0",
        "Hello 59",
    } <= texts
    again = [json.loads(event.payload) for event in FACEBOOK.catch_up(page)]
    assert len(again) == 122, "two minutes overlap, and the messages are the same by their ids"


def test_an_answer_stands_below_the_comment_and_is_found_again(
    page: Account, sandbox: Sandbox, complaint: OnWall
) -> None:
    began = real_now()
    sent = FACEBOOK.send(page, answer_to(complaint))
    [there] = sandbox.page_answers(below=complaint.id)
    assert (there.name, there.text) == (sent.external_id, "We found it, Mia!")
    found = FACEBOOK.find_sent(page, answer_to(complaint), began)
    assert found
    assert found.external_id == sent.external_id
    FACEBOOK.edit(page, sent.external_id, "We found it!", False)
    assert sandbox.page_answers(below=complaint.id)[0].text == "We found it!"
    FACEBOOK.take_down(page, sent.external_id, False)
    assert FACEBOOK.find_sent(page, answer_to(complaint), began) is None
    FACEBOOK.take_down(page, sent.external_id, False)


def test_a_lost_answer_is_found_and_one_that_never_was_is_not(
    page: Account, sandbox: Sandbox, complaint: OnWall
) -> None:
    began = real_now()
    for trouble, stands in (("dropped", False), ("server_error_accepted", True)):
        sandbox.faults(sends=[trouble])
        with pytest.raises(DeliveryError) as caught:
            FACEBOOK.send(page, answer_to(complaint))
        assert caught.value.unknown
        assert bool(FACEBOOK.find_sent(page, answer_to(complaint), began)) is stands


def test_a_quota_that_is_used_up_is_waited_for(page: Account, sandbox: Sandbox, complaint: OnWall) -> None:
    sandbox.faults(sends=["rate_limited"], retry_after=7)
    with pytest.raises(DeliveryError) as caught:
        FACEBOOK.send(page, answer_to(complaint))
    assert caught.value.retry_after == timedelta(seconds=7)
    sandbox.clear_faults()
    for number in range(300):
        sandbox.comment("mia_reist", complaint.id, f"{number}")
    sandbox.faults(rate_limit_scale=5 / 4800)
    with pytest.raises(DeliveryError, match="percent of what Facebook allows"):
        list(FACEBOOK.catch_up(page))


def test_photos_and_files_leave(page: Account, sandbox: Sandbox, complaint: OnWall) -> None:
    FACEBOOK.send(page, answer_to(complaint, files=(PNG,)))
    assert sandbox.page_answers(below=complaint.id)[0].media_id
    sandbox.chat("mia_reist", "lowlandair", "My ticket, please?")
    whisper = answer_to(complaint, private=True, text="", files=(PDF,), in_reply_to="")
    sent = FACEBOOK.send(page, whisper)
    found = FACEBOOK.find_sent(page, whisper, real_now() - timedelta(minutes=1))
    assert found
    assert found.external_id == sent.external_id


def test_messenger_opens_by_a_comment_and_closes_by_itself(page: Account, sandbox: Sandbox, complaint: OnWall) -> None:
    begun = answer_to(complaint, private=True, text="Your booking?", goes_on_from=complaint.name, in_reply_to="")
    sent = FACEBOOK.send(page, begun)
    found = FACEBOOK.find_sent(page, begun, real_now() - timedelta(minutes=1))
    assert found
    assert found.external_id == sent.external_id
    with pytest.raises(DeliveryError, match="too late"):
        FACEBOOK.send(page, begun)  # a comment takes one private answer, and Mia has not written herself
    sandbox.chat("tomvanzetten", "lowlandair", "Hello?", at=real_now() - timedelta(days=2))
    [tom] = [each for each in sandbox.chats() if each.person == "tomvanzetten"]
    late = Outgoing(key="late", text="Hello Tom", private=True, recipient=tom.person_id)
    FACEBOOK.send(page, late)
    assert sandbox.chats(page="lowlandair", person="tomvanzetten")[-1].tag == "HUMAN_AGENT"
    page.settings = {}
    with pytest.raises(DeliveryError, match="too late"):
        FACEBOOK.send(page, late)


def test_order_is_kept_on_the_page(page: Account, sandbox: Sandbox, complaint: OnWall) -> None:
    FACEBOOK.moderate(page, "hide", complaint.name, complaint.person_id)
    assert sandbox.wall_thread(complaint.id)[0].hidden
    FACEBOOK.moderate(page, "unhide", complaint.name, complaint.person_id)
    assert not sandbox.wall_thread(complaint.id)[0].hidden
    FACEBOOK.moderate(page, "block", complaint.name, complaint.person_id)
    with pytest.raises(Exception, match="banned"):
        sandbox.comment("mia_reist", complaint.id, "Hello?")
    FACEBOOK.moderate(page, "unblock", complaint.name, complaint.person_id)
    sandbox.comment("mia_reist", complaint.id, "Hello?")


def test_a_withdrawn_token_asks_for_a_new_connection(page: Account, sandbox: Sandbox, complaint: OnWall) -> None:
    sandbox.revoke_tokens("lowlandair")
    with pytest.raises(DeliveryError) as caught:
        FACEBOOK.send(page, answer_to(complaint))
    assert caught.value.reauth
