"""What an administrator fills in to register our application with Meta, whichever of its networks is meant."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.forms import api_base, number
from webcare.channels.meta.api import API_BASE, API_VERSION
from webcare.channels.meta.login import CONFIGURATION


def application(products: str | Promise, *further: SettingField) -> tuple[SettingField, ...]:
    """`products` says where the app is found and what it needs; `further` fields are those of one network."""
    return (SettingField("app_id", _("App ID"), products), *_SECRETS, *further, _BASE)


def length(name: str, label: Promise, usual: int) -> SettingField:
    """A limit of length, in characters."""
    told = _("In characters. Meta publishes no limit; change it if longer ones are taken, or shorter ones refused.")
    return number(name, label, told, usual)


LOGIN = SettingField(
    CONFIGURATION,
    _("Configuration of Facebook Login"),
    _(
        "The number of a configuration of Facebook Login for Business, made under “Configurations” of your app with the "
        "permissions that we ask for. Empty: the permissions are asked for one by one."
    ),
    required=False,
)
_SECRETS = (
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
)
_BASE = api_base("Meta", API_BASE)
