"""What an administrator fills in to register our application with Meta, and to connect a page."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.facebook.limits import COMMENT, MESSAGE
from webcare.channels.meta import forms

APPLICATION = forms.application(
    _(
        "On developers.facebook.com: your app, “App settings”, “Basic”. The app needs the products Webhooks, Messenger and "
        "Facebook Login for Business."
    ),
    forms.LOGIN,
    forms.length("comment_length", _("Longest comment"), COMMENT.limit),
    forms.length("message_length", _("Longest message in Messenger"), MESSAGE.limit),
)

ACCOUNT = (
    SettingField(
        "page_token",
        _("Page access token"),
        _(
            "“Connect with Facebook” fetches it for you. By hand: of a person or system user who runs the page, with the "
            "permissions pages_show_list, pages_read_engagement, pages_read_user_content, pages_manage_engagement, "
            "pages_manage_metadata and pages_messaging. The connection test says what each of them is for. A token made from a "
            "long-lived one does not end by itself."
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
