"""What an administrator fills in. For a real network: its keys, and where on its pages people find them."""

from __future__ import annotations

from webcare.channels.adapter import SettingField

API_BASE = "https://tower.example.org"

APPLICATION = (
    SettingField(
        "secret",
        "Secret",
        "The keeper of the tower gives it to you; every event is signed with it.",
        kind="password",
        secret=True,
    ),
    SettingField(
        "api_base",
        "API address",
        "Leave it as it is, unless you have a tower of your own.",
        required=False,
        default=API_BASE,
        endpoint=True,
    ),
)
ACCOUNT = (SettingField("key", "Key of the station", "Whoever has it signals as you.", kind="password", secret=True),)
