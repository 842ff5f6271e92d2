"""Where the customers of a network go when it is away: written down beforehand, with what they are told in each language."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from webcare.channels.account import Account
from webcare.channels.outage import dark_networks, name_of
from webcare.ledger.recording import record
from webcare.team.organisation import Organisation, organisation
from webcare.team.person import Person

BLANK = re.compile(r"\{(network|refuge)\}")
DEFAULT = _(
    "{network} is not reachable at the moment. We have your question, and go on with it here, on {refuge}; you need not ask "
    "again."
)


class Plan(models.Model):
    """`refuge` is where people may write to instead; `texts` are what we tell them, by language; empty: our own words."""

    network = models.CharField(max_length=32, unique=True)
    refuge = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    texts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"plan for {self.network}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "plan"


def plan_of(network: str) -> Plan:
    """What was written down; an empty plan where nothing was."""
    return Plan.objects.filter(network=network).select_related("refuge").first() or Plan(network=network)


def write_plan(network: str, by: Person, refuge: Account | None, texts: dict[str, str]) -> Plan:
    """Keep it; nothing is written down where nothing changed."""
    with transaction.atomic():
        plan, made = Plan.objects.select_for_update().get_or_create(network=network)
        before = {"refuge": plan.refuge_id, "texts": plan.texts}
        after = {"refuge": refuge.pk if refuge else None, "texts": {code: text for code, text in texts.items() if text}}
        if made or before != after:
            plan.refuge, plan.texts = refuge, after["texts"]
            plan.save()
            record("plan.changed", plan, by=by, data={"network": network, "was": before, "is": after})
    return plan


def open_refuge(plan: Plan) -> Account | None:
    """Where people may write now; None where the refuge is away itself, or nobody named one."""
    refuge = plan.refuge
    if refuge is None or not refuge.is_connected or refuge.reauth_at or refuge.network in dark_networks():
        return None
    return refuge


def default_text(language: str) -> str:
    """Our own words, where we have them in this language; "" where we have not."""
    if language not in dict(settings.LANGUAGES):
        return ""
    with override(language):
        return str(DEFAULT)


def sentence(plan: Plan, language: str, place: Account) -> str:
    """What somebody is told at `place`, in their language or else in the one that we fall back to."""
    text = _text(plan, language, organisation())
    known = {"network": name_of(plan.network), "refuge": name_of(place.network)}
    return BLANK.sub(lambda found: known[found[1]], text)


def _text(plan: Plan, language: str, company: Organisation) -> str:
    tried = (language, company.fallback_language, "en")
    return next(text for code in tried if (text := plan.texts.get(code) or default_text(code)))
