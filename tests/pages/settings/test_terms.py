"""How long things are kept is set in one form, which refuses what would contradict itself."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.pages.conftest import Seat
from tests.world import World
from webcare.keeping.term import Kept, Term, terms
from webcare.ledger.event import Event

PATH = "/settings/terms"


@pytest.fixture
def joost(sit: Seat, world: World) -> Client:
    """The administrator."""
    return sit(world.joost)


def test_terms_are_kept_and_written_down(joost: Client) -> None:
    page = joost.post(PATH, {"events": "30", "events_email": "60", "words": "730", "notices": ""})
    assert page.status_code in {204, 302}, page.content.decode()
    known = terms()
    assert known[Kept.EVENTS, ""] == 30
    assert known[Kept.EVENTS, "email"] == 60
    assert known[Kept.NOTICES, ""] is None
    assert (Kept.EVENTS, "x") not in known
    assert Event.objects.get(verb="term.changed").data["after"]["words"] == 730


def test_an_emptied_field_of_a_network_is_as_for_all(joost: Client) -> None:
    joost.post(PATH, {"events": "30", "events_email": "60"})
    joost.post(PATH, {"events": "30", "events_email": ""})
    assert not Term.objects.filter(network="email").exists()


def test_files_never_outlive_their_words(joost: Client) -> None:
    page = joost.post(PATH, {"words": "30", "files_email": "31"})
    assert page.status_code == 422
    assert "Files go with the words" in page.content.decode()
    assert not Term.objects.exists()


def test_what_is_too_short_is_refused(joost: Client) -> None:
    assert joost.post(PATH, {"ledger": "5"}).status_code == 422


def test_a_customer_is_erased_by_an_administrator_who_says_why(joost: Client, world: World) -> None:
    conversation = world.conversation()
    path = f"/customers/{conversation.handle.customer_id}/erasure"
    assert "these names" in joost.get(path).content.decode()
    assert joost.post(path, {"why": " "}).status_code >= 400
    assert conversation.messages.exclude(text="").exists()
    assert joost.post(path, {"why": "by letter, today"}).status_code < 400
    assert not conversation.messages.exclude(text="").exists()
    shown = joost.get(f"/conversations/{conversation.pk}").content.decode()
    assert "Its words are not kept any more." in shown
