"""What an administrator fills in: where the Bot API stands, and the token of a bot."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField

API_BASE = "https://api.telegram.org"
WEBHOOK, ASKING = "webhook", "asking"

APPLICATION = (
    SettingField(
        "api_base",
        _("API address"),
        _("Leave it as it is, unless you run a Bot API server of your own or connect a sandbox."),
        required=False,
        default=API_BASE,
        endpoint=True,
    ),
)
ACCOUNT = (
    SettingField(
        "bot_token",
        _("Token of the bot"),
        _(
            "In Telegram, write /newbot to @BotFather, or /token for a bot that you have. Whoever has the token is the bot; "
            "/revoke there makes a new one."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "updates",
        _("How messages come"),
        _(
            "Telegram calls us at a public https address, or we keep asking. A bot does one of both, and for one program only."
        ),
        kind="choice",
        default=WEBHOOK,
        choices=((WEBHOOK, _("Telegram calls us")), (ASKING, _("We ask Telegram"))),
    ),
)
