"""What an administrator fills in to register our application with Weibo, and to connect an account by hand."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
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
    SettingField(
        "poll_seconds",
        _("Seconds between two looks"),
        _("Mentions and comments are read from lists. Each look takes four calls of what Weibo allows in an hour."),
        kind="number",
        required=False,
        default=str(POLL_SECONDS),
    ),
    SettingField(
        "comment_length",
        _("Longest comment"),
        _("In Chinese characters; two Latin letters or digits count as one."),
        kind="number",
        required=False,
        default=str(COMMENT.limit),
    ),
    SettingField(
        "message_length",
        _("Longest private message"),
        _("In Chinese characters; two Latin letters or digits count as one."),
        kind="number",
        required=False,
        default=str(MESSAGE.limit),
    ),
    SettingField(
        "window_hours",
        _("Hours for a private answer"),
        _("How long after the customer's last private message Weibo takes an answer."),
        kind="number",
        required=False,
        default=str(WINDOW_HOURS),
    ),
    SettingField(
        "answers",
        _("Answers to one private message"),
        _("How many Weibo takes until the customer writes again. Its published page says one."),
        kind="number",
        required=False,
        default=str(ANSWERS),
    ),
    SettingField(
        "api_base",
        _("API address"),
        _("Leave it as it is, unless you connect a sandbox that speaks the protocol of Weibo."),
        required=False,
        default=API_BASE,
        endpoint=True,
    ),
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
