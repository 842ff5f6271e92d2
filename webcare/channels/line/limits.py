"""What an official account can do on LINE, how long and how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.adapter import Capabilities, Length
from webcare.channels.line.tariff import TARIFF

TEXT = Length(5_000, "utf16")
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
TOKEN_LIFE = timedelta(seconds=45)  # of a reply token, with some to spare: LINE promises a minute at most
KEY_LIFE = timedelta(hours=23)  # of a retry key, with some to spare: LINE keeps it for a day
USUAL_WAIT = timedelta(minutes=1)

CAPABILITIES = Capabilities(
    network="line",
    name="LINE",
    badge="L",
    public=TEXT,
    private=TEXT,
    proves_sender=True,
    carrying_link="https://line.me/R/oaMessage/{handle}/?{text}",
    webhooks=True,
    completes=timedelta(minutes=5),
    reconciles=True,
    tariff=TARIFF,
)
