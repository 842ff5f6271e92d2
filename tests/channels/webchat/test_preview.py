"""How a chat will look: the real panel, with what is filled in, for who may change it; and nothing is begun by looking."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.channels.webchat.conftest import Browser
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.webchat.session import ChatSession

ASKED = {"preview": "dark", "title": "Ask us", "greeting": "Good day!", "colour": "#aa0000", "privacy_url": ""}


@pytest.fixture
def joost(world: World) -> Client:
    client = Client()
    client.force_login(world.joost)
    return client


def test_it_shows_what_is_filled_in_and_runs_nothing(joost: Client, widget: Account) -> None:
    answer = joost.get(f"/chat/{widget.external_id}", ASKED)
    page = answer.content.decode()
    assert "Ask us" in page and "Good day!" in page and "colour=%23aa0000" in page and 'data-scheme="dark"' in page
    assert "<script" not in page
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert not ChatSession.objects.exists()
    widget.refresh_from_db()
    assert (widget.name, widget.settings["colour"]) != ("Ask us", "#aa0000"), "nothing is kept"
    colours = joost.get(f"/chat/{widget.external_id}.css", {"colour": "#aa0000"}).content.decode()
    assert "--chat: #aa0000" in colours


def test_what_is_no_colour_is_not_shown(joost: Client, widget: Account) -> None:
    page = joost.get(f"/chat/{widget.external_id}", ASKED | {"colour": "red;}"}).content.decode()
    assert "red;" not in page
    colours = joost.get(f"/chat/{widget.external_id}.css", {"colour": "red;}"}).content.decode()
    assert "red" not in colours


def test_nobody_else_puts_words_on_the_page(world: World, widget: Account, visitor: Browser) -> None:
    anna = Client()
    anna.force_login(world.anna)
    for client in (visitor.client, anna):
        page = client.get(f"/chat/{widget.external_id}", ASKED).content.decode()
        assert "Ask us" not in page
        assert "<script" in page


def test_the_settings_page_frames_it_in_both_schemes(joost: Client, widget: Account) -> None:
    page = joost.get(f"/settings/accounts/{widget.pk}").content.decode()
    assert f'data-at="/chat/{widget.external_id}"' in page
    assert page.count("<iframe data-scheme=") == 2
