"""Who stands at the door, as the house counts them."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from webcare.team.doorbook import neighbours_of


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_neighbours_are_counted_together(address: str, counted: str) -> None:
    assert neighbours_of(RequestFactory(REMOTE_ADDR=address).get("/")) == counted
