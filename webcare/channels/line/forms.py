"""What an administrator fills in: the channel at LINE, and how we get access to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.budget import fields_of
from webcare.channels.line.addresses import API_BASE, DATA_BASE
from webcare.channels.line.tariff import TARIFF

APPLICATION = (
    SettingField(
        "channel_id",
        _("Channel ID"),
        _("In the LINE Developers console: your Messaging API channel, “Basic settings”."),
    ),
    SettingField(
        "channel_secret",
        _("Channel secret"),
        _("Below the channel ID. LINE signs with it what it tells us; without it we must refuse it all."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "api_base",
        _("API address"),
        _("Leave it as it is, unless you connect a sandbox that speaks the protocol of LINE."),
        required=False,
        default=API_BASE,
        endpoint=True,
    ),
    SettingField(
        "data_base",
        _("Address of files"),
        _("Leave it as it is, unless you connect a sandbox that speaks the protocol of LINE."),
        required=False,
        default=DATA_BASE,
        endpoint=True,
    ),
    *fields_of(TARIFF),
)
ACCOUNT = (
    SettingField(
        "access_token",
        _("Channel access token"),
        _("Under “Messaging API”, “Channel access token (long-lived)”. Leave it empty if you enter a key below."),
        kind="password",
        required=False,
        secret=True,
    ),
    SettingField(
        "private_key",
        _("Assertion signing key"),
        _(
            "The private key as JSON, with its kid, of a pair that is registered under “Basic settings”. With it webcare asks "
            "for tokens that last 30 days, and renews them."
        ),
        kind="password",
        required=False,
        secret=True,
    ),
)
