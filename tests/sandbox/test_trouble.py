"""Making trouble on purpose: what goes wrong, and that it ends."""

import time

import httpx2
import pytest

from sandbox.client import Line, SandboxError
from tests.sandbox.conftest import Stage
from tests.sandbox.running import Listener, wait_until


def _settle(stage: Stage) -> None:
    wait_until(lambda: stage.sandbox.counts().waiting == 0, "nothing waits any more")


def test_an_event_that_is_not_taken_comes_again(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    listener.answers = [503, 500]
    stage.sandbox.post("anna", "@lowlandair hello")
    listener.wait_for("post.mention.create")
    _settle(stage)
    assert stage.sandbox.counts().attempts == 3


def test_events_can_come_several_times(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.faults(repeat=3)
    stage.sandbox.post("anna", "@lowlandair hello")
    _settle(stage)
    assert len({event["event_uuid"] for event in listener.events}) == 1
    assert len(listener.events) == 3


def test_events_can_overtake_each_other(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.faults(shuffle=0.5)
    ids = stage.sandbox.bulk([Line("anna", f"@lowlandair {number}") for number in range(60)])
    listener.wait_for("post.mention.create", 60)
    heard = [event["payload"]["id"] for event in listener.events]
    assert heard != ids
    assert sorted(heard) == sorted(ids)


def test_a_pause_holds_everything_back_until_it_ends(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.faults(pause=True)
    stage.sandbox.post("anna", "@lowlandair hello")
    assert stage.sandbox.counts().waiting == 1
    stage.sandbox.faults(pause=False)
    listener.wait_for("post.mention.create")


def test_a_delay_makes_events_late(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.faults(delay=60)
    stage.sandbox.post("anna", "@lowlandair later")
    stage.sandbox.faults(delay=0)
    stage.sandbox.post("anna", "@lowlandair now")
    told = listener.wait_for("post.mention.create")
    assert [event["payload"]["text"] for event in told] == ["@lowlandair now"]
    assert stage.sandbox.counts().waiting == 1


def test_a_wrong_signature_is_wrong_as_often_as_wished(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.faults(corrupt_signature=1)
    for number in range(2):
        stage.sandbox.post("anna", f"@lowlandair {number}")
        listener.wait_for("post.mention.create", number + 1)
    assert listener.signed == [False, True]


def test_old_events_can_come_again(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.post("anna", "@lowlandair first")
    _settle(stage)
    stage.sandbox.faults(stale=1)
    stage.sandbox.post("anna", "@lowlandair second")
    _settle(stage)
    assert sorted(event["payload"]["text"] for event in listener.events) == [
        "@lowlandair first",
        "@lowlandair first",
        "@lowlandair second",
    ]


@pytest.mark.parametrize(
    ("fault", "status", "happened"),
    [
        ("rate_limited", 429, False),
        ("server_error", 500, False),
        ("server_error_accepted", 500, True),
        ("unavailable", 503, False),
        ("duplicate", 403, False),
        ("forbidden", 403, False),
        ("unauthorized", 401, False),
    ],
)
def test_the_next_send_is_answered_as_wished(stage: Stage, fault: str, status: int, happened: bool) -> None:
    stage.sandbox.faults(sends=[fault])
    assert stage.account.post("/2/tweets", json={"text": "hello"}).status_code == status
    assert (len(stage.sandbox.posts(handle="lowlandair")) == 1) is happened
    assert stage.account.post("/2/tweets", json={"text": "hello again"}).status_code == 201


@pytest.mark.parametrize(
    ("fault", "happened"),
    [("dropped", False), ("dropped_accepted", True), ("hanging", False), ("hanging_accepted", True)],
)
def test_a_send_can_stay_without_an_answer(stage: Stage, fault: str, happened: bool) -> None:
    stage.sandbox.faults(sends=[fault], hang_seconds=60)
    with pytest.raises(httpx2.TransportError):
        stage.account.post("/2/tweets", json={"text": "hello"}, timeout=0.5)
    assert (len(stage.sandbox.posts(handle="lowlandair")) == 1) is happened


def test_a_fault_can_last_for_several_sends(stage: Stage) -> None:
    stage.sandbox.faults(sends=[{"kind": "unavailable", "times": 2}])
    answers = [stage.account.post("/2/tweets", json={"text": str(number)}).status_code for number in range(3)]
    assert answers == [503, 503, 201]


def test_faults_for_sends_leave_reading_alone(stage: Stage) -> None:
    stage.sandbox.faults(sends=["unavailable"])
    assert stage.account.get("/2/users/me").status_code == 200


def test_clearing_ends_all_trouble(stage: Stage) -> None:
    stage.sandbox.faults(sends=["unavailable"], pause=True, repeat=5)
    stage.sandbox.clear_faults()
    assert stage.account.post("/2/tweets", json={"text": "hello"}).status_code == 201


def test_an_unknown_fault_is_named(stage: Stage) -> None:
    answer = stage.http.post("/sandbox/faults", json={"gremlins": True})
    assert answer.status_code == 400
    assert "gremlins" in answer.json()["error"]


def test_every_answer_tells_how_often_one_may_still_ask(stage: Stage) -> None:
    stage.sandbox.clear_faults()
    stage.sandbox.faults(rate_limit_scale=0.02)
    first = stage.account.post("/2/tweets", json={"text": "one"})
    assert (first.headers["x-rate-limit-limit"], first.headers["x-rate-limit-remaining"]) == ("2", "1")
    assert int(first.headers["x-rate-limit-reset"]) > time.time()
    stage.account.post("/2/tweets", json={"text": "two"})
    refused = stage.account.post("/2/tweets", json={"text": "three"})
    assert refused.status_code == 429
    assert refused.json()["errors"] == [{"code": 88, "message": "Rate limit exceeded"}]
    assert refused.headers["x-rate-limit-remaining"] == "0"


def test_a_network_that_is_away_answers_nobody_and_keeps_its_events_while_the_others_go_on(
    stage: Stage, listener: Listener
) -> None:
    stage.hear(listener)
    stage.sandbox.faults(away=["x"])
    stage.sandbox.post("anna", "@lowlandair hello")
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(f"{stage.sandbox.url}/2/users/me")
    assert httpx2.get(f"{stage.sandbox.url}/bot1:nobody/getMe").status_code == 401
    assert stage.sandbox.counts().waiting == 1
    assert stage.sandbox.counts().attempts == 0
    stage.sandbox.faults(away=[])
    listener.wait_for("post.mention.create")
    assert httpx2.get(f"{stage.sandbox.url}/2/users/me").status_code == 401


def test_only_networks_that_are_here_can_be_away(stage: Stage) -> None:
    with pytest.raises(SandboxError, match="away"):
        stage.sandbox.faults(away=["hyves"])
