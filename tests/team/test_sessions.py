"""A session that was ended and a database that is away are two things, and whoever asks hears which."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import Client

from tests.world import World
from webcare.team.sessions import SessionStore


@pytest.fixture
def session() -> SessionStore:
    kept = SessionStore()
    kept["who"] = "anna"
    kept.create()
    return kept


def cut_off() -> None:
    """What holds our connection ends in the middle of our work."""
    other = connection.copy()
    with connection.cursor() as ours, other.cursor() as theirs:
        ours.execute("SELECT pg_backend_pid()")
        theirs.execute("SELECT pg_terminate_backend(%s)", ours.fetchone())
    other.close()


@pytest.mark.django_db
def test_a_session_that_was_ended_is_not_written_again(session: SessionStore) -> None:
    SessionStore(session.session_key).delete()
    with pytest.raises(UpdateError):
        session.save()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_is_told_as_that(session: SessionStore) -> None:
    cut_off()
    with pytest.raises(OperationalError):
        session.save()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_session_cannot_be_written_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(World.build().anna, backend="django.contrib.auth.backends.ModelBackend")
    write = SessionStore.save

    def cut_off_first(store: SessionStore, must_create: bool = False) -> None:
        cut_off()
        write(store, must_create)

    monkeypatch.setattr(SessionStore, "save", cut_off_first)
    monkeypatch.setattr("webcare.pages.staying.use", lambda session: session.update({"here": "yes"}))
    assert client.get("/").status_code == 503
    connection.close()
