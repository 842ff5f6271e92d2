"""What an administrator fills in: on which server, and how we look for news there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.forms import number
from webcare.channels.mastodon.limits import POLL_SECONDS

PUBLIC, UNLISTED = "public", "unlisted"

APPLICATION = (
    SettingField(
        "api_base",
        _("Server"),
        _(
            "The server on which the account is, such as https://mastodon.social. Each server is a registration of its own."
        ),
        endpoint=True,
    ),
    SettingField(
        "client_id",
        _("Client key"),
        _(
            "Leave it empty: the first time that somebody connects an account, webcare registers itself with the server."
        ),
        required=False,
    ),
    SettingField(
        "client_secret",
        _("Client secret"),
        _("Comes with the client key, and is left empty like it."),
        kind="password",
        required=False,
        secret=True,
    ),
    number(
        "poll_seconds",
        _("Seconds between two looks"),
        _("Each look takes five of the 300 calls that a server usually allows in five minutes."),
        POLL_SECONDS,
    ),
    SettingField(
        "media_hosts",
        _("Hosts of files"),
        _(
            "Where the server keeps pictures, such as files.mastodon.social; several with commas. Empty: the server itself, "
            "and the host on which the account's own picture lies."
        ),
        required=False,
    ),
)
ACCOUNT = (
    SettingField(
        "access_token",
        _("Access token"),
        _(
            "“Connect with Mastodon” fetches it for you. By hand: on your server, Preferences, Development, New application, "
            "with the scopes read, write and profile."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "visibility",
        _("Public answers"),
        _("An answer is never shown to more people than what it answers."),
        kind="choice",
        required=False,
        default=PUBLIC,
        choices=((PUBLIC, _("In all timelines")), (UNLISTED, _("Readable for everybody, but in no public timeline"))),
    ),
)
