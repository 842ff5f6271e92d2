"""Calls to the Graph API as a Facebook page."""

from __future__ import annotations

from webcare.channels.meta import api


class Api(api.Api):
    """With the page's token."""

    network = "Facebook"
