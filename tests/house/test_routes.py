"""Every route × every role, from the route table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from pytest_django.plugin import DjangoDbBlocker

from tests.house.route_table import ROUTES, Access
from tests.house.samples import Sample, sample
from tests.world import EMAIL, World, X
from webcare.demo import cast
from webcare.team.person import Person

RANKS = [Access.READER, Access.AGENT, Access.LEAD, Access.ADMINISTRATOR]
FORBIDDEN = {403, 404}
TURNED_AWAY = {302, 401}
MISSING_VERB = 405


@dataclass(frozen=True, slots=True)
class Route:
    """An address as Django knows it."""

    name: str
    pattern: str
    view: Any

    @property
    def verbs(self) -> dict[str, Any]:
        """The view of each verb; what is not ours is asked with GET."""
        return getattr(self.view, "verbs", {"GET": None})


def _walk(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(entry.name or pattern, pattern, entry.callback)
        else:
            yield from _walk(entry, pattern)


ALL = {route.name: route for route in _walk(get_resolver())}
CASES = [(name, verb) for name, row in ROUTES.items() for verb in row.verbs()]


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for all routes, and forgotten at the end."""
    with django_db_blocker.unblock(), _undone():
        world = World.build()
        for network in (X, EMAIL):
            world.handle(cast.BRAM, network)  # known from now on, whatever a test undoes
        yield world


@pytest.fixture
def world(company: World, db: None) -> World:
    """What a test does to the company is undone."""
    return company


def people(world: World) -> dict[Access, Person]:
    return dict(zip(RANKS, (world.willem, world.anna, world.noor, world.joost), strict=True))


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ALL) == set(ROUTES), "declare it in tests/house/route_table.py"


def test_the_guards_say_what_the_table_says() -> None:
    wrong = [
        f"{name} {verb}: the table says {ROUTES[name].verbs().get(verb)}, the guard {getattr(view, 'needs', None)}"
        for name, route in ALL.items()
        if hasattr(route.view, "verbs") and name in ROUTES
        for verb, view in route.verbs.items()
        if getattr(view, "needs", None) != _guard(ROUTES[name].verbs().get(verb))
    ]
    assert not wrong, "\n".join(wrong)


def test_verbs_that_are_not_in_the_table_are_not_there() -> None:
    wrong = [
        f"{name}: {sorted(route.verbs)}"
        for name, route in ALL.items()
        if hasattr(route.view, "verbs") and name in ROUTES and set(route.verbs) != set(ROUTES[name].verbs())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "verb"), CASES)
def test_a_stranger_gets_in_only_where_anybody_may(name: str, verb: str, world: World) -> None:
    row = ROUTES[name]
    answer = _ask(Client(), name, verb, sample(world, world.anna, row.about))
    access = row.verbs()[verb]
    if access is Access.ANYBODY:
        assert answer.status_code not in {403, 405}, answer.status_code
    elif access in {Access.NETWORK, Access.DEMO, Access.VISITOR, Access.MONITOR}:
        assert answer.status_code in {400, 401, 403, 404}, answer.status_code
    else:
        assert answer.status_code in TURNED_AWAY, answer.status_code
        if answer.status_code == 302:
            assert "/account/" in answer["Location"] or answer["Location"] == "/", answer["Location"]


@pytest.mark.parametrize(("name", "verb"), [case for case in CASES if ROUTES[case[0]].verbs()[case[1]] in RANKS])
def test_every_role_gets_what_it_may_and_no_more(name: str, verb: str, world: World) -> None:
    row = ROUTES[name]
    needed = RANKS.index(row.verbs()[verb])
    for rank, (role, person) in enumerate(people(world).items()):
        with _undone():
            answer = _ask(_client(person), name, verb, sample(world, person, row.about))
            if rank < needed:
                assert answer.status_code in FORBIDDEN, f"{role} got {answer.status_code}"
            else:
                assert answer.status_code not in {401, *FORBIDDEN, MISSING_VERB}, f"{role} got {answer.status_code}"
                assert verb != "GET" or answer.status_code in {200, 204, 302, 422}, f"{role} got {answer.status_code}"


@pytest.mark.parametrize(("name", "verb"), [case for case in CASES if ROUTES[case[0]].verbs()[case[1]] in RANKS])
def test_what_belongs_to_brands_that_are_not_mine_does_not_exist(name: str, verb: str, world: World) -> None:
    thing = sample(world, world.anna, ROUTES[name].about)
    answer = _ask(_client(world.newcomer), name, verb, thing)
    if thing.is_shared:
        assert answer.status_code in FORBIDDEN, answer.status_code
    else:
        assert answer.status_code < 500


@pytest.mark.parametrize("name", sorted(name for name in ROUTES if hasattr(ALL.get(name) and ALL[name].view, "verbs")))
def test_a_verb_that_is_not_there_is_refused(name: str, world: World) -> None:
    thing = sample(world, world.joost, ROUTES[name].about)
    for verb in {"GET", "POST", "DELETE", "PUT", "PATCH"} - set(ROUTES[name].verbs()):
        assert _ask(_client(world.joost), name, verb, thing).status_code == MISSING_VERB


@pytest.mark.parametrize(
    "name", sorted(name for name, row in ROUTES.items() if row.GET in RANKS and "page" not in row.about)
)
def test_nothing_personal_stays_in_a_cache(name: str, world: World) -> None:
    answer = _ask(_client(world.joost), name, "GET", sample(world, world.joost, ROUTES[name].about))
    assert "no-store" in answer["Cache-Control"]


def _guard(access: Access | None) -> str | None:
    return str(access) if access in RANKS else None


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client: Client, name: str, verb: str, thing: Sample) -> Any:
    """Whatever is asked here by whomever: the answer lets a browser run our own scripts and nothing else."""
    address = _address(name, thing.words)
    answer = client.post(address, thing.form) if verb == "POST" else client.generic(verb, address)
    policy = _policy(answer)
    assert policy.get("script-src", policy["default-src"]) in {"'self'", "'none'"}, policy
    assert policy["default-src"] == "'none'", policy
    for what, allowed in policy.items():
        assert not {"*", "http:", "https:", "'unsafe-eval'"} & {*allowed.split()}, f"{what} {allowed}"
        assert "data:" not in allowed or what == "img-src", f"{what} {allowed}"
        # a mail as it was sent brings its own styles, into a frame that may do nothing
        assert "unsafe" not in allowed or (what == "style-src" and "sandbox" in policy), f"{what} {allowed}"
    return answer


def _policy(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: allowed for name, _, allowed in parts if name}


def test_every_answer_here_is_held_to_the_policy(world: World) -> None:
    """What would be refused, and that it is looked at."""
    answer = _ask(_client(world.anna), "desk", "GET", sample(world, world.anna, ""))
    for spoiled in (
        "script-src 'self' 'unsafe-inline'",
        "script-src https://elsewhere.example",
        "script-src 'self' data:",
    ):
        answer.headers["Content-Security-Policy"] = f"default-src 'none'; {spoiled}"
        client = _client(world.anna)
        client.generic = lambda *_, answer=answer: answer  # type: ignore[method-assign]  # an answer that is not ours
        with pytest.raises(AssertionError):
            _ask(client, "desk", "GET", sample(world, world.anna, ""))


def _address(name: str, words: dict[str, Any]) -> str:
    try:
        return reverse(name, kwargs=words)
    except NoReverseMatch:
        return f"/{ALL[name].pattern}"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
