"""What an administrator fills in to connect an account on Bluesky."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.bluesky.limits import POLL_SECONDS

SERVICE = "https://bsky.social"

ACCOUNT = (
    SettingField("identifier", _("Handle"), _("As it stands on the profile, such as lowlandair.bsky.social.")),
    SettingField(
        "app_password",
        _("App password"),
        _(
            "In Bluesky: Settings, Privacy and security, App passwords. Tick “Allow access to your direct messages” to answer "
            "in private too. Never enter the password of the account itself."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "service",
        _("Server"),
        _("Leave it as it is, unless the account lives on a server of your own or you connect a sandbox."),
        required=False,
        default=SERVICE,
        endpoint=True,
    ),
    SettingField(
        "chats",
        _("Private messages"),
        _("Read and answer chats. The app password must allow it."),
        kind="boolean",
        required=False,
        default="yes",
    ),
    SettingField(
        "poll_seconds",
        _("Seconds between two looks"),
        _("Bluesky calls nobody; it is asked again and again."),
        kind="number",
        required=False,
        default=str(POLL_SECONDS),
    ),
)
