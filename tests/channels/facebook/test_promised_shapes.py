"""What we ask of the Graph has names that Meta has published: every call, parameter, field and word, every kind of event."""

from dataclasses import replace
from datetime import timedelta

from tests.channels.facebook.graph import APP, MIA, PAGE, Graph
from tests.channels.meta.published import UNPUBLISHED, Call, enumerations, fields, needed, strange_in, unknown_fields
from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, OutgoingFile
from webcare.channels.facebook import connect
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.lib.now import real_now

FACEBOOK = FacebookAdapter()

pytestmark = needed


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
    FACEBOOK.insights(page, [complaint.id])
    FACEBOOK.followers(page)
    FACEBOOK.take_down(page, complaint.id, private=False)
    FACEBOOK.disconnect(page)


def kind_of(node: str) -> str:
    """Which of Meta's lists speaks of it."""
    if node in {"me", PAGE}:
        return "Page"
    if node == APP:
        return "Application"
    if node.startswith("t_"):
        return "UnifiedThread"
    return "PagePost" if node.startswith(f"{PAGE}_") else "Comment"


def calls(graph: Graph) -> list[Call]:
    """Those of which Meta's lists speak: not of tokens, nor of reading several things by their ids alone."""
    found = []
    for method, path, asked in graph.calls:
        node, _, edge = path.partition("/")[2].partition("/")
        if node not in {"", "debug_token"}:
            said = {
                name: value for name, value in asked.items() if name != "body"
            }  # how the bytes of a form are handed on
            found.append(Call(method, kind_of(node), edge, said))
    return found


def test_every_call_its_parameters_and_their_words_are_published(page: Account, graph: Graph) -> None:
    everything(page, graph)
    made = calls(graph)
    assert [strange for call in made for strange in strange_in(call)] == []
    assert len({str(call) for call in made}) > 16, "all of them were made"


def test_every_field_is_published(page: Account, graph: Graph) -> None:
    everything(page, graph)
    known = fields("Page", "PagePost", "Comment", "UnifiedThread") | UNPUBLISHED
    assert {str(call): unknown for call in calls(graph) if (unknown := unknown_fields(call, known))} == {}


def test_every_event_that_we_ask_for_exists() -> None:
    assert set(connect.FIELDS) <= enumerations()["pagesubscribed_apps_subscribed_fields_enum_param"]


def test_the_publication_would_notice_a_mistake() -> None:
    wrong = Call("GET", "Page", "conversations", {"platform": "TELEGRAM", "colour": "red"})
    assert len(list(strange_in(wrong))) == 2
    assert list(strange_in(Call("PATCH", "Page", "", {})))
    assert unknown_fields(Call("GET", "Page", "", {"fields": "id,shoe_size{name}"}), fields("Page")) == {"shoe_size"}
