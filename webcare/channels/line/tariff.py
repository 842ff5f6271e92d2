"""What counts against the plan of an official account: messages that are pushed; answers by reply token are free."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.tariff import Item, Tariff

PUSH = "push"
TARIFF = Tariff(
    "LINE",
    (
        Item(
            PUSH,
            _("a message that we push"),
            "1",
            _("Counts against the monthly messages of the plan. An answer within a minute is free and is not counted."),
        ),
    ),
)
