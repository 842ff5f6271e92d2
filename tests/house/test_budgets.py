"""A list costs the same number of queries for a few rows and for many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from tests.budget import at_most, same_cost
from tests.house.route_table import ROUTES, Access
from tests.world import World
from tests.x_events import arrive, post
from webcare.cases.opening import open_case
from webcare.conversations.conversation import Conversation
from webcare.conversations.label import Label
from webcare.conversations.reaction import Reaction
from webcare.conversations.receiving import receive_waiting
from webcare.demo import cast
from webcare.lib.now import real_now
from webcare.team.notice import Notice, NoticeKind, NoticePreference

OURS = {Access.ANYBODY, Access.READER, Access.AGENT, Access.LEAD, Access.ADMINISTRATOR}
LISTS = sorted(
    name for name, row in ROUTES.items() if row.GET in OURS and not row.about and not name.startswith("account")
)
BULK: Mapping[str, Mapping[str, str | Callable[[World], int]]] = {
    "closure": {},
    "dismissal": {"reason": "spam"},
    "snooze": {"until": f"{real_now() + timedelta(days=300):%Y-%m-%dT%H:%M}"},
    "assignment": {"person": lambda world: world.daniel.pk},
    "label": {"label": lambda _world: Label.objects.get_or_create(name="Suitcase")[0].pk},
}
DESK_BUDGET = 40  # the whole first screen, signed in


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    return client


def some_work(world: World, count: int = 3) -> None:
    """Conversations of several kinds, some in a case."""
    for number in range(count):
        conversation = world.conversation(cast.BRAM, "Where is my bag?", "Hello?")
        if number % 3 == 0:
            open_case(conversation, world.joost)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_few_and_for_many(name: str, world: World, client: Client) -> None:
    some_work(world)
    ask = partial(client.get, reverse(name))
    ask()  # what is read only once is read now
    same_cost(ask, ask, lambda: some_work(world, 12))


def test_the_first_screen_has_a_budget(world: World, client: Client) -> None:
    some_work(world, 12)
    client.get(reverse("desk"))
    with at_most(DESK_BUDGET):
        client.get(reverse("desk"))


@pytest.mark.parametrize("act", BULK)
def test_an_act_on_many_costs_the_same_as_on_a_few(act: str, world: World, client: Client) -> None:
    given = {name: value(world) if callable(value) else value for name, value in BULK[act].items()}

    def do(ids: list[int]) -> None:
        answer = client.post(reverse("bulk", args=[act]), {**given, "ids": ids}, headers={"HX-Request": "true"})
        assert answer.status_code == 204, answer.content.decode()

    first, few, many = ([world.conversation().pk for _ in range(count)] for count in (1, 2, 14))
    do(first)
    for _refused in (False, True):  # the second time it is so already, and each says why
        same_cost(partial(do, few), partial(do, many), lambda: None)


def test_receiving_and_telling_of_many_costs_the_same_as_of_a_few(world: World) -> None:
    NoticePreference.objects.create(person=world.noor, notice_kind=NoticeKind.WAITING, browser=True)

    def write(count: int) -> None:
        for author in range(700, 700 + count):
            arrive(world.x, post(world.x, "@lowlandair where is my bag?", author=f"{author}", conversation=f"{author}"))

    write(14)
    receive_waiting()
    assert Conversation.objects.count() == 14
    theirs = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))[1::2]
    Conversation.objects.filter(pk__in=theirs).update(assignee=world.daniel)
    assert Notice.objects.filter(person=world.noor).count() == 14
    write(2)
    same_cost(receive_waiting, receive_waiting, partial(write, 14))
    assert Notice.objects.filter(person=world.daniel).count() == 7


# What a page may ask, whatever it shows; `webcare bench desk` says how long that takes on a million messages.
PAGE_BUDGETS = {"/queue": 24, "/search?q=bag": 22}
CONVERSATION_BUDGET, NEXT_BUDGET = 30, 34


@pytest.mark.parametrize("path", PAGE_BUDGETS)
def test_a_page_keeps_its_budget(path: str, world: World, client: Client) -> None:
    some_work(world, 12)
    client.get(path)
    with at_most(PAGE_BUDGETS[path]):
        client.get(path, headers={"HX-Request": "true", "HX-Target": "results"})


def test_a_conversation_costs_the_same_with_one_message_and_with_forty(world: World, client: Client) -> None:
    conversation = world.conversation()
    ask = partial(client.get, f"/conversations/{conversation.pk}", headers={"HX-Request": "true"})
    ask()
    with at_most(CONVERSATION_BUDGET):
        ask()

    def talk_on() -> None:
        for number in range(39):
            said = world.message(conversation, by=world.anna if number % 2 else None)
            at = {"account": said.account, "external_id": said.external_id, "at": real_now(), "signs": ["👍"]}
            Reaction.objects.bulk_create([Reaction(**at, author_external_id=f"{one}") for one in range(5)])

    same_cost(ask, ask, talk_on)


def test_next_keeps_its_budget_however_many_wait(world: World, client: Client) -> None:
    some_work(world, 12)
    client.post("/next", headers={"HX-Request": "true"})
    some_work(world, 12)
    with at_most(NEXT_BUDGET):
        client.post("/next", headers={"HX-Request": "true"})
