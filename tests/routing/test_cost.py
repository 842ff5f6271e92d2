"""What the queue costs: who speaks what is looked up once, and a page reads the organisation once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.cases.opening import open_case
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.demo import cast
from webcare.lib.now import now
from webcare.lib.read_once import read_once
from webcare.routing.line import listed
from webcare.routing.queue import Filters, counts, takeable
from webcare.team.organisation import organisation

pytestmark = pytest.mark.django_db
TWEETERS = [customer for customer in cast.CUSTOMERS if customer.handle]


@pytest.fixture
def world() -> World:
    return World.build()


def test_who_speaks_a_language_is_looked_up_once_however_many_wait(world: World) -> None:
    for customer in TWEETERS[:12]:
        world.conversation(customer, "Hvar er taskan mín?", language="is")
    with read_once(), CaptureQueriesContext(connection) as asked:
        rows, again = (
            takeable(Conversation.objects.waiting(), world.noor, now(), organisation().fallback_language)
            for _ in range(2)
        )
        assert rows.count() == again.count() == len(TWEETERS[:12])
    assert sum("SELECT DISTINCT language" in query["sql"] for query in asked) == 1
    assert "SubPlan" not in rows.explain()


def test_the_lines_of_the_list_cost_one_statement_and_say_what_the_conversations_say(world: World) -> None:
    talks = [world.conversation(customer, "Where is my bag?", language="en") for customer in TWEETERS[:3]]
    Label.objects.create(name="baggage").conversations.add(talks[1])
    case = open_case(talks[2], world.anna, title="A blue bag")
    talks[0].claim(world.daniel)
    ids = [talks[2].pk, talks[0].pk, talks[1].pk]
    with read_once():
        world.anna.reach()
        with CaptureQueriesContext(connection) as asked:
            lines = listed(world.anna, ids)
    assert len(asked) == 1
    assert [line.pk for line in lines] == ids
    for line, talk in zip(lines, (talks[2], talks[0], talks[1]), strict=True):
        talk.refresh_from_db()
        assert (line.shown, line.preview, line.waiting_since) == (talk.handle.shown, talk.preview, talk.waiting_since)
        assert not line.rough
    assert [line.labels for line in lines] == [(), (), ("baggage",)]
    assert [line.cases for line in lines] == [(case.pk,), (), ()]
    assert [line.holder_at(now()) for line in lines] == ["", world.daniel.name, ""]


def test_nobody_gets_a_line_of_a_brand_that_is_not_theirs(world: World) -> None:
    talk = world.conversation(TWEETERS[0], "Where is my bag?", language="en")
    assert [line.pk for line in listed(world.anna, [talk.pk])] == [talk.pk]
    assert listed(world.newcomer, [talk.pk]) == []


def test_no_more_rows_of_a_tab_are_counted_than_anybody_looks_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for customer in TWEETERS[:5]:
        world.conversation(customer, "Where is my bag?", language="en")
    assert counts(world.anna, now(), Filters())["team"] == 5
    monkeypatch.setattr("webcare.routing.queue.COUNTED", 3)
    assert counts(world.anna, now(), Filters())["team"] == 3


def test_a_page_reads_the_organisation_once(world: World) -> None:
    client = Client()
    client.force_login(world.anna, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/queue", headers={"HX-Request": "true"}).status_code == 200
    assert sum('FROM "webcare_organisation"' in query["sql"] for query in asked) == 1


def test_what_is_read_once_is_read_again_after_it_was_saved() -> None:
    with read_once():
        ours = organisation()
        ours.name = "Not saved yet"
        assert organisation().name != ours.name
        ours.save()
        assert organisation().name == "Not saved yet"
