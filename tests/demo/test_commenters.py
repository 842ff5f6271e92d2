"""The demo's customers on Facebook: they comment, hear who answers, and go on below the answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from sandbox.client import Sandbox
from tests.sandbox.running import network
from webcare.demo import cast
from webcare.demo.commenters import Commenters
from webcare.demo.matter import Matter
from webcare.demo.telling import Story, Storyteller

PAGE = cast.LOWLAND_AIR.handle


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with network() as running, Sandbox(running.url) as client:
        client.create_user(PAGE, cast.LOWLAND_AIR.name, is_brand=True)
        yield client


@pytest.fixture
def story() -> Story:
    """A public story of somebody who is on the networks."""
    teller = Storyteller(1, "commenters")
    told = (teller.tell("nl", datetime.now(UTC)) for _ in range(100))
    found = next(each for each in told if each.network == "x" and each.public)
    return replace(found, brand=cast.LOWLAND_AIR, network="facebook")


def matter_of(story: Story) -> Matter:
    return Matter(story, "", story.then, story.answer or "")


def test_they_comment_below_a_post_and_go_on_below_the_answer(sandbox: Sandbox, story: Story) -> None:
    post = sandbox.wall_post(PAGE, "We fly to Oslo now")
    customers, matter = Commenters(sandbox, Random(1)), matter_of(story)
    assert list(customers.answers()) == []
    said = customers.say(matter, f"@{PAGE} where is my bag?")
    [comment] = sandbox.wall_thread(post.id)
    assert (comment.name, comment.text) == (said, "where is my bag?")
    answer = sandbox.comment(PAGE, comment.id, "Which one?")
    assert list(customers.answers()) == [(said, answer.id)]
    assert list(customers.answers()) == []
    matter.answered = answer.id
    more = customers.say(matter, "The blue one")
    assert [each.parent_id for each in sandbox.wall_thread(post.id)] == [None, comment.id, comment.id]
    last = sandbox.comment(PAGE, comment.id, "Found it")
    assert list(customers.answers()) == [(more, last.id)]


def test_where_the_page_has_not_posted_they_write_on_its_wall(sandbox: Sandbox, story: Story) -> None:
    customers = Commenters(sandbox, Random(1))
    said = customers.say(matter_of(story), "Where is my bag?")
    [post] = sandbox.wall(wall=PAGE)
    assert post.name == said
    list(customers.answers())
    answer = sandbox.comment(PAGE, post.id, "Which one?")
    assert list(customers.answers()) == [(said, answer.id)]


def test_private_words_go_to_messenger(sandbox: Sandbox, story: Story) -> None:
    said = Commenters(sandbox, Random(1)).say(matter_of(replace(story, public=False)), "My booking is QX7RT2")
    assert [(each.name, each.text) for each in sandbox.chats()] == [(said, "My booking is QX7RT2")]


def test_on_linkedin_they_comment_below_the_page_s_posts_or_mention_it(sandbox: Sandbox, story: Story) -> None:
    customers = Commenters(sandbox, Random(1), on="linkedin")
    customers.say(matter_of(story), "Where is my bag?")
    [elsewhere] = sandbox.wall(on="linkedin")
    assert elsewhere.text == f"@{PAGE} Where is my bag?"
    own = sandbox.wall_post(PAGE, "We fly to Oslo.", on="linkedin")
    said = customers.say(matter_of(story), "And where is hers?")
    answer = sandbox.comment(PAGE, sandbox.wall_thread(own.id, on="linkedin")[0].id, "On its way.", on="linkedin")
    assert list(customers.answers()) == [(said, answer.id)]
