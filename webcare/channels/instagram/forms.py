"""What an administrator fills in to register our application with Meta, and to connect an Instagram account."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.instagram.limits import COMMENT, MESSAGE
from webcare.channels.meta import forms

APPLICATION = forms.application(
    _(
        "On developers.facebook.com: your app, “App settings”, “Basic”. The app needs the products Webhooks, Messenger, "
        "Instagram and Facebook Login for Business. It may be the one that your Facebook page works with."
    ),
    forms.LOGIN,
    forms.length("comment_length", _("Longest comment"), COMMENT.limit),
    SettingField(
        "message_length",
        _("Longest direct message"),
        _(
            "In bytes: most letters take one, an emoji four. Change it if Instagram takes longer ones, or refuses shorter."
        ),
        kind="number",
        required=False,
        default=str(MESSAGE.limit),
    ),
)

ACCOUNT = (
    SettingField(
        "page_token",
        _("Page access token"),
        _(
            "“Connect with Instagram” fetches it for you. By hand: of the Facebook page that the Instagram account is linked "
            "to, by a person or system user who runs it, with the permissions instagram_basic, instagram_manage_comments, "
            "instagram_manage_messages, pages_show_list, pages_read_engagement and pages_manage_metadata. The connection test "
            "says what each of them is for."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "human_agent",
        _("Answers up to seven days later"),
        _(
            "Tick it if Meta approved the feature “Human Agent” for your app. Otherwise Instagram takes answers for 24 hours "
            "after the customer's last message."
        ),
        kind="boolean",
        required=False,
    ),
)
