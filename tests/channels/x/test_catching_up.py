"""What came while nobody listened is read later, once, and by the same parser."""

import json
from collections.abc import Iterator

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.doorway import Door
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.inbound import Parsing, Received
from webcare.channels.x import subscribing
from webcare.channels.x.adapter import XAdapter
from webcare.lib.now import real_now

X = XAdapter()


def caught(account: Account) -> list[RawEvent]:
    events = list(X.catch_up(account))
    account.keep_cursor(account.cursor)
    account.refresh_from_db()
    return events


def received(events: list[RawEvent]) -> dict[str, Received]:
    parsing = Parsing(real_now(), own_ids=frozenset({"1000001"}))
    found = [each for event in events for each in X.parse(event.payload, parsing)]
    return {each.external_id: each for each in found if isinstance(each, Received)}


@pytest.mark.parametrize("dialect", ["live", "spec"])
def test_mentions_own_posts_and_messages_are_caught_up_with(account: Account, sandbox: Sandbox, dialect: str) -> None:
    sandbox.faults(dialect=dialect)
    complaint = sandbox.post("mia_reist", "@lowlandair my bag &amp; me", lang="en")
    ours = sandbox.reply("lowlandair", complaint.id, "We look into it.")
    asked = sandbox.dm("mia_reist", "lowlandair", "QX7RT2")
    told = sandbox.dm("lowlandair", "mia_reist", "Thank you")
    found = received(caught(account))
    assert found.keys() == {complaint.id, ours.id, asked.id, told.id}
    assert {id_ for id_, each in found.items() if each.ours} == {ours.id, told.id}
    assert found[complaint.id].author.name == "Mia"
    assert found[ours.id].thread_key == found[complaint.id].thread_key
    assert found[ours.id].context[0].text == found[complaint.id].text
    assert found[told.id].recipient == found[asked.id].author


def test_nothing_is_read_twice(account: Account, sandbox: Sandbox) -> None:
    sandbox.post("mia_reist", "@lowlandair first")
    sandbox.dm("mia_reist", "lowlandair", "first")
    assert len(caught(account)) == 2
    assert caught(account) == []
    second = sandbox.post("tomvanzetten", "@lowlandair second")
    assert received(caught(account)).keys() == {second.id}


def test_who_stops_half_way_begins_again_and_the_keys_tell_what_was_kept(account: Account, sandbox: Sandbox) -> None:
    for number in range(5):
        sandbox.post("mia_reist", f"@lowlandair number {number}")
    first: Iterator[RawEvent] = X.catch_up(account)
    kept = {next(first).key, next(first).key}
    assert account.cursor == {}
    again = {event.key for event in caught(account)}
    assert kept < again
    assert len(again) == 5


def test_more_than_a_page_is_read_to_its_end(account: Account, sandbox: Sandbox) -> None:
    mentions = {sandbox.post("mia_reist", f"@lowlandair number {number}").id for number in range(120)}
    messages = {sandbox.dm("tomvanzetten", "lowlandair", f"number {number}").id for number in range(75)}
    assert received(caught(account)).keys() == mentions | messages


def test_what_was_there_long_before_is_left_alone(account: Account, sandbox: Sandbox) -> None:
    from datetime import timedelta

    old = real_now() - timedelta(days=3)
    sandbox.post("mia_reist", "@lowlandair long ago", at=old)
    sandbox.dm("mia_reist", "lowlandair", "long ago", at=old)
    assert caught(account) == []


def test_only_what_a_post_names_goes_along_with_it(account: Account, sandbox: Sandbox) -> None:
    sandbox.post("mia_reist", "@lowlandair first")
    sandbox.post("tomvanzetten", "@lowlandair second")
    for event in caught(account):
        includes = json.loads(event.payload)["data"]["includes"]
        assert len(includes["users"]) == 1


def test_a_webhook_that_x_gave_up_is_revived_and_brings_what_it_missed(
    account: Account, sandbox: Sandbox, door: Door
) -> None:
    X.connect(account, door.url)
    account.save()
    assert account.application is not None
    door.is_open = False
    with pytest.raises(DeliveryError):
        subscribing.validate(account.application, account.application.settings["webhook_id"])
    quoted = sandbox.post("lowlandair", "We fly again.")
    quote = sandbox.quote("tomvanzetten", quoted.id, "No, they do not")  # no list of X shows this one
    door.is_open = True
    caught(account)
    wait_until(lambda: any(quote.id.encode() in request.body for request in list(door.events)))


def test_a_webhook_that_stays_deaf_keeps_nobody_from_catching_up(
    account: Account, sandbox: Sandbox, door: Door
) -> None:
    X.connect(account, door.url)
    account.save()
    assert account.application is not None
    door.is_open = False
    with pytest.raises(DeliveryError):
        subscribing.validate(account.application, account.application.settings["webhook_id"])
    complaint = sandbox.post("mia_reist", "@lowlandair hello?")
    assert complaint.id in received(caught(account))


def test_a_network_that_cannot_be_read_leaves_the_cursor_where_it_was(account: Account) -> None:
    assert account.application is not None
    account.application.settings["api_base"] = "http://127.0.0.1:9"
    with pytest.raises(DeliveryError):
        list(X.catch_up(account))
    assert account.cursor == {}
