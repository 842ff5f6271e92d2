"""What came while the webhook was deaf is fetched once, and understood as if it had been told."""

from datetime import timedelta

import pytest

from tests.channels.facebook.graph import MIA, PAGE, TOM, Graph
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.channels.inbound import Parsing, Received
from webcare.lib.now import real_now

FACEBOOK = FacebookAdapter()


def caught(page: Account) -> list[Received]:
    parsing = Parsing(real_now(), own_ids=frozenset({PAGE}))
    told = [one for event in FACEBOOK.catch_up(page) for one in FACEBOOK.parse(event.payload, parsing)]
    return [one for one in told if isinstance(one, Received)]


def test_posts_comments_and_messages_are_caught_up_with(page: Account, graph: Graph) -> None:
    storm = graph.post(PAGE, "Storm on Thursday", ago=timedelta(days=3))
    old = graph.comment(TOM, "long ago", storm, ago=timedelta(days=2))
    graph.comment(MIA, "my bag", old, ago=timedelta(minutes=9))
    visit = graph.post(TOM, "Queue at gate B7", ago=timedelta(minutes=8))
    graph.message(MIA, PAGE, "Hello?", ago=timedelta(minutes=7))
    graph.message(PAGE, MIA, "Yes?", ago=timedelta(minutes=6))
    graph.message(MIA, PAGE, "long ago", ago=timedelta(days=5))
    found = {one.text: one for one in caught(page)}
    assert set(found) == {"my bag", "Queue at gate B7", "Hello?", "Yes?"}
    assert found["my bag"].parents == (old.id, storm.id)
    assert found["my bag"].thread_key == f"{storm.id}:{MIA}"
    assert found["Queue at gate B7"].external_id == visit.id
    assert (found["Hello?"].private, found["Hello?"].author.name) == (True, "Mia Reist")
    assert found["Yes?"].ours
    assert found["Yes?"].recipient and found["Yes?"].recipient.external_id == MIA


def test_the_next_time_begins_where_this_one_stopped(page: Account, graph: Graph) -> None:
    graph.post(TOM, "first", ago=timedelta(minutes=9))
    assert [one.text for one in caught(page)] == ["first"]
    assert caught(page) == []
    graph.post(TOM, "second")
    assert [one.text for one in caught(page)] == ["second"]


def test_what_is_fetched_twice_has_the_same_key(page: Account, graph: Graph) -> None:
    graph.post(TOM, "Queue at gate B7")
    first, second = ([event.key for event in FACEBOOK.catch_up(page)] for _ in range(2))
    assert first == second


def test_more_comments_than_fit_are_all_fetched_and_the_token_is_not_followed(page: Account, graph: Graph) -> None:
    graph.page_size = 2
    storm = graph.post(PAGE, "Storm on Thursday", ago=timedelta(days=3))
    for number in range(7):
        graph.comment(MIA, f"comment {number}", storm, ago=timedelta(minutes=number + 1))
    assert sorted(one.text for one in caught(page)) == [f"comment {number}" for number in range(7)]
    assert not any("access_token" in asked for _, _, asked in graph.calls)


def test_near_the_end_of_the_quota_the_rest_is_left_to_answers(page: Account, graph: Graph) -> None:
    graph.page_size = 1
    graph.usage = '{"call_count":91,"total_time":2,"total_cputime":1}'
    storm = graph.post(PAGE, "Storm on Thursday", ago=timedelta(days=3))
    for number in range(4):
        graph.comment(MIA, f"comment {number}", storm, ago=timedelta(minutes=number + 1))
    with pytest.raises(DeliveryError, match="91 percent") as caught_error:
        caught(page)
    assert caught_error.value.retry_after
    assert "caught_up_at" not in page.cursor


def test_without_access_somebody_has_to_connect_again(page: Account, graph: Graph) -> None:
    graph.token = "another"
    with pytest.raises(DeliveryError) as error:
        caught(page)
    assert error.value.reauth
