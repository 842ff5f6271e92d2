"""Mail providers that want no passwords: what one registers there, and where their doors are (OAuth 2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from webcare.channels.adapter import DeliveryError, Permission, SettingField
from webcare.channels.application import Application
from webcare.lib.sentence import Sentence

NO_ADDRESS = Sentence(
    gettext_noop("The registration “%(name)s” lacks an address or a server of the provider; enter it.")
)
_SECURITY_OF = {"993": "tls", "465": "tls", "143": "starttls", "587": "starttls"}


@dataclass(frozen=True, slots=True)
class Provider:
    """Servers are written host:port; `asks_too` is what this provider wants to be asked beside."""

    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""
    imap_server: str = ""
    smtp_server: str = ""
    asks_too: Mapping[str, str] = field(default_factory=dict)


PROVIDERS = {
    "google": Provider(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/ openid email",
        "imap.gmail.com:993",
        "smtp.gmail.com:465",
        {"access_type": "offline", "prompt": "consent"},  # else only the first consent gives what renews
    ),
    "microsoft": Provider(
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access openid email "
        "profile",
        "outlook.office365.com:993",
        "smtp.office365.com:587",
    ),
    "other": Provider(),
}

PERMISSIONS = (
    Permission("https://mail.google.com/", _("at Google: to read the mailbox by IMAP and to send by SMTP")),
    Permission("IMAP.AccessAsUser.All", _("at Microsoft: to read the mailbox, and to note there what was read")),
    Permission("SMTP.Send", _("at Microsoft: to send answers")),
    Permission("offline_access", _("at Microsoft: to stay connected without asking every hour")),
    Permission("openid email", _("to learn whose mailbox it is")),
)

APPLICATION_FIELDS = (
    SettingField("provider", _("Provider"), kind="choice", default="google", choices=(
        ("google", "Google Workspace"), ("microsoft", "Microsoft 365"), ("other", _("Another one")),
    )),
    SettingField("client_id", _("Client ID"), _("Of the app that you registered at the provider, for mail by IMAP and SMTP.")),
    SettingField("client_secret", _("Client secret"), kind="password", secret=True),
    SettingField("authorize_url", _("Address for consent"), _("Empty: the provider's usual one. With Microsoft, put your "
                 "tenant in the place of “common” where the app is for your organisation only."), required=False),
    SettingField("token_url", _("Address for tokens"), _("Empty: the provider's usual one."), required=False,
                 endpoint=True),
    SettingField("scope", _("Permissions"), _("Empty: the provider's usual ones, for mail and to learn whose it is."),
                 required=False),
    SettingField("imap_server", _("Incoming mail server"), _("As host:port. Empty: the provider's usual one."),
                 required=False, endpoint=True),
    SettingField("smtp_server", _("Outgoing mail server"), _("As host:port. Empty: the provider's usual one."),
                 required=False, endpoint=True),
    SettingField("unencrypted", _("Without encryption"), _("Only for a server on this machine."), "boolean",
                 required=False),
)  # fmt: skip


def provider_of(application: Application) -> Provider:
    """With what the registration says otherwise. Raises DeliveryError where something is missing."""
    given = {name: str(value).strip() for name, value in application.settings.items()}
    usual = PROVIDERS.get(given.get("provider", ""), PROVIDERS["other"])
    names = ("authorize_url", "token_url", "scope", "imap_server", "smtp_server")
    words = {name: given.get(name, "") or str(getattr(usual, name)) for name in names}
    if not all(words[name] for name in names if name != "scope"):
        raise DeliveryError(NO_ADDRESS(name=application.name), True)
    return Provider(**words, asks_too=usual.asks_too)


def servers(application: Application, provider: Provider) -> dict[str, str]:
    """The provider's servers, as the settings of a mailbox have them."""
    plain = bool(application.settings.get("unencrypted"))
    found: dict[str, str] = {}
    for kind, place in (("imap", provider.imap_server), ("smtp", provider.smtp_server)):
        host, _colon, port = place.rpartition(":")
        found |= {f"{kind}_host": host or place, f"{kind}_port": port if host else ""}
        found[f"{kind}_security"] = "none" if plain else _SECURITY_OF.get(port, "tls")
    return found
