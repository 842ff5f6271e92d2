"""Fields that the connect forms of several networks have."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField


def api_base(network: str, usual: str) -> SettingField:
    """Which server is called, for those that have one of their own to learn on."""
    told = _("Leave it as it is, unless you connect a sandbox that speaks the protocol of {network}.")
    label, told_of = _("API address"), format_lazy(told, network=network)
    return SettingField("api_base", label, told_of, required=False, default=usual, endpoint=True)


def number(name: str, label: str | Promise, told: str | Promise, usual: float) -> SettingField:
    """A limit or a rhythm that the network does not publish, or that differs; `usual` where nobody says otherwise."""
    return SettingField(name, label, told, kind="number", required=False, default=str(round(usual)))
