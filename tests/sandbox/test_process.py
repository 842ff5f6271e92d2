"""The process: it keeps what it knows, and it ends when it is asked to."""

from pathlib import Path

import httpx2

from sandbox.client import Sandbox
from tests.sandbox.running import listening, network


def test_what_was_said_survives_a_restart(tmp_path: Path) -> None:
    with network("--data", str(tmp_path)) as first, Sandbox(first.url) as sandbox:
        sandbox.create_user("anna", "Anna")
        post = sandbox.post("anna", "remember me")
        bearer = sandbox.create_app().bearer_token
        assert first.stop() in (0, -15)
    with network("--data", str(tmp_path)) as second, Sandbox(second.url) as sandbox:
        assert [each.id for each in sandbox.posts()] == [post.id]
        assert sandbox.create_app().bearer_token == bearer


def test_events_that_waited_go_out_after_a_restart(tmp_path: Path) -> None:
    with listening() as listener:
        with network("--data", str(tmp_path)) as first, Sandbox(first.url) as sandbox:
            brand = sandbox.create_user("lowlandair", is_brand=True)
            token = sandbox.issue_tokens("lowlandair")
            headers = {"authorization": f"Bearer {token.bearer_token}"}
            webhook = httpx2.post(f"{first.url}/2/webhooks", json={"url": listener.url}, headers=headers).json()[
                "data"
            ]["id"]
            wanted = {"event_type": "post.create", "filter": {"user_id": brand.id}, "webhook_id": webhook}
            httpx2.post(f"{first.url}/2/activity/subscriptions", json=wanted, headers=headers)
            sandbox.faults(pause=True)
            sandbox.post("lowlandair", "held back")
            assert listener.events == []
        with network("--data", str(tmp_path)):
            assert listener.wait_for("post.create")[0]["payload"]["text"] == "held back"


def test_it_ends_though_a_page_is_open() -> None:
    with network() as running, httpx2.stream("GET", f"{running.url}/live") as stream:
        assert stream.status_code == 200
        assert running.stop() in (0, -15)


def test_without_a_folder_everything_is_forgotten() -> None:
    with network() as running, Sandbox(running.url) as sandbox:
        assert (sandbox.counts().posts, sandbox.users()) == (0, [])
