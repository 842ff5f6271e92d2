"""An account is connected: X calls us, tells us what happens, and the connection test knows when it does not."""

import time
from datetime import timedelta

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.doorway import Door
from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Received
from webcare.channels.x import subscribing
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.api import Api
from webcare.lib.now import now, real_now

X = XAdapter()


def arrived(door: Door) -> list[Inbound]:
    parsing = Parsing(real_now(), own_ids=frozenset({"1000001"}))
    return [found for request in list(door.events) for found in X.parse(request.body, parsing)]


def posts(door: Door) -> dict[str, Received]:
    return {found.external_id: found for found in arrived(door) if isinstance(found, Received)}


def repeated(door: Door) -> bool:
    """Whether X has brought something a second time, under the same key."""
    keys = [X.receipt_key(request) for request in list(door.events)]
    return len(set(keys)) < len(keys)


def lines(account: Account) -> dict[str, Check]:
    return {line.name: line for line in X.check(account)}


@pytest.fixture
def connected(account: Account, door: Door) -> Account:
    X.connect(account, door.url)
    account.save()
    return account


def test_connecting_learns_who_it_is_and_asks_for_its_events(account: Account, door: Door) -> None:
    account.external_id = account.handle = account.name = ""
    X.connect(account, door.url)
    assert (account.external_id, account.handle, account.name) == ("1000001", "lowlandair", "Lowland Air")
    assert door.challenges == 1
    assert account.application is not None
    account.application.refresh_from_db()
    webhook_id = account.application.settings["webhook_id"]
    kinds = {each.words("event_type") for each in subscribing.subscriptions(account, webhook_id)}
    assert kinds == {*subscribing.PUBLIC, *subscribing.PRIVATE}


def test_likes_are_asked_for_where_somebody_pays_for_them(account: Account, door: Door, sandbox: Sandbox) -> None:
    account.settings["likes"] = "true"
    X.connect(account, door.url)
    assert account.application
    webhook_id = account.application.settings["webhook_id"]
    assert "like.create" in {each.words("event_type") for each in subscribing.subscriptions(account, webhook_id)}
    sandbox.create_user("mia_reist", "Mia Reist")
    post = sandbox.post("lowlandair", "We fly to Oslo now")
    sandbox.like("mia_reist", post.id)
    told = wait_until(lambda: [one for one in arrived(door) if isinstance(one, Reacted)])
    assert [(one.external_id, one.author.name, one.ours) for one in told] == [(post.id, "Mia Reist", False)]


def test_connecting_again_changes_nothing(connected: Account, door: Door) -> None:
    assert connected.application is not None
    webhook_id = connected.application.settings["webhook_id"]
    X.connect(connected, door.url)
    assert len(subscribing.webhooks(connected.application)) == 1
    assert len(subscribing.subscriptions(connected, webhook_id)) == len(subscribing.PUBLIC + subscribing.PRIVATE)


def test_our_former_address_makes_room_for_the_new_one(connected: Account, door: Door) -> None:
    assert connected.application is not None
    X.connect(connected, door.url + "/moved")
    assert [each.words("url") for each in subscribing.webhooks(connected.application)] == [door.url + "/moved"]
    assert lines(connected)["Events"].ok


def test_a_door_that_does_not_answer_is_not_taken(account: Account, door: Door) -> None:
    door.is_open = False
    with pytest.raises(DeliveryError, match="challenge"):
        X.connect(account, door.url)


@pytest.mark.parametrize("dialect", ["live", "spec"])
def test_what_customers_do_arrives_once_as_what_it_is(
    connected: Account, sandbox: Sandbox, door: Door, dialect: str
) -> None:
    sandbox.faults(dialect=dialect, repeat=2, shuffle=0.2)
    complaint = sandbox.post("mia_reist", "@lowlandair my bag <3 & me", lang="en")
    ours = sandbox.reply("lowlandair", complaint.id, "We look into it.")
    thanks = sandbox.reply("mia_reist", ours.id, "thank you")
    quote = sandbox.quote("tomvanzetten", ours.id, "Same here")
    direct = sandbox.dm("mia_reist", "lowlandair", "My booking is QX7RT2")
    edited = sandbox.edit(complaint.id, "@lowlandair my red bag")
    expected = {complaint.id, ours.id, thanks.id, quote.id, direct.id, edited.id}
    wait_until(lambda: repeated(door) and expected <= posts(door).keys())
    found = posts(door)
    assert found.keys() == expected
    assert found[complaint.id].text == "@lowlandair my bag <3 & me"
    assert found[complaint.id].thread_key == found[thanks.id].thread_key == found[ours.id].thread_key
    assert found[edited.id].earlier_ids == (complaint.id,)
    assert (found[ours.id].ours, found[thanks.id].parents[0]) == (True, ours.id)
    assert [shown.relation for shown in found[quote.id].context] == ["quoted"]
    assert (found[direct.id].private, found[direct.id].author.handle) == (True, "mia_reist")
    assert found[ours.id].recipient == found[thanks.id].author


def test_what_goes_away_is_told(connected: Account, sandbox: Sandbox, door: Door) -> None:
    complaint = sandbox.post("mia_reist", "@lowlandair never mind")
    sandbox.delete(complaint.id)
    [gone] = wait_until(lambda: [found for found in arrived(door) if isinstance(found, Deleted)])
    assert (gone.external_id, gone.account) == (complaint.id, connected.external_id)


def test_after_disconnecting_nothing_arrives_and_nothing_may_be_done(
    connected: Account, sandbox: Sandbox, door: Door
) -> None:
    X.disconnect(connected)
    sandbox.post("mia_reist", "@lowlandair anybody there?")
    time.sleep(0)
    assert sandbox.counts().waiting == 0
    assert door.events == []
    with pytest.raises(DeliveryError):
        Api.of(connected).get("/2/users/me")


def test_the_connection_test_finds_everything_in_order(connected: Account) -> None:
    assert {line.name: line.ok for line in X.check(connected)} == {
        "Access": True, "Rate limit": True, "Permissions": True, "Webhook": True, "Events": True, "Last event": True,
    }  # fmt: skip


def test_the_connection_test_says_what_is_wrong(connected: Account, sandbox: Sandbox, door: Door) -> None:
    assert connected.application is not None
    webhook_id = connected.application.settings["webhook_id"]
    [some, *_] = subscribing.subscriptions(connected, webhook_id)
    Api(connected.application).call("DELETE", f"/2/activity/subscriptions/{some.words('subscription_id')}")
    door.is_open = False
    with pytest.raises(DeliveryError):
        subscribing.validate(connected.application, webhook_id)
    connected.last_event_at = now() - timedelta(days=30)
    sandbox.revoke_tokens("lowlandair")
    found = lines(connected)
    assert not any(found[name].ok for name in ("Access", "Webhook", "Events", "Last event"))
    assert some.words("event_type") in found["Events"].message
    assert "connect it again" in found["Access"].message


def test_the_connection_test_survives_a_network_that_is_away(connected: Account) -> None:
    assert connected.application is not None
    connected.application.settings["api_base"] = "http://127.0.0.1:9"
    known_here = {"Last event", "Permissions"}
    assert not any(line.ok for line in X.check(connected) if line.name not in known_here)


def test_a_wrong_bearer_token_is_no_reason_to_connect_the_account_again(connected: Account) -> None:
    assert connected.application is not None
    connected.application.secrets["app_bearer"] = "mistyped"
    found = lines(connected)
    assert found["Access"].ok
    assert "bearer token" in found["Webhook"].message
    assert "bearer token" in found["Events"].message


def test_access_of_somebody_else_is_noticed(connected: Account) -> None:
    connected.external_id = "4711"
    assert "not to this account" in lines(connected)["Access"].message
