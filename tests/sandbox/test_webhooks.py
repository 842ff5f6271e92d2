"""Webhooks and subscriptions: who may have them and what is checked first."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.signing import signature
from tests.sandbox.conftest import Stage
from tests.sandbox.running import Listener, wait_until
from tests.vectors import published, vector


@published
def test_bodies_are_signed_as_the_real_network_signs_them() -> None:
    post, crc = vector("x_post"), vector("x_crc")
    assert signature(post["consumer_secret"], post["body"].encode()) == post["x-twitter-webhooks-signature"]
    assert signature(crc["consumer_secret"], crc["crc_token"].encode()) == crc["response_token"]


def test_a_webhook_that_knows_the_secret_is_taken(stage: Stage, listener: Listener) -> None:
    made = stage.program.post("/2/webhooks", json={"url": listener.url}).json()["data"]
    assert made["valid"]
    assert stage.program.get("/2/webhooks").json()["data"] == [made]
    assert stage.program.delete(f"/2/webhooks/{made['id']}").json() == {"data": {"deleted": True}}
    assert stage.program.get("/2/webhooks").json()["meta"]["result_count"] == 0


def test_one_that_does_not_is_refused(stage: Stage, listener: Listener) -> None:
    listener.knows_secret = False
    assert stage.program.post("/2/webhooks", json={"url": listener.url}).status_code == 400


@pytest.mark.parametrize(
    "url", ["", "ftp://127.0.0.1/x", "http://desk.example/x", "https://desk.example:8443/x", "nonsense", "https://[/x"]
)
def test_an_address_that_the_network_would_not_call_is_refused(stage: Stage, url: str) -> None:
    assert stage.program.post("/2/webhooks", json={"url": url}).status_code == 400


def test_the_same_address_twice_is_a_conflict(stage: Stage, listener: Listener) -> None:
    stage.hear(listener, ())
    assert stage.program.post("/2/webhooks", json={"url": listener.url}).status_code == 409


def test_a_webhook_can_be_checked_again(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener, ())
    listener.knows_secret = False
    assert stage.program.put(f"/2/webhooks/{webhook}").json() == {"data": {"valid": False}}
    assert not stage.program.get("/2/webhooks").json()["data"][0]["valid"]
    listener.knows_secret = True
    assert stage.program.put(f"/2/webhooks/{webhook}").json() == {"data": {"valid": True}}


def test_a_person_cannot_speak_for_the_app(stage: Stage) -> None:
    assert stage.account.get("/2/webhooks").status_code == 403


def test_private_events_are_told_only_with_the_consent_of_the_account(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener, ())
    private = {"event_type": "dm.received", "filter": {"user_id": stage.brand.id}, "webhook_id": webhook}
    assert stage.program.post("/2/activity/subscriptions", json=private).status_code == 403
    of_anna = {**private, "filter": {"user_id": stage.anna.id}}
    assert stage.account.post("/2/activity/subscriptions", json=of_anna).status_code == 403
    public = {**of_anna, "event_type": "post.create"}
    assert stage.program.post("/2/activity/subscriptions", json=public).status_code == 200


def test_a_subscription_lives_until_it_is_ended(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener, ("post.create", "dm.sent", "post.delete"))
    listed = stage.account.get("/2/activity/subscriptions").json()["data"]
    ids = {each["event_type"]: each["subscription_id"] for each in listed}
    renamed = stage.program.put(f"/2/activity/subscriptions/{ids['dm.sent']}", json={"tag": "acct-7"}).json()["data"]
    assert renamed["subscription"]["tag"] == "acct-7"
    stage.program.delete(f"/2/activity/subscriptions/{ids['post.create']}")
    rest = {"ids": f"{ids['dm.sent']},{ids['post.delete']}"}
    assert stage.program.delete("/2/activity/subscriptions", params=rest).json()["meta"]["total_subscriptions"] == 0
    stage.sandbox.post("lowlandair", "nobody hears this")
    assert stage.sandbox.counts().waiting == 0
    assert stage.program.put(f"/2/webhooks/{webhook}").json()["data"]["valid"]


def test_the_same_subscription_twice_is_a_conflict(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener)
    again = {"event_type": "dm.sent", "filter": {"user_id": stage.brand.id}, "webhook_id": webhook}
    assert stage.account.post("/2/activity/subscriptions", json=again).status_code == 409


def test_what_was_missed_can_be_replayed(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener)
    stage.sandbox.post("anna", "@lowlandair hello")
    first = listener.wait_for("post.mention.create")[0]
    now = datetime.now(UTC)
    span = {
        "from_date": f"{now - timedelta(minutes=2):%Y%m%d%H%M}",
        "to_date": f"{now + timedelta(minutes=2):%Y%m%d%H%M}",
    }
    assert stage.program.post("/2/webhooks/replay", json={"webhook_id": webhook, **span}).status_code == 200
    wait_until(lambda: len(listener.events) == 2, "the event came again")
    assert listener.events[1]["event_uuid"] == first["event_uuid"]
