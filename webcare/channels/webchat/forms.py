"""What an administrator fills in for a widget: where it may stand, how it looks, what it says first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField

COLOUR = "#1d5b66"
END, START = "end", "start"

ACCOUNT = (
    SettingField(
        "sites",
        _("Sites on which it may stand"),
        _(
            "Addresses such as https://www.example.com with spaces between them; https://*.example.com stands for all of its "
            "subdomains. On any other site browsers refuse to show the chat."
        ),
    ),
    SettingField("title", _("Title of the chat"), _("Empty: the brand's name."), required=False),
    SettingField(
        "greeting",
        _("First sentence"),
        _("What a visitor reads before anything was said. Empty: our own, in the visitor's language."),
        required=False,
    ),
    SettingField("colour", _("Colour"), _("Of the button and of the chat's head."), kind="colour", default=COLOUR),
    SettingField(
        "position",
        _("Place of the button"),
        _(
            "Below, on the side where lines end or begin: on pages that are read from right to left it changes sides too."
        ),
        kind="choice",
        default=END,
        choices=((END, _("where lines end")), (START, _("where lines begin"))),
    ),
    SettingField(
        "privacy_url",
        _("Privacy statement"),
        _("An address that the chat links to below the field for text. Empty: no link."),
        required=False,
    ),
    SettingField(
        "identity_secret",
        _("Secret for visitors who are signed in"),
        _(
            "A long random word of at least 32 characters that the site's server knows too: with it the site signs who a visitor "
            "is. Stored encrypted. Empty: everybody is unknown."
        ),
        kind="password",
        required=False,
        secret=True,
    ),
)
