"""Lowland Air's account at the make-believe Bluesky."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.bluesky.adapter import BlueskyAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand


@pytest.fixture
def account(transactional_db: None, sandbox: Sandbox) -> Account:
    """Connected an hour ago, with chats."""
    keys = sandbox.bluesky_keys("lowlandair")
    account = Account(
        network="bluesky",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        settings={"identifier": f"@{keys.handle}", "service": sandbox.url},
        secrets={"app_password": keys.password},
        connected_at=real_now() - timedelta(hours=1),
    )
    BlueskyAdapter().connect(account, "")
    account.save()
    return account
