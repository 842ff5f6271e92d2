"""One presence of ours on one network: a profile, a page, a mailbox."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q

from webcare.channels.application import Application
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.lib.secret import SecretField
from webcare.team.brand import Brand


class AccountQuerySet(models.QuerySet["Account"]):
    def connected(self) -> Self:
        """Those that we may use."""
        return self.filter(connected_at__isnull=False, disconnected_at=None)


class Account(models.Model):
    """`cursor` is what the adapter needs to go on where it stopped; only the adapter understands it."""

    network = models.CharField(max_length=32)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="accounts")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    external_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    secrets = SecretField()
    cursor = models.JSONField(default=dict, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    reauth_at = models.DateTimeField(null=True, blank=True)
    reauth_reason = models.TextField(blank=True)
    last_event_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "external_id"], name="account_once")]

    def __str__(self) -> str:
        return f"{self.handle or self.name or self.external_id} ({self.network})"

    @property
    def is_connected(self) -> bool:
        return self.connected_at is not None and self.disconnected_at is None

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "account"

    @property
    def called(self) -> str:
        """As people find it there: "@lowlandair", a number, an address, or only its name."""
        bare = self.handle and "@" not in self.handle and not self.handle.startswith("+")
        return f"@{self.handle}" if bare else self.handle or self.name

    def seen_at(self, permalink: str) -> str:
        """Where people see it: at the network's own address, or at that of the server which stands in for it."""
        base = self.application.settings.get("web_base", "") if self.application else ""
        if not base or not permalink:
            return permalink
        home = urlsplit(base)
        try:
            return urlsplit(permalink)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
        except ValueError:  # an address that is none leads nowhere
            return ""

    def revoke(self, reason: str, *, given_at: datetime | None = None) -> None:
        """The network withdrew our access: somebody has to connect it again.

        `given_at`: it was the access of then; one that somebody has given since is not meant.
        """
        meant = Q(connected_at=given_at) if given_at else Q()
        with transaction.atomic():
            known = Account.objects.filter(meant, pk=self.pk, reauth_at=None)
            lost = known.update(reauth_at=now(), reauth_reason=reason)
            if lost:
                record("account.revoked", self, why=reason)

    def keep(self, *, secrets: dict[str, str] | None = None, settings: dict[str, str] | None = None) -> None:
        """Store changed settings or secrets."""
        self.settings.update(settings or {})
        self.secrets.update(secrets or {})
        self.save(update_fields=["settings", "secrets"])

    def keep_cursor(self, cursor: dict[str, object]) -> None:
        """Remember where to go on."""
        self.cursor = cursor
        self.save(update_fields=["cursor"])


class RefreshLock(models.Model):
    """Serialises token refreshes, since refresh tokens are single-use: lock the row, look again, then refresh."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="refresh_lock")

    def __str__(self) -> str:
        return f"refresh of {self.account_id}"


def by_external_id(network: str, external_ids: set[str]) -> dict[str, Account]:
    """The accounts behind the network's ids, in one query."""
    found = Account.objects.filter(Q(network=network), external_id__in=external_ids).select_related(
        "brand", "application"
    )
    return {account.external_id: account for account in found}
