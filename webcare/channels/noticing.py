"""Tell those who lead, once, that a network seems to be away, or that one which was declared dark is heard of again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.budget import warn
from webcare.channels.contact import facts_of
from webcare.channels.outage import Outage, dark_networks, moment, name_of
from webcare.channels.suspecting import Suspicion, back_since, suspect
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import tell_all

SEEMS = _("{network} seems to have been away since {since}: {reasons}.")
SENDS = _("{count} times an answer could not be sent")
ASKS = _("{count} times it could not be asked for what we missed")
LAST = _("its last event came at {moment}")
NEVER = _("it never brought an event")
BACK = _("{network} has been heard of again since {since}. If it is back, say so: what is held then leaves.")


@dataclass(frozen=True, slots=True)
class Suspected:
    """A network that seems to be away, and the sentence about it."""

    network: str
    suspicion: Suspicion
    sentence: str | Promise


def path_of(network: str) -> str:
    """Where somebody decides."""
    return f"/settings/networks/{network}"


def suspected(at: datetime | None = None) -> list[Suspected]:
    """The networks that seem to be away and that nobody has declared dark; each from its accounts' last calls."""
    away, at = dark_networks(), at or now()
    names = Account.objects.connected().exclude(network__in=list(away)).values_list("network", flat=True)
    found = ((network, suspect(facts_of(network), at)) for network in sorted(set(names)))
    return [Suspected(network, one, _because(network, one)) for network, one in found if one]


def returned() -> list[tuple[Outage, datetime]]:
    """The networks that are declared dark and yet heard of, and since when."""
    found = ((row, back_since(facts_of(row.network), row.declared_at)) for row in dark_networks().values())
    return [(row, since) for row, since in found if since]


def back_sentence(outage: Outage, since: datetime) -> str | Promise:
    """What there is to say about it."""
    return format_lazy(BACK, network=outage.name, since=moment(since))


def tell_of_networks() -> int:
    """Tell leads and administrators, once each time; returns of how many networks."""
    away, back = suspected(), returned()
    people = list(Person.objects.working().filter(role__in=(Role.LEAD, Role.ADMINISTRATOR))) if away or back else []
    for one in away:
        key = f"dark:{one.network}:{one.suspicion.began:%Y%m%dT%H%M%S}"
        tell_all(people, NoticeKind.DARK, key, one.sentence, path_of(one.network))
    for outage, since in back:
        tell_all(people, NoticeKind.DARK, f"light:{outage.pk}", back_sentence(outage, since), path_of(outage.network))
    return len(away) + len(back)


def tell_of_both() -> int:
    """Budgets and networks: what a minute's look may find that somebody should know."""
    return warn() + tell_of_networks()


def _because(network: str, one: Suspicion) -> str | Promise:
    reasons = [format_lazy(SENDS, count=one.sends)] if one.sends else []
    reasons += [format_lazy(ASKS, count=one.asks)] if one.asks else []
    reasons.append(format_lazy(LAST, moment=moment(one.last_event_at)) if one.last_event_at else NEVER)
    joined = format_lazy("; ".join(["{}"] * len(reasons)), *reasons)
    return format_lazy(SEEMS, network=name_of(network), since=moment(one.since), reasons=joined)
