"""What a network costs stands where administrators look, and its prices and budget are theirs to set."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.budget import standing
from webcare.channels.spending import charge
from webcare.lib.now import now
from webcare.reports.exposition import exposition
from webcare.reports.vitals import vitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def application(world: World) -> Application:
    found = Application.objects.create(network="x", name="Our app", settings={"client_id": "1", "budget": "10"},
                                       secrets={"client_secret": "s", "consumer_secret": "s", "app_bearer": "s"})  # fmt: skip
    Account.objects.filter(pk=world.x.pk).update(application=found, connected_at=now(), last_event_at=now())
    return found


@pytest.fixture
def client(world: World) -> Client:
    found = Client()
    found.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    return found


def said(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_an_account_shows_what_is_spent_and_what_for(client: Client, world: World, application: Application) -> None:
    charge(application, {"post_with_link": 12, "post_event": 40})
    page = said(client, f"/settings/accounts/{world.x.pk}")
    assert "<dt>Spent</dt><dd>US$ 2.60</dd>" in page
    assert "<dt>Budget</dt><dd>US$ 10.00" in page and f'href="/settings/applications/{application.pk}"' in page
    assert "<td>12</td><td>US$ 2.40</td>" in page and "<td>40</td><td>US$ 0.20</td>" in page
    assert "What it costs this month" not in said(client, f"/settings/accounts/{world.mail.pk}")


def test_a_used_up_budget_is_seen_on_the_account_the_registration_and_among_what_is_wrong(
    client: Client, world: World, application: Application
) -> None:
    charge(application, {"post_with_link": 45})
    nearly = "90 percent of this month&#x27;s budget for “Our app” is spent: US$ 9.00 of US$ 10.00."
    pages = (f"/settings/accounts/{world.x.pk}", f"/settings/applications/{application.pk}", "/settings/running")
    assert all(nearly in said(client, path) for path in pages)
    assert "budget" not in vitals().late
    charge(application, {"post_with_link": 5})
    assert all("is used up: US$ 10.00 of US$ 10.00. Nobody asks" in said(client, path) for path in pages)
    assert "budget" in vitals().late
    labels = f'{{application="{application.pk}",network="x",unit="US$"}}'
    figures = exposition(vitals()).decode()
    assert f"webcare_spent{labels} 10.0" in figures and f"webcare_budget{labels} 10.0" in figures


def test_prices_and_the_budget_are_set_with_the_registration_and_a_price_may_be_nothing(
    client: Client, application: Application
) -> None:
    path = f"/settings/applications/{application.pk}"
    page = said(client, path)
    assert 'name="asked_price_post_with_link" value="0.200"' in page
    given = {"name": "Our app", "asked_client_id": "1", "asked_api_base": "https://api.x.com"}
    prices = {"asked_price_post": "0.0125", "asked_price_post_event": "0", "asked_budget": "25.50"}
    assert client.post(path, given | prices | {"asked_when_used_up": "wait"}).status_code == 302
    application.refresh_from_db()
    charge(application, {"post": 2, "post_event": 100, "message": 1})
    found = standing(application)
    assert found and found.budget == 25_500_000
    assert {str(line.label): line.micros for line in found.lines} == {
        "a post that we write": 25_000, "a post that X tells us": 0, "a direct message that we write": 15_000
    }  # fmt: skip
    wrong = client.post(path, given | {"asked_budget": "-1"})
    assert wrong.status_code == 422
