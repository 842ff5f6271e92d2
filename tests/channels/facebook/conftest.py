"""A page of Lowland Air on a small Graph API of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.channels.facebook.graph import APP, PAGE, SECRET, TOKEN, Graph, running
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.lib.now import real_now
from webcare.team.brand import Brand


@pytest.fixture
def graph() -> Iterator[Graph]:
    with running() as graph:
        yield graph


@pytest.fixture
def page(db: None, graph: Graph) -> Account:
    """Lowland Air's page, whose token is stored."""
    application = Application.objects.create(
        network="facebook",
        name="Lowland Air on Facebook",
        settings={"api_base": graph.url, "app_id": APP},
        secrets={"app_secret": SECRET},
    )
    return Account.objects.create(
        network="facebook",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=PAGE,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"page_token": TOKEN},
        connected_at=real_now() - timedelta(hours=1),
    )
