"""What an administrator fills in to register our application with Meta, and to connect a page."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.facebook.api import API_BASE, API_VERSION
from webcare.channels.facebook.limits import COMMENT, MESSAGE

APPLICATION = (
    SettingField(
        "app_id",
        _("App ID"),
        _(
            "On developers.facebook.com: your app, “App settings”, “Basic”. The app needs the products Webhooks and Messenger."
        ),
    ),
    SettingField(
        "app_secret",
        _("App secret"),
        _("Beside the app ID. Meta signs every event with it; without it we must refuse them all."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "api_version",
        _("Version of the Graph API"),
        _("Meta ends each version after about two years. Raise it before that day, and test the connection."),
        required=False,
        default=API_VERSION,
    ),
    SettingField(
        "comment_length",
        _("Longest comment"),
        _("In characters. Meta publishes no limit; change it if Facebook begins to refuse."),
        kind="number",
        required=False,
        default=str(COMMENT.limit),
    ),
    SettingField(
        "message_length",
        _("Longest message in Messenger"),
        _("In characters. Meta publishes no limit; change it if Facebook begins to refuse."),
        kind="number",
        required=False,
        default=str(MESSAGE.limit),
    ),
    SettingField(
        "api_base",
        _("API address"),
        _("Leave it as it is, unless you connect a sandbox that speaks the protocol of Facebook."),
        required=False,
        default=API_BASE,
        endpoint=True,
    ),
)

ACCOUNT = (
    SettingField(
        "page_token",
        _("Page access token"),
        _(
            "Of a person or system user who runs the page, with the permissions pages_show_list, pages_read_engagement, "
            "pages_read_user_content, pages_manage_engagement, pages_manage_metadata and pages_messaging. The connection "
            "test says what each of them is for. A token made from a long-lived one does not end by itself."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "human_agent",
        _("Answers up to seven days later"),
        _(
            "Tick it if Meta approved the feature “Human Agent” for your app. Otherwise Messenger takes answers for 24 hours "
            "after the customer's last message."
        ),
        kind="boolean",
        required=False,
    ),
)
