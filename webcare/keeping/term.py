"""How long each kind of data is kept, for all networks or for one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from webcare.ledger.recording import Actor, record
from webcare.lib.now import real_now
from webcare.team.organisation import organisation

LONGEST = 36_500


class Kept(models.TextChoices):
    """What has a term of its own."""

    EVENTS = "events", _("Raw events that were understood")
    SET_ASIDE = "set_aside", _("Raw events that were set aside")
    WORDS = "words", _("Words of closed conversations, and the names of those who then have no other")
    FILES = "files", _("Files of closed conversations")
    NOTICES = "notices", _("What colleagues were told")
    LEDGER = "ledger", _("Who did what")


BY_NETWORK = (Kept.EVENTS, Kept.SET_ASIDE, Kept.WORDS, Kept.FILES)
USUAL = {Kept.EVENTS: 90, Kept.NOTICES: 90}  # what nobody misses; the rest stays until somebody decides
LEAST = {Kept.EVENTS: 2, Kept.LEDGER: 90}  # repeats of networks are a day late at most; audits look back a quarter


class Term(models.Model):
    """`days` is null for ever. A row for one network goes before the row for all of them (network "")."""

    kept = models.CharField(max_length=16, choices=Kept.choices)
    network = models.CharField(max_length=32, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kept", "network"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.kept} {self.network}: {self.days}"


def terms() -> dict[tuple[str, str], int | None]:
    """Days by kind and network, with what is usual where nobody has decided."""
    usual: dict[tuple[str, str], int | None] = {(kept.value, ""): USUAL.get(kept) for kept in Kept}
    return usual | {(row.kept, row.network): row.days for row in Term.objects.all()}


def decide(by: Actor, days: Mapping[tuple[Kept, str], int | None]) -> None:
    """Set all of them. For one network None is: as for all of them."""
    before = _told()
    with transaction.atomic():
        for (kept, network), count in days.items():
            if network and count is None:
                Term.objects.filter(kept=kept, network=network).delete()
            else:
                Term.objects.update_or_create(kept=kept, network=network, defaults={"days": count})
        record("term.changed", organisation(), by=by, data={"after": _told()}, before=before)


def _told() -> dict[str, int | None]:
    return {f"{kept} {network}".strip(): days for (kept, network), days in terms().items()}


def ends(kept: Kept, network: str = "") -> datetime | None:
    """What is older than this goes; None while everything stays."""
    known = terms()
    days = known.get((kept.value, network), known[kept.value, ""])
    return None if days is None else real_now() - timedelta(days=days)
