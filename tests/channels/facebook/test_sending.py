"""An answer stands on Facebook once, or somebody is told why not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.channels.facebook.graph import MIA, PAGE, TOM, Graph, Item, Refusal
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, Sent
from webcare.channels.delivery import Delivery
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.lib.limits import MIB
from webcare.lib.now import now, real_now

FACEBOOK = FacebookAdapter()
TAG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more", alt="A bag tag")


@pytest.fixture
def complaint(graph: Graph) -> Item:
    storm = graph.post(PAGE, "Storm on Thursday", ago=timedelta(hours=2))
    return graph.comment(MIA, "my bag is still in Bergen", storm, ago=timedelta(hours=1))


@pytest.fixture
def answer(complaint: Item) -> Outgoing:
    return Outgoing(
        key="key-1", text="We found it, Mia!", private=False, recipient=MIA, in_reply_to=complaint.id,
        thread_key=f"{complaint.post}:{MIA}",
    )  # fmt: skip


@pytest.fixture
def whisper() -> Outgoing:
    return Outgoing(key="key-2", text="Your booking, please?", private=True, recipient=MIA)


def refused(page: Account, outgoing: Outgoing) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        FACEBOOK.send(page, outgoing)
    return caught.value


def look(page: Account, outgoing: Outgoing) -> Sent | None:
    return FACEBOOK.find_sent(page, outgoing, real_now() - timedelta(minutes=10))


def from_us(items: list[Item]) -> list[Item]:
    return [one for one in items if one.author == PAGE]


def test_a_comment_is_answered_below_it(page: Account, graph: Graph, complaint: Item, answer: Outgoing) -> None:
    sent = FACEBOOK.send(page, replace(answer, text="We found it.\r\nMia!\r\n"))
    [there] = from_us(graph.comments)
    assert (there.id, there.text, there.parent) == (sent.external_id, "We found it.\nMia!", complaint.id)
    assert sent.permalink.endswith(there.id)


def test_a_token_stands_in_no_address(page: Account, graph: Graph, answer: Outgoing) -> None:
    FACEBOOK.send(page, answer)
    [(method, path, asked)] = graph.calls
    assert (method, path) == ("POST", f"v26.0/{answer.in_reply_to}/comments")
    assert "page-token" not in str(asked)
    assert len(asked["appsecret_proof"]) == 64


def test_a_photo_goes_along(page: Account, graph: Graph, answer: Outgoing) -> None:
    FACEBOOK.send(page, replace(answer, files=(TAG,)))
    [there] = from_us(graph.comments)
    assert TAG.content in graph.uploads[there.attachment]


def test_a_message_reaches_who_wrote_before(page: Account, graph: Graph, whisper: Outgoing) -> None:
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(hours=3))
    sent = FACEBOOK.send(page, whisper)
    [there] = from_us(graph.messages)
    assert (there.id, there.text, there.to, there.tag) == (sent.external_id, whisper.text, MIA, "")


def test_a_file_is_a_message_of_its_own(page: Account, graph: Graph, whisper: Outgoing) -> None:
    graph.message(MIA, PAGE, "Hello?")
    FACEBOOK.send(page, replace(whisper, text="", files=(OutgoingFile("a.pdf", "application/pdf", b"%PDF"),)))
    [there] = from_us(graph.messages)
    assert b"%PDF" in graph.uploads[there.attachment]


def test_after_a_day_only_a_page_that_may_do_so_answers(page: Account, graph: Graph, whisper: Outgoing) -> None:
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(days=3))
    late = refused(page, whisper)
    assert late.permanent
    assert "too late" in late.message
    assert from_us(graph.messages) == []
    page.keep(settings={"human_agent": "on"})
    FACEBOOK.send(page, whisper)
    assert [one.tag for one in from_us(graph.messages)] == ["HUMAN_AGENT"]


def test_after_a_week_nobody_does(page: Account, graph: Graph, whisper: Outgoing) -> None:
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(days=8))
    page.keep(settings={"human_agent": "on"})
    assert refused(page, whisper).permanent


def test_the_windows_are_told_before_they_close(page: Account) -> None:
    window = FACEBOOK.reply_window
    assert window(page, private=False, handed_over=False) is None
    assert window(page, private=True, handed_over=False) == timedelta(hours=24)
    assert window(page, private=True, handed_over=True) == timedelta(days=7)
    page.settings["human_agent"] = "on"
    assert window(page, private=True, handed_over=False) == timedelta(days=7)


def test_a_comment_gets_one_private_answer(page: Account, graph: Graph, complaint: Item, whisper: Outgoing) -> None:
    over = replace(whisper, goes_on_from=complaint.id)
    sent = FACEBOOK.send(page, over)
    assert [one.id for one in from_us(graph.messages)] == [sent.external_id]
    assert refused(page, replace(over, key="key-3", text="And your name?")).permanent
    graph.message(MIA, PAGE, "QX7RT2")
    FACEBOOK.send(page, replace(over, key="key-3", text="And your name?"))
    assert [one.text for one in from_us(graph.messages)] == ["Your booking, please?", "And your name?"]


def test_what_a_visitor_posted_is_answered_in_private_by_its_own_name(
    page: Account, graph: Graph, whisper: Outgoing
) -> None:
    visit = graph.post(TOM, "Queue at gate B7")
    FACEBOOK.send(page, replace(whisper, recipient=TOM, goes_on_from=visit.id))
    assert graph.calls[-1][2]["recipient"] == {"post_id": visit.id}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "a" * 8001}, "takes 8001 of the 8000"),
        ({"text": " \r\n "}, "nothing to send"),
        ({"files": (OutgoingFile("a.pdf", "application/pdf", b"%PDF"),)}, "does not take a.pdf"),
        ({"files": (OutgoingFile("a.png", "image/png", b"x" * (4 * MIB + 1)),)}, "larger than the 4 MB"),
        ({"files": (TAG, TAG)}, "only one file"),
        ({"private": True, "text": "a" * 2001}, "takes 2001 of the 2000"),
        ({"private": True, "files": (TAG,)}, "a text or a file"),
        ({"in_reply_to": "../me"}, "nothing under this id"),
        ({"private": True, "recipient": "nameless:1_2"}, "nothing under this id"),
    ],
)
def test_what_facebook_would_refuse_never_leaves(
    page: Account, graph: Graph, answer: Outgoing, changes: dict[str, Any], sentence: str
) -> None:
    error = refused(page, replace(answer, **changes))
    assert sentence in error.message
    assert error.permanent
    assert graph.calls == []


def test_a_limit_that_meta_changes_is_a_setting(page: Account, answer: Outgoing) -> None:
    assert page.application
    page.application.settings["comment_length"] = "10"
    assert "of the 10" in refused(page, answer).message
    for nonsense in ("", "0", "-5", "many", "٣"):
        page.application.settings["comment_length"] = nonsense
        length = FACEBOOK.length(page, private=False)
        assert length and length.limit == 8000


@pytest.mark.parametrize(
    ("trouble", "flags"),
    [
        (Refusal(190, 463, 401), (True, False, True)),
        (Refusal(4), (False, False, False)),
        (Refusal(368), (False, False, False)),
        (Refusal(200), (True, False, True)),
        (Refusal(551), (True, False, False)),
        (Refusal(2, status=503), (False, True, False)),
        ("lost", (False, True, False)),
    ],
)
def test_each_way_to_fail_is_told_apart(
    page: Account, graph: Graph, answer: Outgoing, trouble: Refusal | str, flags: tuple[bool, ...]
) -> None:
    graph.troubles = [trouble]
    error = refused(page, answer)
    assert (error.permanent, error.unknown, error.reauth) == flags
    assert from_us(graph.comments) == []


def test_a_version_that_is_none_leads_nowhere(page: Account, graph: Graph, answer: Outgoing) -> None:
    assert page.application
    page.application.settings["api_version"] = "../../v1"
    assert refused(page, answer).permanent
    assert graph.calls == []


@pytest.mark.parametrize("trouble", ["done", "lost"])
def test_after_a_lost_line_the_comment_is_looked_up(
    page: Account, graph: Graph, complaint: Item, answer: Outgoing, trouble: str
) -> None:
    graph.troubles = [trouble]
    assert refused(page, answer).unknown
    found = look(page, answer)
    assert (found.external_id if found else None) == next((one.id for one in from_us(graph.comments)), None)
    assert (found is not None) == (trouble == "done")


def test_an_answer_to_an_answer_is_found_where_facebook_hung_it(
    page: Account, graph: Graph, complaint: Item, answer: Outgoing
) -> None:
    second = graph.comment(TOM, "mine too", complaint)
    asked = replace(answer, in_reply_to=second.id, recipient=TOM, thread_key=f"{complaint.post}:{TOM}")
    sent = FACEBOOK.send(page, asked)
    found = look(page, asked)
    assert found and found.external_id == sent.external_id


def test_the_same_words_elsewhere_or_for_another_do_not_stand_for_it(
    page: Account, graph: Graph, complaint: Item, answer: Outgoing
) -> None:
    other = graph.comment(TOM, "mine too", next(one for one in graph.posts if one.id == complaint.post))
    graph.comment(PAGE, answer.text, other)
    graph.comment(TOM, answer.text, complaint)
    graph.comment(PAGE, answer.text, complaint, ago=timedelta(minutes=30))
    assert look(page, answer) is None
    twice = graph.comment(PAGE, answer.text, complaint)
    Delivery.objects.create(account=page, key="another", outgoing={}, release_at=now(), external_id=twice.id)
    assert look(page, answer) is None


def test_after_a_lost_line_the_message_is_looked_up(page: Account, graph: Graph, whisper: Outgoing) -> None:
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(hours=1))
    assert look(page, whisper) is None
    graph.troubles = ["done"]
    assert refused(page, whisper).unknown
    found = look(page, whisper)
    assert found and [found.external_id] == [one.id for one in from_us(graph.messages)]


def test_a_private_answer_to_somebody_nameless_is_found_too(
    page: Account, graph: Graph, complaint: Item, whisper: Outgoing
) -> None:
    over = replace(whisper, recipient=f"nameless:{complaint.id}", goes_on_from=complaint.id)
    graph.troubles = ["done"]
    assert refused(page, over).unknown
    found = look(page, over)
    assert found and [found.external_id] == [one.id for one in from_us(graph.messages)]
