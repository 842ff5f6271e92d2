"""What became of our answers, asked of each make-believe network that tells it: its figures are those that people made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2
import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.doorway import doorway
from tests.channels.presences import presence
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.insight import Insight
from webcare.channels.registry import BUILT_IN, adapter
from webcare.channels.spending import Spending
from webcare.lib.now import real_now

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG and more"


@dataclass(frozen=True)
class Answers:
    """Two answers of ours below Mia's words, by the ids that the network calls them; she and Tom like the first."""

    ids: tuple[str, str]
    remove: Callable[[], None]
    likes: int = 2


def on_x(sandbox: Sandbox) -> Answers:
    asked = sandbox.post("mia_reist", "@lowlandair where is my bag?")
    first, second = (sandbox.reply("lowlandair", asked.id, text) for text in ("It is in Bergen.", "And you?"))
    for handle in ("mia_reist", "tomvanzetten"):
        sandbox.like(handle, first.id)
    return Answers((first.id, second.id), lambda: sandbox.delete(second.id))


def on_walls(on: str) -> Callable[[Sandbox], Answers]:
    def said(sandbox: Sandbox) -> Answers:
        picture = sandbox.upload("lowlandair", PNG) if on == "instagram" else None
        post = sandbox.wall_post("lowlandair", "Storm on Thursday", media_id=picture, on=on)
        asked = sandbox.comment("mia_reist", post.id, "Where is my bag?", on=on)
        first, second = (sandbox.comment("lowlandair", asked.id, text, on=on) for text in ("In Bergen.", "And you?"))
        for handle in ("mia_reist", "tomvanzetten", "lowlandair", "lowlandair"):
            sandbox.like_entry(handle, first.id, on)
        return Answers((first.name, second.name), lambda: sandbox.remove_entry(second.id, on))

    return said


def on_mastodon(sandbox: Sandbox) -> Answers:
    asked = sandbox.toot("mia_reist", "@lowlandair where is my bag?")
    first, second = (sandbox.toot("lowlandair", text, answers=asked.id) for text in ("In Bergen.", "And you?"))
    for handle in ("mia_reist", "tomvanzetten"):
        sandbox.star(handle, first.id)
    return Answers((first.name, second.name), lambda: sandbox.remove_toot(second.id))


def on_bluesky(sandbox: Sandbox) -> Answers:
    for handle in ("mia_reist", "tomvanzetten"):
        sandbox.create_user(handle, handle)
    asked = sandbox.bluesky_post("mia_reist", "@lowlandair where is my bag?")
    first, second = (
        sandbox.bluesky_post("lowlandair", text, below=asked.number) for text in ("In Bergen.", "And you?")
    )
    for handle in ("mia_reist", "tomvanzetten"):
        sandbox.bluesky_like(handle, first.number)
    return Answers((first.uri, second.uri), lambda: sandbox.bluesky_remove(second.number))


TOLD = {
    "x": on_x,
    "facebook": on_walls("facebook"),
    "instagram": on_walls("instagram"),
    "linkedin": on_walls("linkedin"),
    "mastodon": on_mastodon,
    "bluesky": on_bluesky,
}
every_telling = pytest.mark.parametrize("place", TOLD)


@pytest.fixture
def account(place: str, sandbox: Sandbox) -> Account:
    found = presence(place, sandbox)
    assert found.application
    with doorway(found.application) as door:
        adapter(place).connect(found, door.url)
    found.connected_at = real_now()
    found.save()
    return found


def test_every_network_that_tells_is_tried_here() -> None:
    assert {place for place in BUILT_IN if adapter(place).capabilities.insights} == set(TOLD)


@every_telling
def test_each_answer_has_the_figures_that_people_made(place: str, account: Account, sandbox: Sandbox) -> None:
    answers = TOLD[place](sandbox)
    first, second = sorted(
        adapter(place).insights(account, answers.ids), key=lambda one: answers.ids.index(one.external_id)
    )
    assert (first.external_id, second.external_id) == answers.ids
    assert (first.likes, second.likes) == (2, 0)
    assert first.clicks is None, "no network tells everybody"


@every_telling
def test_what_is_gone_is_left_out_and_hides_nothing_else(place: str, account: Account, sandbox: Sandbox) -> None:
    answers = TOLD[place](sandbox)
    answers.remove()
    told = adapter(place).insights(account, answers.ids)
    assert [(one.external_id, one.likes) for one in told] == [(answers.ids[0], 2)]
    assert adapter(place).insights(account, answers.ids[1:]) == []


@every_telling
def test_who_follows_the_account_is_counted(place: str, account: Account, sandbox: Sandbox) -> None:
    before = adapter(place).followers(account)
    sandbox.follow("mia_reist", "lowlandair")
    assert before is not None
    assert adapter(place).followers(account) == before + 1


@every_telling
def test_access_that_ended_is_told_with_the_error_word(place: str, account: Account, sandbox: Sandbox) -> None:
    answers = TOLD[place](sandbox)
    account.secrets = dict.fromkeys(account.secrets, "gone")
    account.settings |= {"access_expires_at": "2999-01-01T00:00:00+00:00"}
    account.save()
    with pytest.raises(DeliveryError) as error:
        adapter(place).insights(account, answers.ids)
    assert error.value.reauth


@pytest.mark.parametrize("place", ["x"])
def test_x_tells_how_often_a_post_was_shown_and_what_carried_it_on(account: Account, sandbox: Sandbox) -> None:
    answers = on_x(sandbox)
    sandbox.quote("mia_reist", answers.ids[0], "They found it!")
    for _ in range(3):
        assert httpx2.get(f"{sandbox.url}/posts/{answers.ids[0]}").status_code == 200
    (told,) = adapter("x").insights(account, answers.ids[:1])
    assert told == Insight(answers.ids[0], views=3, likes=2, replies=0, shares=1)


@pytest.mark.parametrize("place", ["x"])
def test_each_post_that_is_read_is_on_the_bill(account: Account, sandbox: Sandbox) -> None:
    answers = on_x(sandbox)
    Spending.objects.all().delete()
    adapter("x").insights(account, answers.ids)
    adapter("x").followers(account)
    assert set(Spending.objects.values_list("item", "count")) == {("own_read", 2), ("user_read", 1)}


@pytest.mark.parametrize("place", ["facebook"])
def test_a_like_on_a_page_is_told_at_the_door_too(place: str, sandbox: Sandbox) -> None:
    page = presence(place, sandbox)
    assert page.application
    with doorway(page.application) as door:
        adapter(place).connect(page, door.url)
        post = sandbox.wall_post("lowlandair", "Storm on Thursday", events=False)
        sandbox.like_entry("mia_reist", post.id)
        wait_until(lambda: door.events)
    assert b'"item":"reaction"' in door.events[-1].body
