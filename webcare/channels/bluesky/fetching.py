"""Pictures of customers, read from Bluesky's own hosts or the account's server, and from nowhere else."""

from __future__ import annotations

from functools import partial

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.bluesky import problems
from webcare.channels.bluesky.sessions import NAME, base_of, client
from webcare.channels.fetching import Place

PICTURES = Place(NAME, ("cdn.bsky.app", "video.bsky.app", "video.cdn.bsky.app"))


def fetch(account: Account, url: str) -> bytes:
    """The bytes behind an address that a payload named. Raises DeliveryError."""
    PICTURES.check(url, base_of(account))
    with calling.answered(NAME), client().stream("GET", url) as response:
        return PICTURES.content(response, partial(problems.from_response, sends=False))
