"""What an administrator fills in to register our application with Weibo, and to connect an account by hand."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.forms import api_base, number
from webcare.channels.weibo.addresses import API_BASE
from webcare.channels.weibo.limits import ANSWERS, COMMENT, MESSAGE, POLL_SECONDS, WINDOW_HOURS

APPLICATION = (
    SettingField("app_key", _("App key"), _("On open.weibo.com: your application, “Basic information”.")),
    SettingField(
        "app_secret",
        _("App secret"),
        _("Beside the app key. Weibo signs with it what it tells us; without it we must refuse it all."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "commercial",
        _("Commercial interfaces"),
        _(
            "Tick it if Weibo gave the application the commercial reading interfaces. The ordinary ones show only a part of "
            "the mentions."
        ),
        kind="boolean",
        required=False,
    ),
    number(
        "poll_seconds",
        _("Seconds between two looks"),
        _("Mentions and comments are read from lists. Each look takes four calls of what Weibo allows in an hour."),
        POLL_SECONDS,
    ),
    number(
        "comment_length",
        _("Longest comment"),
        _("In Chinese characters; two Latin letters or digits count as one."),
        COMMENT.limit,
    ),
    number(
        "message_length",
        _("Longest private message"),
        _("In Chinese characters; two Latin letters or digits count as one."),
        MESSAGE.limit,
    ),
    number(
        "window_hours",
        _("Hours for a private answer"),
        _("How long after the customer's last private message Weibo takes an answer."),
        WINDOW_HOURS,
    ),
    number(
        "answers",
        _("Answers to one private message"),
        _("How many Weibo takes until the customer writes again. Its published page says one."),
        ANSWERS,
    ),
    api_base("Weibo", API_BASE),
)

ACCOUNT = (
    SettingField(
        "access_token",
        _("Access token"),
        _(
            "“Connect with Weibo” fetches it for you. It ends by itself and cannot be renewed; the connection test says when."
        ),
        kind="password",
        secret=True,
    ),
    SettingField(
        "fans_token",
        _("Token of the fans service"),
        _(
            "For private messages: in the account's fans service, “Developer mode”, where the address below is entered too. "
            "Without it private messages cannot be answered."
        ),
        kind="password",
        required=False,
        secret=True,
    ),
    SettingField(
        "rip",
        _("IP address of the office"),
        _(
            "Weibo wants to know with each comment from which public address it was written. One of your office tells nothing "
            "about a single colleague."
        ),
        required=False,
    ),
)
