"""What an administrator fills in to register our application with LinkedIn, and to connect a page."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.forms import api_base, number
from webcare.channels.linkedin.addresses import API_BASE
from webcare.channels.linkedin.limits import API_VERSION, COMMENT, FOLLOWER_EDGE, POLL_SECONDS

APPLICATION = (
    SettingField(
        "client_id",
        _("Client ID"),
        _(
            "On developer.linkedin.com: your app, “Auth”. The app needs the product Community Management API, which LinkedIn "
            "grants after a review; its development tier is enough to begin."
        ),
    ),
    SettingField(
        "client_secret",
        _("Client secret"),
        _("Beside the client ID. LinkedIn signs every event with it."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "organization",
        _("Page to connect next"),
        _(
            "Its number. Only needed where whoever agrees runs several pages; change it before you connect the next one."
        ),
        required=False,
    ),
    SettingField(
        "api_version",
        _("Version of the API"),
        _("A month such as 202607. LinkedIn ends each version after a year; the connection test warns before that."),
        required=False,
        default=API_VERSION,
    ),
    number(
        "poll_seconds",
        _("Seconds between two questions"),
        _("How often we ask LinkedIn what is new. Each question counts for the daily quota of your app."),
        POLL_SECONDS,
    ),
    SettingField(
        "follower_edge",
        _("What following is called"),
        _("LinkedIn has renamed it before. Change it when the reports no longer say how many follow the page."),
        required=False,
        default=FOLLOWER_EDGE,
    ),
    SettingField(
        "webhooks",
        _("LinkedIn calls us"),
        _("Tick it if LinkedIn has approved webhooks for your app, and enter our address there under “Webhooks”."),
        kind="boolean",
        required=False,
    ),
    SettingField(
        "application_id",
        _("App ID"),
        _("The number in the address of your app on developer.linkedin.com. Only needed with webhooks."),
        required=False,
    ),
    number(
        "comment_length",
        _("Longest comment"),
        _("In characters. LinkedIn publishes no limit; change it if LinkedIn begins to refuse."),
        COMMENT.limit,
    ),
    api_base("LinkedIn", API_BASE),
)

ACCOUNT = (
    SettingField(
        "organization",
        _("Number of the page"),
        _("It stands in the page's address when you administer it. Empty: the only page of whoever agreed."),
        required=False,
    ),
    SettingField(
        "access_token",
        _("Access token"),
        _(
            "Of an administrator of the page, with the permissions r_organization_social_feed and w_organization_social_feed "
            "(read and write comments), r_organization_social (read the posts above them) and rw_organization_admin (hear "
            "what happens on the page). It ends after 60 days."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "refresh_token",
        _("Refresh token"),
        _("LinkedIn gives one to approved partners only. With it the access renews itself for a year."),
        kind="password",
        required=False,
        secret=True,
    ),
)
