"""Our adapter at the make-believe WeChat: its three modes, its one token, and every way in which a send can end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from tests.channels.wechat.test_sealing import KEY, TOKEN
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.inbound import Parsing, Received, Seen
from webcare.channels.receipt import keep
from webcare.channels.template import Chosen
from webcare.channels.wechat import tokens
from webcare.channels.wechat.adapter import WeChatAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

WECHAT = WeChatAdapter()
PNG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more")


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    sandbox.create_app(consumer_secret=SECRET)
    keys = sandbox.wechat_keys("lowlandair")
    return Application.objects.create(
        network="wechat",
        name="Lowland Air on WeChat",
        settings={"api_base": f"{sandbox.url}/api.weixin.qq.com", "app_id": keys.app_id},
        secrets={"app_secret": keys.app_secret, "token": TOKEN, "encoding_key": KEY},
    )


@pytest.fixture
def us(application: Application, sandbox: Sandbox) -> Account:
    known = sandbox.wechat_keys("lowlandair").original_id
    return Account.objects.create(
        network="wechat",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=known,
        settings={"original_id": known, "display_name": "低地航空"},
        connected_at=real_now() - timedelta(hours=1),
    )


@pytest.fixture
def hook(application: Application) -> Iterator[Door]:
    with doorway(application) as door:
        yield door


def received(hook: Door) -> list[Received]:
    told = [one for event in hook.events for one in WECHAT.parse(event.body, Parsing(real_now()))]
    return [one for one in told if isinstance(one, Received)]


def answer(sandbox: Sandbox, text: str = "您好！", **changes: object) -> Outgoing:
    known = {"recipient": sandbox.wechat_openid("mia_reist", "lowlandair")}
    return Outgoing(**{"key": "k", "text": text, "private": True, **known, **changes})  # type: ignore[arg-type]  # what a test changes


def test_an_account_is_connected_and_every_line_of_its_test_is_green(us: Account) -> None:
    fresh = Account(network="wechat", brand=us.brand, application=us.application, settings=us.settings)
    WECHAT.connect(fresh, "")
    assert (fresh.external_id, fresh.name) == (us.external_id, "低地航空")
    assert [check.message for check in WECHAT.check(fresh) if not check.ok] == []
    fresh.settings = {"original_id": "lowlandair"}
    with pytest.raises(DeliveryError, match="gh_"):
        WECHAT.connect(fresh, "")


def test_wrong_keys_open_nothing(us: Account) -> None:
    assert us.application
    us.application.keep(secrets={"app_secret": "another"})
    with pytest.raises(DeliveryError) as wrong:
        WECHAT.connect(us, "")
    assert wrong.value.reauth


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_in_each_mode_following_writing_and_leaving_arrive(us: Account, sandbox: Sandbox, mode: str) -> None:
    assert us.application
    if mode == "plain":
        us.application.secrets.pop("encoding_key")
        us.application.save()
    with doorway(us.application) as door:
        sandbox.wechat_callback("lowlandair", door.url, TOKEN, KEY if mode != "plain" else "", mode)
        sandbox.faults(corrupt_signature=1)
        sandbox.wechat("mia_reist", "lowlandair", "在吗？<我的> & 行李")
        wait_until(lambda: len(door.events) == 2)
        sandbox.wechat_leave("mia_reist", "lowlandair")
        wait_until(lambda: len(door.events) == 3)
        [message] = received(door)
        assert (message.text, message.account) == ("在吗？<我的> & 行李", us.external_id)
        assert message.author.external_id == sandbox.wechat_openid("mia_reist", "lowlandair")
        keys = {WECHAT.receipt_key(event) for event in door.events}
        assert len(keys) == 3


def test_what_is_brought_three_times_is_kept_once(us: Account, hook: Door, sandbox: Sandbox) -> None:
    sandbox.wechat_callback("lowlandair", hook.url, TOKEN, KEY, "safe")
    sandbox.faults(repeat=3)
    sandbox.wechat("mia_reist", "lowlandair", "在吗？")
    wait_until(lambda: len(hook.events) == 6)
    kept = [keep("wechat", WECHAT.receipt_key(event), event.body, application=us.application) for event in hook.events]
    assert sum(kept) == 2, "that she follows, and what she wrote"


def test_what_is_not_sealed_with_our_key_is_not_taken(us: Account, hook: Door, sandbox: Sandbox) -> None:
    sandbox.wechat_callback("lowlandair", hook.url, TOKEN, KEY[::-1], "safe")
    sandbox.wechat("mia_reist", "lowlandair", "在吗？")
    wait_until(lambda: sandbox.counts().attempts >= 1)
    assert hook.events == []


def test_an_answer_arrives_as_it_was_written(us: Account, sandbox: Sandbox) -> None:
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", events=False)
    sent = WECHAT.send(us, answer(sandbox, "您好 <b>&</b> \n请稍等 😀"))
    assert sent.external_id == "sent:k"
    assert [(one.text, one.from_account) for one in sandbox.wechats()][1:] == [("您好 <b>&</b> \n请稍等 😀", True)]


def test_files_go_both_ways(us: Account, hook: Door, sandbox: Sandbox) -> None:
    sandbox.wechat_callback("lowlandair", hook.url, TOKEN, KEY, "safe")
    sandbox.wechat("mia_reist", "lowlandair", media_id=sandbox.upload("mia_reist", b"\x89PNG theirs"))
    sandbox.wechat("mia_reist", "lowlandair", media_id=sandbox.upload("mia_reist", b"a film", "video/mp4"))
    wait_until(lambda: len(received(hook)) == 2)
    contents = {WECHAT.fetch(us, one.attachments[0].url) for one in received(hook)}
    assert contents == {b"\x89PNG theirs", b"a film"}
    WECHAT.send(us, answer(sandbox, "", files=(PNG,)))
    [ours] = [one for one in sandbox.wechats() if one.from_account]
    assert ours.media_id
    for elsewhere in ("http://127.0.0.1:1/x", "https://mmbiz.qpic.cn.example.com/x", "https://a@mmbiz.qpic.cn/x"):
        with pytest.raises(DeliveryError):
            WECHAT.fetch(us, elsewhere)
    with pytest.raises(DeliveryError) as gone:
        WECHAT.fetch(us, "https://api.weixin.qq.com/cgi-bin/media/get?media_id=404")
    assert gone.value.permanent


def test_the_rules_of_wechat_are_told_in_words(us: Account, sandbox: Sandbox) -> None:
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", at=real_now() - timedelta(hours=49), events=False)
    with pytest.raises(DeliveryError, match="too late"):
        WECHAT.send(us, answer(sandbox))
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", events=False)
    for number in range(5):
        WECHAT.send(us, answer(sandbox, f"第{number}句"))
    with pytest.raises(DeliveryError, match="no more answers"):
        WECHAT.send(us, answer(sandbox))
    sandbox.wechat_leave("mia_reist", "lowlandair")
    with pytest.raises(DeliveryError, match="follow"):
        WECHAT.send(us, answer(sandbox))
    with pytest.raises(DeliveryError, match="know this person"):
        WECHAT.send(us, answer(sandbox, recipient="oNobody"))


def test_after_the_window_a_template_reaches_a_follower_and_says_that_it_arrived(
    us: Account, hook: Door, sandbox: Sandbox
) -> None:
    sandbox.wechat_callback("lowlandair", hook.url, TOKEN, KEY, "safe")
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", at=real_now() - timedelta(hours=49), events=False)
    flight = next(each for each in WECHAT.templates(us) if each.name == "航班变动通知")
    assert [(blank.key, blank.name, blank.example) for blank in flight.blanks] == [
        ("character_string1", "航班号", "LL1024"),
        ("time2", "新的起飞时间", "2026年7月24日 18:40"),
        ("thing3", "备注", "请提前两小时到达"),
    ]
    values = {"character_string1": "LL1024", "time2": "18:40", "thing3": "对不起"}
    text = flight.filled(values)
    sent = WECHAT.send(us, answer(sandbox, text, template=Chosen(flight.key, values)))
    assert sandbox.wechats()[-1].text == text == "航班号：LL1024\n新的起飞时间：18:40\n备注：对不起"
    wait_until(lambda: any(b"TEMPLATESENDJOBFINISH" in event.body for event in hook.events))
    told = [one for event in hook.events for one in WECHAT.parse(event.body, Parsing(real_now()))]
    assert [one.external_ids for one in told if isinstance(one, Seen) and one.delivered] == [(sent.external_id,)]
    with pytest.raises(DeliveryError, match="blanks"):
        WECHAT.send(us, answer(sandbox, text, template=Chosen(flight.key, {**values, "thing3": "x" * 21})))
    with pytest.raises(DeliveryError, match="any more"):
        WECHAT.send(us, answer(sandbox, text, template=Chosen("another", values)))


def test_a_notice_reaches_who_agreed_to_it_and_only_once(us: Account, sandbox: Sandbox) -> None:
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", at=real_now() - timedelta(hours=49), events=False)
    assert [each.category for each in WECHAT.templates(us)] == ["", ""]
    us.settings["notices"] = "yes"
    arrival = WECHAT.templates(us)[-1]
    assert [(blank.key, blank.name, blank.example) for blank in arrival.blanks] == [
        ("character_string1", "行李编号", "QX7RT2"),
        ("time2", "送达时间", "2026年7月24日 18:40"),
    ]
    values = {"character_string1": "QX7RT2", "time2": "18:40"}
    notice = answer(sandbox, arrival.filled(values), template=Chosen(arrival.key, values))
    with pytest.raises(DeliveryError, match="has not agreed to this notice"):
        WECHAT.send(us, notice)
    sandbox.wechat_agree("mia_reist", "lowlandair")
    assert WECHAT.send(us, notice).external_id == "sent:k"
    assert sandbox.wechats()[-1].text == "行李编号:QX7RT2\n送达时间:18:40"
    with pytest.raises(DeliveryError, match="not again since the last one"):
        WECHAT.send(us, notice)
    assert any("1 notices can be chosen" in check.message for check in WECHAT.check(us))


@pytest.mark.parametrize("fault", ["dropped", "dropped_accepted", "server_error", "server_error_accepted"])
def test_what_nobody_knows_is_never_repeated(us: Account, sandbox: Sandbox, fault: str) -> None:
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", events=False)
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as lost:
        WECHAT.send(us, answer(sandbox))
    assert lost.value.unknown
    assert len(sandbox.wechats()) == 1 + fault.endswith("accepted")
    assert not WECHAT.capabilities.reconciles


@pytest.mark.parametrize(
    ("fault", "flag", "words"),
    [
        ("rate_limited", "retry_after", "wait"),
        ("unavailable", "retry_after", "wait"),
        ("forbidden", "reauth", "203.0.113.7"),
    ],
)
def test_a_refusal_says_what_helps(us: Account, sandbox: Sandbox, fault: str, flag: str, words: str) -> None:
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", events=False)
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError, match=words) as refused:
        WECHAT.send(us, answer(sandbox))
    assert getattr(refused.value, flag)
    assert not refused.value.unknown


def test_a_token_that_is_no_longer_taken_is_renewed_once(us: Account, sandbox: Sandbox) -> None:
    assert us.application
    sandbox.wechat("mia_reist", "lowlandair", "在吗？", events=False)
    before = tokens.current(us.application)
    sandbox.faults(sends=["unauthorized"])
    WECHAT.send(us, answer(sandbox))
    assert tokens.held(us.application) not in {"", before}
    sandbox.faults(sends=["unauthorized", "unauthorized"])
    with pytest.raises(DeliveryError) as lost:
        WECHAT.send(us, answer(sandbox, key="k2"))
    assert lost.value.reauth


def test_a_token_is_kept_for_everybody_and_belongs_to_its_account(us: Account) -> None:
    assert us.application
    token = tokens.current(us.application)
    other = Application.objects.get(pk=us.application.pk)
    assert tokens.held(other) == tokens.current(other) == token
    assert tokens.renewed(other, stale="an older one") == token, "somebody else was faster"
    other.settings["app_id"] = "wx0000000000000001"
    assert tokens.held(other) == ""
    other.settings["app_id"] = us.application.settings["app_id"]
    other.settings[tokens.UNTIL] = (real_now() + timedelta(minutes=1)).isoformat()
    assert tokens.held(other) == "", "it ends too soon"


@pytest.mark.django_db(transaction=True)
def test_many_who_renew_at_once_hold_the_same_token(us: Account, sandbox: Sandbox) -> None:
    assert us.application
    stale, found = tokens.current(us.application), set[str]()

    def renew() -> None:
        from django.db import connection

        found.add(tokens.renewed(Application.objects.get(network="wechat"), stale=stale))
        connection.close()

    threads = [threading.Thread(target=renew) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    [token] = found
    assert token != stale
    assert tokens.held(Application.objects.get(network="wechat")) == token


def test_what_wechat_would_refuse_is_not_sent(us: Account, sandbox: Sandbox) -> None:
    pdf = OutgoingFile("ticket.pdf", "application/pdf", b"%PDF")
    film = OutgoingFile("film.mp4", "video/mp4", b"x" * (10 * 1024**2 + 1))
    for changes in (
        {"text": ""},
        {"text": "字" * 683},
        {"files": (PNG,)},
        {"text": "", "files": (PNG, PNG)},
        {"text": "", "files": (pdf,)},
        {"text": "", "files": (film,)},
        {"private": False},
    ):
        with pytest.raises(DeliveryError) as error:
            WECHAT.send(us, answer(sandbox, **{"text": "您好", **changes}))  # type: ignore[arg-type]  # what a test changes
        assert error.value.permanent
    assert sandbox.wechats() == []
