"""What the queue costs: who speaks what is looked up once, and a page reads the organisation once."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.conversations.conversation import Conversation
from webcare.demo import cast
from webcare.lib.now import now
from webcare.routing.queue import Filters, first_of, listed, takeable
from webcare.team.organisation import organisation, read_once

pytestmark = pytest.mark.django_db
TWEETERS = [customer for customer in cast.CUSTOMERS if customer.handle]


@pytest.fixture
def world() -> World:
    return World.build()


def test_who_speaks_a_language_is_looked_up_once_however_many_wait(world: World) -> None:
    for customer in TWEETERS[:12]:
        world.conversation(customer, "Hvar er taskan mín?", language="is")
    rows = takeable(Conversation.objects.waiting(), world.noor, now(), organisation().fallback_language)
    assert rows.count() == len(TWEETERS[:12])
    plan = rows.explain(analyze=True)
    loops = re.findall(r"SubPlan \d+\n[^\n]*loops=(\d+)", plan)
    assert loops and set(loops) == {"1"}, plan


def test_a_line_of_the_list_reads_what_it_shows_and_nothing_later(world: World) -> None:
    for customer in TWEETERS[:3]:
        world.conversation(customer, "Where is my bag?", language="en")
    ids = first_of(world.anna, now(), Filters(), 10)
    rows = list(listed(world.anna, ids))
    assert {row.pk for row in rows} == set(ids)
    with CaptureQueriesContext(connection) as asked:
        assert all(row.handle.shown and row.preview and row.rough is False for row in rows)  # type: ignore[attr-defined]  # annotated
    assert not asked.captured_queries


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
