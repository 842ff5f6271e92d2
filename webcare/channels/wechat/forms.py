"""What an administrator fills in to register an official account's keys, and to connect it."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.forms import api_base, number
from webcare.channels.wechat.addresses import API_BASE
from webcare.channels.wechat.limits import ANSWERS, MESSAGE, WINDOW_HOURS

APPLICATION = (
    SettingField(
        "app_id",
        _("AppID"),
        _(
            "At mp.weixin.qq.com: “Settings and development”, “Basic configuration”. Each official account has one of its own."
        ),
    ),
    SettingField(
        "app_secret",
        _("AppSecret"),
        _("Beside the AppID. On the same page the address of this server has to stand in the IP allow-list."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "token",
        _("Token"),
        _("Make one up, and enter the same in the server configuration: with it WeChat proves that it is WeChat."),
        kind="password",
        secret=True,
    ),
    SettingField(
        "encoding_key",
        _("EncodingAESKey"),
        _(
            "Of the same page, 43 characters, for the compatible or the safe mode. Once it is stored here, events that are not "
            "encrypted are refused."
        ),
        kind="password",
        required=False,
        secret=True,
    ),
    number(
        "window_hours",
        _("Hours for an answer"),
        _("How long after the follower's last message WeChat takes an answer."),
        WINDOW_HOURS,
    ),
    number(
        "answers",
        _("Answers to one message"),
        _("How many WeChat takes until the follower writes again. It is said to be five, or twenty for some accounts."),
        ANSWERS,
    ),
    number(
        "message_bytes",
        _("Longest message in bytes"),
        _("A Chinese character takes three of them. WeChat publishes no limit; change it if it begins to refuse."),
        MESSAGE.limit,
    ),
    api_base("WeChat", API_BASE),
)

ACCOUNT = (
    SettingField(
        "original_id",
        _("Original ID"),
        _(
            "In the account's settings, “Account details”; it begins with gh_. WeChat names the account by it in each event."
        ),
    ),
    SettingField(
        "display_name", _("Name"), _("As people know the account. WeChat does not tell it to programs."), required=False
    ),
    SettingField(
        "kf_account",
        _("Customer-service account"),
        _(
            "Such as service@lowlandair: followers see its name and picture. Leave it empty to answer as the account itself."
        ),
        required=False,
    ),
    SettingField(
        "notices",
        _("Subscription notices"),
        _(
            "Tick it if the account has notices (订阅通知) beside template messages. Each reaches only followers who agreed to it on "
            "a page of yours, once for each time that they agreed."
        ),
        kind="boolean",
        required=False,
    ),
)
