"""Our adapter at the make-believe Weibo: lists, pushes, answers, and every way in which a send can end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from sandbox.client import OnWeibo, Sandbox
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.inbound import Inbound, Parsing, Received
from webcare.channels.weibo import catching
from webcare.channels.weibo.adapter import WeiboAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

WEIBO = WeiboAdapter()


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    sandbox.create_app(consumer_secret=SECRET, redirect_uris=["http://127.0.0.1/back"])
    keys = sandbox.weibo_keys("lowlandair")
    return Application.objects.create(
        network="weibo",
        name="Lowland Air on Weibo",
        settings={"api_base": f"{sandbox.url}/api.weibo.com", "app_key": keys.app_key},
        secrets={"app_secret": keys.app_secret},
    )


@pytest.fixture
def us(application: Application, sandbox: Sandbox) -> Account:
    keys = sandbox.weibo_keys("lowlandair")
    return Account.objects.create(
        network="weibo",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=keys.account_id,
        handle="Lowland Air",
        name="Lowland Air",
        secrets={"access_token": keys.token, "fans_token": keys.fans_token},
        settings={"rip": "198.51.101.7"},
        connected_at=real_now() - timedelta(hours=1),
    )


@pytest.fixture
def hook(application: Application) -> Iterator[Door]:
    with doorway(application) as door:
        yield door


@pytest.fixture
def complaint(sandbox: Sandbox) -> OnWeibo:
    storm = sandbox.weibo_post("lowlandair", "周四有暴风雨")
    return sandbox.weibo_comment("mia_reist", storm.id, "我的行李还在卑尔根")


def answer_to(said: OnWeibo, **changes: object) -> Outgoing:
    usual = {"key": "key-1", "text": "我们找到了！", "private": False, "recipient": said.person_id}
    kind = "status" if said.id == said.post_id else "comment"
    where = {"in_reply_to": f"{kind}:{said.id}", "thread_key": f"{said.post_id}:{said.person_id}"}
    return Outgoing(**{**usual, **where, **changes})  # type: ignore[arg-type]  # what a test changes


def parsed(us: Account, payload: bytes) -> list[Inbound]:
    return list(WEIBO.parse(payload, Parsing(real_now(), own_ids=frozenset({us.external_id}))))


def read(us: Account) -> list[Received]:
    found = [one for event in WEIBO.catch_up(us) for one in parsed(us, event.payload)]
    return [one for one in found if isinstance(one, Received)]


def test_an_account_is_connected_and_every_line_of_its_test_is_green(us: Account) -> None:
    fresh = Account(
        network="weibo", brand=us.brand, application=us.application, secrets=us.secrets, settings=us.settings
    )
    WEIBO.connect(fresh, "")
    assert (fresh.external_id, fresh.name) == (us.external_id, "Lowland Air")
    assert [check.message for check in WEIBO.check(fresh) if not check.ok] == []
    del fresh.secrets["fans_token"]
    fresh.settings["rip"] = "10.0.0.1"
    assert [check.name for check in WEIBO.check(fresh) if not check.ok] == ["Private messages", "IP address"]


def test_access_that_ends_soon_is_told_two_weeks_before(us: Account, sandbox: Sandbox) -> None:
    us.secrets["access_token"] = sandbox.weibo_keys("lowlandair", expires_in=13 * 24 * 3600).token
    assert [check.name for check in WEIBO.check(us) if not check.ok] == ["End"]


def test_the_owner_agrees_on_weibo_and_the_code_becomes_access(application: Application, sandbox: Sandbox) -> None:
    back = "http://127.0.0.1/back"
    there = WEIBO.authorize_url(application, back, "a-state", "unused")
    with httpx2.Client(trust_env=False) as browser:
        assert "Lowland Air" in browser.get(there).text
        home = {"origin": sandbox.url}
        answer = browser.post(there, data={"handle": "lowlandair", "answer": "allow"}, headers=home)
    told = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert told["state"] == "a-state"
    grant = WEIBO.exchange(application, told["code"], back, "unused")
    assert grant.secrets["access_token"]
    assert grant.settings["access_expires_at"] > real_now().isoformat()
    with pytest.raises(DeliveryError):
        WEIBO.exchange(application, told["code"], back, "unused")


def test_mentions_and_comments_are_read_once_and_their_cursor_lasts(us: Account, sandbox: Sandbox) -> None:
    sandbox.weibo_post("mia_reist", "@lowlandair 太久以前", at=real_now() - timedelta(days=2))
    sandbox.weibo_post("mia_reist", "@lowlandair 航班取消了？")
    storm = sandbox.weibo_post("lowlandair", "周四有暴风雨")
    below = sandbox.weibo_comment("tomvanzetten", storm.id, "可以改签吗？")
    ours = sandbox.weibo_comment("lowlandair", below.id, "可以。")
    found = {one.text: one for one in read(us)}
    assert {text: one.ours for text, one in found.items()} == {
        "可以。": True,
        "可以改签吗？": False,
        "@lowlandair 航班取消了？": False,
    }
    assert found["可以。"].external_id == f"comment:{ours.id}"
    assert found["可以。"].thread_key == found["可以改签吗？"].thread_key
    assert read(us) == []
    sandbox.weibo_comment("mia_reist", storm.id, "@lowlandair 还有我")
    assert {one.text for one in read(us)} == {"@lowlandair 还有我"}


def test_more_than_a_page_is_read_and_a_long_post_to_its_end(
    us: Account, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching, "AT_ONCE", 3)
    storm = sandbox.weibo_post("lowlandair", "周四有暴风雨")
    for number in range(8):
        sandbox.weibo_comment("mia_reist", storm.id, f"第{number}个问题")
    sandbox.weibo_post("mia_reist", "@lowlandair " + "很长的故事。" * 60)
    found = read(us)
    assert len({one.external_id for one in found}) == 9
    assert max(len(one.text) for one in found) > 300


def test_the_commercial_interfaces_have_the_same_words(us: Account, sandbox: Sandbox) -> None:
    assert us.application
    us.application.settings["commercial"] = "yes"
    sandbox.weibo_post("mia_reist", "@lowlandair 航班取消了？")
    assert len(read(us)) == 1


def test_it_looks_at_once_and_again_until_it_is_told_to_stop(us: Account) -> None:
    looks: list[int] = []
    stop = threading.Event()

    def wake() -> None:
        looks.append(1)
        stop.set()

    WEIBO.idle(us, wake, stop)
    assert looks == [1]


def test_a_private_message_is_pushed_named_and_answered(us: Account, hook: Door, sandbox: Sandbox) -> None:
    sandbox.weibo_callback("lowlandair", hook.url)
    assert hook.challenges == 1
    sandbox.faults(corrupt_signature=1)
    sandbox.weibo_chat("mia_reist", "lowlandair", "你好，我的行李没有到")
    wait_until(lambda: hook.events)
    assert us.application
    [received] = parsed(us, WEIBO.complete(us.application, hook.events[0].body))
    assert isinstance(received, Received)
    assert (received.text, received.author.name, received.private) == ("你好，我的行李没有到", "Mia", True)
    answer = Outgoing("k", "请告诉我们订单号 & 航班", private=True, recipient=received.author.external_id)
    assert WEIBO.send(us, answer).external_id == "message:k"
    assert [(one.text, one.from_account) for one in sandbox.weibo_chats()][1:] == [("请告诉我们订单号 & 航班", True)]
    with pytest.raises(DeliveryError) as unread:
        WEIBO.find_sent(us, answer, real_now())
    assert unread.value.unknown


def test_a_picture_of_a_private_message_is_fetched(us: Account, hook: Door, sandbox: Sandbox) -> None:
    sandbox.weibo_callback("lowlandair", hook.url)
    picture = sandbox.upload("mia_reist", b"\x89PNG and more")
    sandbox.weibo_chat("mia_reist", "lowlandair", media_id=picture)
    wait_until(lambda: hook.events)
    [received] = parsed(us, hook.events[0].body)
    assert isinstance(received, Received)
    assert WEIBO.fetch(us, received.attachments[0].url) == b"\x89PNG and more"
    for elsewhere in ("http://127.0.0.1:1/", "https://sinaimg.cn.example.com/a.jpg", "http://a@ww1.sinaimg.cn/a.jpg"):
        with pytest.raises(DeliveryError):
            WEIBO.fetch(us, elsewhere)


def test_after_two_days_weibo_takes_no_private_answer(us: Account, sandbox: Sandbox) -> None:
    asked = sandbox.weibo_chat("mia_reist", "lowlandair", "你好", at=real_now() - timedelta(hours=49))
    mia = next(person.id for person in sandbox.users() if person.handle == asked.person)
    with pytest.raises(DeliveryError) as late:
        WEIBO.send(us, Outgoing("k", "你好", private=True, recipient=mia))
    assert late.value.permanent


def test_an_answer_stands_below_the_comment_and_is_found(us: Account, sandbox: Sandbox, complaint: OnWeibo) -> None:
    outgoing = answer_to(complaint)
    sent = WEIBO.send(us, outgoing)
    [_, answer] = sandbox.weibo_thread(complaint.post_id)
    assert (answer.text, answer.parent_id) == ("回复@Mia:我们找到了！", complaint.id)
    assert sent.external_id == f"comment:{answer.id}"
    found = WEIBO.find_sent(us, outgoing, real_now() - timedelta(minutes=1))
    assert found
    assert found.external_id == sent.external_id
    assert WEIBO.find_sent(us, answer_to(complaint, text="别的"), real_now() - timedelta(minutes=1)) is None
    WEIBO.take_down(us, sent.external_id, private=False)
    WEIBO.take_down(us, sent.external_id, private=False)
    assert [one.id for one in sandbox.weibo_thread(complaint.post_id)] == [complaint.id]


def test_a_mention_is_answered_below_it(us: Account, sandbox: Sandbox) -> None:
    mention = sandbox.weibo_post("mia_reist", "@lowlandair 航班取消了？")
    sent = WEIBO.send(us, answer_to(mention))
    [answer] = sandbox.weibo_thread(mention.id)
    assert (answer.text, sent.external_id) == ("我们找到了！", f"comment:{answer.id}")


@pytest.mark.parametrize(
    ("fault", "stands"),
    [("dropped_accepted", True), ("dropped", False), ("server_error_accepted", True), ("server_error", False)],
)
def test_what_nobody_knows_is_looked_up(
    us: Account, sandbox: Sandbox, complaint: OnWeibo, fault: str, stands: bool
) -> None:
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as lost:
        WEIBO.send(us, answer_to(complaint))
    assert lost.value.unknown
    found = WEIBO.find_sent(us, answer_to(complaint), real_now() - timedelta(minutes=1))
    assert bool(found) == stands


@pytest.mark.parametrize(
    ("fault", "flag"),
    [
        ("duplicate", "duplicate"),
        ("unauthorized", "reauth"),
        ("rate_limited", "retry_after"),
        ("forbidden", "permanent"),
    ],
)
def test_a_refusal_says_what_helps(us: Account, sandbox: Sandbox, complaint: OnWeibo, fault: str, flag: str) -> None:
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as refused:
        WEIBO.send(us, answer_to(complaint))
    assert getattr(refused.value, flag)
    assert not refused.value.unknown


def test_twice_the_same_is_refused_by_weibo_and_looked_up_by_us(us: Account, complaint: OnWeibo) -> None:
    WEIBO.send(us, answer_to(complaint))
    with pytest.raises(DeliveryError) as again:
        WEIBO.send(us, answer_to(complaint, key="key-2"))
    assert again.value.duplicate


def test_what_weibo_would_refuse_is_not_sent(us: Account, sandbox: Sandbox, complaint: OnWeibo) -> None:
    refused = [
        answer_to(complaint, text=""),
        answer_to(complaint, text="字" * 141),
        answer_to(complaint, files=(OutgoingFile("a.png", "image/png", b"x"),)),
        answer_to(complaint, in_reply_to="message:1"),
    ]
    for outgoing in refused:
        with pytest.raises(DeliveryError) as error:
            WEIBO.send(us, outgoing)
        assert error.value.permanent
    us.settings = {}
    with pytest.raises(DeliveryError, match="IP address"):
        WEIBO.send(us, answer_to(complaint))
    assert len(sandbox.weibo_thread(complaint.post_id)) == 1
    us.settings = {"rip": "198.51.101.7"}
    assert WEIBO.send(us, answer_to(complaint, text="字" * 100 + "a" * 80))


def test_what_is_answered_may_be_gone(us: Account, sandbox: Sandbox, complaint: OnWeibo) -> None:
    sandbox.weibo_remove(complaint.id)
    with pytest.raises(DeliveryError) as gone:
        WEIBO.send(us, answer_to(complaint))
    assert gone.value.gone


def test_somebody_is_found_by_name_or_number(us: Account) -> None:
    assert WEIBO.recipient(us, "@Mia") == WEIBO.recipient(us, WEIBO.recipient(us, "Mia"))
    with pytest.raises(DeliveryError):
        WEIBO.recipient(us, "@nobody_at_all")


def test_letting_go_ends_the_access(us: Account) -> None:
    WEIBO.disconnect(us)
    assert [check.name for check in WEIBO.check(us) if not check.ok][:1] == ["Access"]
    WEIBO.disconnect(us)
