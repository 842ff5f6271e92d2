"""What an administrator fills in to register our application with X, and to connect an account by hand."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.budget import INSIGHT_DAYS, fields_of
from webcare.channels.forms import api_base, number
from webcare.channels.x.addresses import API_BASE
from webcare.channels.x.limits import DIRECT_MESSAGE, LONG_POST
from webcare.channels.x.tariff import TARIFF

APPLICATION = (
    SettingField(
        "client_id",
        _("Client ID"),
        _(
            "In the X developer console: your app, “User authentication settings”, OAuth 2.0. Choose “Web App”, and “Read and "
            "write and Direct message” as permissions."
        ),
    ),
    SettingField(
        "client_secret",
        _("Client secret"),
        _("Shown once beside the client ID. If nobody kept it, make a new one there."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "consumer_secret",
        _("API key secret"),
        _(
            "Under “Keys and tokens”, “API key and secret”. X signs every event with it; without it we must refuse them all."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "app_bearer",
        _("Bearer token"),
        _(
            "Under “Keys and tokens”. With it we register our address and ask for events; it cannot read direct messages."
        ),
        kind="password",
        secret=True,
    ),
    number(
        "message_length",
        _("Longest direct message"),
        _("In characters. X publishes no figure in its reference; change it if X refuses what fits here."),
        DIRECT_MESSAGE.limit,
    ),
    number(
        "long_post_length",
        _("Longest long post"),
        _("As X counts, for accounts with X Premium."),
        LONG_POST.limit,
    ),
    api_base("X", API_BASE),
    *fields_of(TARIFF),
    INSIGHT_DAYS,
)

ACCOUNT = (
    SettingField(
        "access_token",
        _("Access token"),
        _(
            "“Connect with X” fetches it for you. By hand: an OAuth 2.0 user token of the account that answers customers."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "refresh_token",
        _("Refresh token"),
        _(
            "Comes with the access token where the scope offline.access was agreed to. Without it the connection ends after "
            "two hours."
        ),
        kind="password",
        required=False,
        secret=True,
    ),
    SettingField(
        "long_posts",
        _("Long posts"),
        _(
            "Tick it if the account has X Premium and may write up to 25,000 characters. Otherwise X refuses more than 280."
        ),
        kind="boolean",
        required=False,
    ),
    SettingField(
        "likes",
        _("Likes"),
        _("Tick it to see who likes our posts. X charges for each like, and of popular posts there are many."),
        kind="boolean",
        required=False,
    ),
)
