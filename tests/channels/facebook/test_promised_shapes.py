"""What we ask of the Graph has names that Meta has published: every field, every parameter, every kind of event."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.channels.facebook.graph import APP, MIA, PAGE, Graph
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, OutgoingFile
from webcare.channels.facebook import connect
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.lib.now import real_now

SPECS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "meta"
FACEBOOK = FacebookAdapter()
EVERYWHERE = {"fields", "limit", "after", "appsecret_proof", "access_token"}  # of every call, and so in no list
UNLISTED = {  # what Meta explains in its guides only
    "filedata",  # the bytes of message_attachments
    "body",  # how this test's server hands on the bytes of a form
}
FIELD = re.compile(r"[a-z_]+(?=[,.{}]|\Z)")

pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="Meta's published names are not on this machine")


@cache
def published(node: str) -> Any:
    return json.loads((SPECS / f"{node}.json").read_text())


def parameters(node: str, method: str, edge: str) -> set[str]:
    """What a call may be asked with; an edge that is not listed there is not asked for."""
    name = {"GET": "#get", "POST": "#update", "DELETE": "#delete"}[method]
    calls = [one for one in published(node)["apis"] if one["method"] == method]
    [call] = [one for one in calls if (one.get("endpoint") == edge if edge else one.get("name") == name)]
    return {one["name"] for one in call.get("params", [])}


def fields(node: str) -> set[str]:
    return {one["name"] for one in published(node)["fields"]}


def everything(page: Account, graph: Graph) -> None:
    """Each kind of call once."""
    FACEBOOK.connect(page, "https://webcare.example.org/hooks/facebook/key")
    FACEBOOK.check(page)
    complaint = graph.comment(MIA, "my bag", graph.post(PAGE, "Storm"))
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(minutes=3))
    public = Outgoing("1", "Found.", private=False, recipient=MIA, in_reply_to=complaint.id, thread_key=complaint.post)
    private = replace(public, key="2", private=True)
    for outgoing in (public, private, replace(private, goes_on_from=complaint.id)):
        FACEBOOK.send(page, outgoing)
        FACEBOOK.find_sent(page, outgoing, real_now())
    FACEBOOK.send(page, replace(private, text="", files=(OutgoingFile("a.pdf", "application/pdf", b"%PDF"),)))
    FACEBOOK.send(page, replace(public, files=(OutgoingFile("a.png", "image/png", b"x", alt="A tag"),)))
    list(FACEBOOK.catch_up(page))
    for action in ("hide", "unhide", "block", "unblock"):
        FACEBOOK.moderate(page, action, complaint.id, MIA)
    FACEBOOK.edit(page, complaint.id, "We found it.", private=False)
    FACEBOOK.take_down(page, complaint.id, private=False)
    FACEBOOK.disconnect(page)


def kind_of(node: str) -> str:
    """Which of Meta's lists speaks of it."""
    if node in {"me", PAGE}:
        return "Page"
    if node.startswith("t_"):
        return "UnifiedThread"
    return "PagePost" if node.startswith(f"{PAGE}_") else "Comment"


def test_every_call_and_its_parameters_are_published(page: Account, graph: Graph) -> None:
    everything(page, graph)
    strange = []
    for method, path, asked in graph.calls:
        node, _, edge = path.partition("/")[2].partition("/")
        if node in {"debug_token", APP}:  # the lists are of pages and what lies on them
            continue
        names = set(asked) - EVERYWHERE - UNLISTED
        strange += [(method, path, one) for one in names - parameters(kind_of(node), method, edge)]
    assert not strange
    assert len({(method, path.rpartition("/")[2]) for method, path, _ in graph.calls}) > 12, "all of them were made"


def test_every_field_is_published(page: Account, graph: Graph) -> None:
    everything(page, graph)
    wished = {
        path: str(asked["fields"]) for method, path, asked in graph.calls if method == "GET" and "fields" in asked
    }
    known = fields("Page") | fields("PagePost") | fields("Comment") | fields("UnifiedThread")
    known |= {"comments", "filter", "order", "limit", "stream", "reverse_chronological"}  # an edge and how it is asked
    known |= {"to", "attachments"}  # of a message, of which there is no list
    for path, wish in wished.items():
        assert {one for one in FIELD.findall(wish) if one} <= known, path


def test_every_event_that_we_ask_for_exists() -> None:
    kinds = json.loads((SPECS / "enum_types.pruned.json").read_text())
    [names] = [one["values"] for one in kinds if one["name"] == "pagesubscribed_apps_subscribed_fields_enum_param"]
    assert set(connect.FIELDS) <= set(names)
