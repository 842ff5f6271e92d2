"""What people say by hand on the pages is told apart from what programs let them say."""

from datetime import UTC, datetime, timedelta

import httpx2

from sandbox.client import Sandbox
from tests.sandbox.running import Running


def test_what_is_said_on_the_pages_is_remembered_with_its_id(sandbox: Sandbox, running: Running) -> None:
    began = datetime.now(UTC) - timedelta(seconds=5)
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("bob")
    sandbox.post("bob", "@lowlandair by a program")
    with httpx2.Client(base_url=running.url, follow_redirects=True, trust_env=False) as browser:
        browser.get("/?as=anna")
        browser.post("/posts", data={"text": "@lowlandair by hand"})
        browser.post("/messages/lowlandair", data={"text": "In private"})
        browser.post("/mail", data={"to": "help@lowlandair.example", "subject": "S", "text": "In a letter"})
    told = sandbox.visits(began)
    assert [(visit.handle, visit.kind) for visit in told] == [("anna", "post"), ("anna", "message"), ("anna", "mail")]
    assert told[0].id == sandbox.posts(handle="anna")[0].id
    assert told[1].id == sandbox.messages("anna")[0].id
    assert told[2].id == sandbox.mails(mailbox="anna@post.example", folder="Sent")[0].message_id
    assert sandbox.visits(datetime.now(UTC) + timedelta(minutes=1)) == []


def test_words_in_the_address_stand_in_the_box(sandbox: Sandbox, http: httpx2.Client) -> None:
    page = http.get("/compose?as=anna&text=%40lowlandair+%3Cb%3E+where%3F", follow_redirects=True)
    assert ">@lowlandair &lt;b&gt; where?</textarea>" in page.text
