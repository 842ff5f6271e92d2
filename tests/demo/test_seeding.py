"""The demo is filled once: two weeks of posts and letters that are nobody's news, and people who go on from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.doorway import doorway
from tests.sandbox.running import Running, network
from webcare.channels.account import Account
from webcare.channels.collecting import collect
from webcare.channels.completing import complete_waiting
from webcare.channels.receipt import Receipt
from webcare.clocks.board import latest
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.demo import begun, cast, china, counter, past, seeding
from webcare.lib.now import now

pytestmark = pytest.mark.django_db


def lead_to(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `webcare demo` tells its processes where the networks are."""
    monkeypatch.setenv("WEBCARE_SANDBOX_LOCAL", running.url)
    monkeypatch.setenv("WEBCARE_SANDBOX_URL", running.url)
    monkeypatch.setenv("WEBCARE_SANDBOX_IMAP", f"127.0.0.1:{running.imap_port}")
    monkeypatch.setenv("WEBCARE_SANDBOX_SMTP", f"127.0.0.1:{running.smtp_port}")


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Running]:
    """The make-believe networks as the demo starts them, and a history of two days that is mostly letters."""
    with network() as running:
        monkeypatch.setenv("WEBCARE_SANDBOX_SECRET", "a secret of the demo")
        lead_to(running, monkeypatch)
        monkeypatch.setattr(past, "DAYS", 2)
        monkeypatch.setattr("webcare.demo.telling.MAIL_SHARE", 0.5)
        settings.DATA = tmp_path
        yield running


def test_history_stands_on_the_networks_and_in_the_house(networks: Running) -> None:
    seeding.seed()
    letters = Conversation.objects.filter(network="email")
    assert letters.count() > 20
    assert Conversation.objects.filter(network="x").count() > 20
    with Sandbox(networks.url) as sandbox:
        standing = {mail.message_id for mail in sandbox.mails(limit=10_000)}
    ids = set(Message.objects.filter(conversation__in=letters).values_list("external_id", flat=True))
    assert ids == standing
    assert all(letters.values_list("subject", flat=True))
    board = latest()
    assert board is not None
    assert {cell.name for cell in board.networks} >= {"x", "email"}
    waiting = Message.objects.filter(conversation__in=Conversation.objects.waiting(), ours=False)
    assert set(begun.answers()) & set(waiting.values_list("external_id", flat=True))


def test_what_was_written_before_is_no_news_and_an_answer_to_it_comes_home(networks: Running) -> None:
    seeding.seed()
    account = Account.objects.get(network="email", external_id=cast.LOWLAND_AIR.email)
    assert collect(account) == 0
    ours = Message.objects.filter(account=account, ours=True).latest("counts_from")
    home = ours.conversation
    with Sandbox(networks.url) as sandbox:
        said = sandbox.answer_mail(home.handle.handle, str(ours.external_id), "Danke! Aber wann kommt er?")
    assert collect(account) == 1
    receive_waiting()
    assert Message.objects.get(external_id=said.message_id).conversation == home
    assert Conversation.objects.get(pk=home.pk).waiting_since is not None
    assert not Receipt.objects.set_aside().exists()


def test_there_was_something_before_on_facebook_and_in_china_and_more_of_it_is_heard(networks: Running) -> None:
    seeding.seed()
    account = Account.objects.get(network="facebook")
    assert collect(account) == 0
    with Sandbox(networks.url) as sandbox:
        sandbox.create_user("mia_reist", "Mia")
        post, *_ = sandbox.wall(wall=cast.LOWLAND_AIR.handle)
        said = sandbox.comment("mia_reist", post.id, "Kan mijn hond mee?")
    assert collect(account) == 1
    complete_waiting("facebook")
    receive_waiting()
    assert Message.objects.get(external_id=said.name).conversation.brand == account.brand
    assert Message.objects.filter(account__name=counter.NAME, ours=False).count() == len(counter.HEARD)
    _asked_in_china(networks)
    assert not Receipt.objects.set_aside().exists()


def _asked_in_china(networks: Running) -> None:
    """Weibo is read from lists; WeChat calls when the house is open."""
    account = Account.objects.get(network="weibo")
    assert collect(account) == len(china.ASKED)
    complete_waiting("weibo")
    receive_waiting()
    assert {one.handle.name for one in Conversation.objects.filter(account=account)} == {one[0] for one in china.ASKED}
    wechat = Account.objects.get(network="wechat")
    assert wechat.application
    with Sandbox(networks.url) as sandbox, doorway(wechat.application) as door:
        keys = wechat.application.secrets
        sandbox.wechat_callback(china.AIRLINE, door.url, keys["token"], keys["encoding_key"], "safe")
        sandbox.wechat("mia_reist", china.AIRLINE, "在吗？")
        wait_until(lambda: len(door.events) == 2)
    assert "在吗？".encode() in door.events[0].body + door.events[1].body


def test_the_page_on_linkedin_has_posted_before_and_hears_of_comments(networks: Running) -> None:
    seeding.seed()
    account = Account.objects.get(network="linkedin")
    assert collect(account) == 0
    with Sandbox(networks.url) as sandbox:
        sandbox.create_user("mia_reist", "Mia")
        post, *_ = sandbox.wall(wall=cast.LOWLAND_AIR.handle, on="linkedin")
        said = sandbox.comment("mia_reist", post.id, "Kan mijn hond mee?", on="linkedin")
    assert collect(account) == 1
    complete_waiting("linkedin")
    receive_waiting()
    assert Message.objects.get(external_id=said.name).conversation.brand == account.brand


def test_a_second_start_changes_nothing_but_where_the_networks_are(
    networks: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeding.seed()
    before = Message.objects.count()
    with network() as elsewhere:
        lead_to(elsewhere, monkeypatch)
        seeding.seed()
        assert Message.objects.count() == before
        account = Account.objects.get(network="email", external_id=cast.LOWLAND_AIR.email)
        assert account.settings["imap_port"] == str(elsewhere.imap_port)
        with Sandbox(elsewhere.url) as sandbox:
            sandbox.mail("anna@post.example", cast.LOWLAND_AIR.email, "Here now?", subject="Moved")
        assert collect(account) == 1  # a provider that forgot us numbers its mail anew
    assert Message.objects.filter(received_at__gt=now() - timedelta(days=3)).exists()
