"""The search page: three groups, filters in the address, found words marked and everything else escaped."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.cases.opening import open_case
from webcare.demo import cast
from webcare.search import messages, patience

HTMX = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def anna(world: World, sit: Seat) -> Client:
    return sit(world.anna)


def page(client: Client, **asked: str) -> str:
    response = client.get("/search", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_people_cases_and_messages_are_found_at_once(world: World, anna: Client) -> None:
    case = open_case(world.conversation(cast.BRAM, "Waar is mijn koffer?"), world.anna, title="Koffer van Bram")
    found = page(anna, q="bram")
    assert f'href="/customers/{case.customer_id}"' in found and f'href="/cases/{case.pk}"' in found
    found = page(anna, q="koffers")
    message = case.conversations.get().messages.get()
    assert f'href="/conversations/{message.conversation_id}?all=1#m{message.pk}"' in found
    assert "mijn <mark>koffer</mark>?" in found


def test_what_customers_write_is_never_taken_for_ours(world: World, anna: Client) -> None:
    world.conversation(cast.BRAM, "<script>alert(1)</script> koffer <mark>x</mark> <b>", language="nl")
    for asked in ({"q": "koffer"}, {"q": "<script>"}, {"q": '"><svg onload=1>'}, {"q": "lang:nl"}):
        found = page(anna, **asked)
        assert "<script>alert" not in found and "<svg onload" not in found and "<mark>x" not in found
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>koffer</mark>" in page(anna, q="koffer")


def test_filters_may_be_typed_or_chosen(world: World, anna: Client) -> None:
    world.conversation(cast.BRAM, "koffer een", language="nl")
    world.conversation(cast.BRAM, "koffer twee", language="nl", private=True)
    world.conversation(cast.BRAM, "koffer drie", language="nl", account=world.mail)

    def found(**asked: str) -> set[str]:
        text = page(anna, **asked)
        return {word for word in ("een", "twee", "drie") if f"</mark> {word}" in text}

    assert found(q="koffer") == {"een", "twee", "drie"}
    assert found(q="koffer network:email") == found(q="koffer", network="email") == {"drie"}
    assert found(q="koffer is:public") == found(q="koffer", place="public") == {"een"}
    assert found(q="koffer", language="en") == set()
    assert found(q="koffer", network="x", place="private") == {"twee"}


def test_the_order_and_the_pages_are_in_the_address(world: World, anna: Client) -> None:
    world.conversation(cast.BRAM, *[f"koffer nummer {number}" for number in range(40)], language="nl")
    first = page(anna, q="koffer nummer")
    assert "sort=best" in first and "page=2" in first and first.count("data-item") == messages.PAGE
    second = page(anna, q="koffer nummer", page="2")
    assert second.count("data-item") == 10 and "page=3" not in second


def test_best_first_says_what_it_looked_at(world: World, anna: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "RANKED", 2)
    world.conversation(cast.BRAM, *["koffer"] * 3, language="nl")
    assert "The best of the newest" in page(anna, q="koffer", sort="best")
    assert "The best of the newest" not in page(anna, q="koffer")


def test_while_somebody_types_only_the_results_come(world: World, anna: Client) -> None:
    world.conversation(cast.BRAM, "koffer", language="nl")
    found = anna.get("/search", {"q": "kof"}, headers=HTMX).content.decode()
    assert "<mark>koffer</mark>" in found and "<html" not in found


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"q": ""}, {"q": " "}, {"q": "'"}, {"q": "a' | !b:*"}, {"q": "koffer", "page": "9" * 40},
        {"q": "koffer", "page": "-1"}, {"q": "koffer", "network": "%27"},
        {"q": "koffer", "place": "'"}, {"q": "x" * 5000}, {"q": "after:9999-99-99 is:what"},
        {"q": "-koffer"}, {"q": '"'}, {"q": "🧳", "sort": "'"},
    ],
)  # fmt: skip
def test_nothing_in_the_address_breaks_it(world: World, anna: Client, asked: dict[str, str]) -> None:
    world.conversation(cast.BRAM, "koffer", language="nl")
    assert anna.get("/search", asked).status_code == 200


def test_what_was_not_understood_is_said(world: World, anna: Client) -> None:
    assert "“is:nice” is not understood" in page(anna, q="koffer is:nice")


def test_too_much_at_once_is_said_and_people_are_found_all_the_same(
    world: World, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.conversation(cast.BRAM, "koffer", language="nl")

    def slowly(*_: object, **__: object) -> messages.Hits:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 50")
            cursor.execute("SELECT pg_sleep(5)")
        return messages.Hits([], more=False)

    monkeypatch.setattr(messages, "find", slowly)
    found = page(anna, q="bram")
    assert "too many messages to look through" in found and cast.BRAM.name in found
    assert patience.SECONDS <= 10


def test_another_brand_is_not_looked_through(world: World, sit: Seat) -> None:
    open_case(world.conversation(cast.BRAM, "Which hotel?", account=world.holidays_x), world.noor, title="Hotel")
    for typed in ("hotel", "bram"):
        assert "data-item" not in page(sit(world.giulia), q=typed)
    assert "data-item" in page(sit(world.noor), q="hotel")


def test_a_page_of_hits_costs_as_many_queries_as_one(world: World, anna: Client) -> None:
    world.conversation(cast.BRAM, "koffer", language="nl")
    page(anna, q="koffer")
    one = queries(anna, "/search", {"q": "koffer"})
    for customer in (customer for customer in cast.CUSTOMERS if customer.handle):
        world.conversation(customer, *["koffer"] * 3, language="nl")
    many = queries(anna, "/search", {"q": "koffer"})
    assert len(many) == len(one), "\n".join(many)


@pytest.mark.parametrize("asked", [{"q": "\x00"}, {"q": "koffer", "language": "\x00"}, {"network": "\x00x"}])
def test_a_sign_that_no_text_can_hold_is_refused_in_words(anna: Client, asked: dict[str, str]) -> None:
    response = anna.get("/search", asked)
    assert response.status_code == 400 and "no text can hold" in response.content.decode()
    assert anna.post("/next", {"x": "\x00"}).status_code == 400
