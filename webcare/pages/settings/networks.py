"""Networks that go away: how each is, declare one dark, lead its customers elsewhere, say that it is back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from webcare.channels.noticing import Suspected, back_sentence, returned, suspected
from webcare.channels.outage import Outage, close, dark, dark_networks, declare, may_decide, name_of
from webcare.channels.refuge import Plan, plan_of
from webcare.channels.registry import adapter
from webcare.conversations.leading import failures, lead_all, progress
from webcare.conversations.moving import NotPossible, Unchanged
from webcare.conversations.reaching import Prospect, prospects
from webcare.conversations.returning import end, held_on, overtaken_on
from webcare.pages.away import Away, Refuge
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.office import Office
from webcare.pages.settings.sections import show
from webcare.team.person import Role

OTHERS = gettext_lazy("This counts for brands that you do not see. Ask an administrator, or who leads all of them.")
SHOWN = 100  # of those whom nobody can reach


@dataclass(frozen=True, slots=True)
class Standing:
    """A network of ours: dark, suspected, or there; and whether there is a plan for it."""

    network: str
    name: str
    outage: Outage | None
    suspected: Suspected | None
    plan: Plan

    @property
    def level(self) -> str:
        """As in the law of colours."""
        return "late" if self.outage else "soon" if self.suspected else "done"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who waits on a network: who can be reached elsewhere, on which networks, with which sentence first; who cannot."""

    waiting: int
    reached: int
    places: list[tuple[str, int]]
    example: Prospect | None
    lost: list[Prospect]
    held: int

    @classmethod
    def of(cls, network: str, request: DeskRequest, outage: Outage | None) -> Reach:
        found = prospects(network, request.user, outage)
        reached = [one for one in found if one.place]
        counted = Counter(name_of(one.place.network) for one in reached if one.place)
        return cls(
            waiting=len(found),
            reached=len(reached),
            places=counted.most_common(),
            example=reached[0] if reached else None,
            lost=[one for one in found if not one.place],
            held=held_on(network).count(),
        )

    @property
    def shown(self) -> Sequence[Prospect]:
        """The first of those whom nobody can reach."""
        return self.lost[:SHOWN]


@needs(Role.LEAD)
def index(request: DeskRequest) -> HttpResponse:
    """Every network on which we are, the dark ones first."""
    office, doubts, away = Office(request.desk), {one.network: one for one in suspected()}, dark_networks()
    ours = {account.network for account in office.accounts() if account.is_connected}
    names = sorted({one for one in ours if not adapter(one).capabilities.noted} | away.keys(), key=name_of)
    standings = [Standing(one, name_of(one), away.get(one), doubts.get(one), plan_of(one)) for one in names]
    order = ("late", "soon", "done")
    return show(request, "settings/networks.html", {"standings": sorted(standings, key=lambda s: order.index(s.level))})


@needs(Role.LEAD)
def detail(request: DeskRequest, network: str) -> HttpResponse:
    """How one is, and what can be done."""
    _known(request, network)
    outage, plan = dark(network), plan_of(network)
    context = {
        "network": network,
        "name": name_of(network),
        "outage": outage,
        "others": "" if may_decide(request.user, network) else OTHERS,
        "plan": plan,
        "refuge": Refuge.of(plan.refuge) if plan.refuge else None,
        "suspected": next((one for one in suspected() if one.network == network), None),
        **(_of_outage(request, outage) if outage else {}),
    }
    return show(request, "settings/network.html", context)


@needs(Role.LEAD)
def ask(request: DeskRequest, network: str) -> HttpResponse:
    """Say what it means to declare it dark, with true counts."""
    _deciding(request, network)
    if dark(network):
        raise Unchanged(_("It is declared dark already."))
    away = Away.of(Outage(network=network, since=_since(request, network)))
    return show(request, "settings/network_dark.html", {"away": away, "reach": Reach.of(network, request, None)})


@needs(Role.LEAD)
def create(request: DeskRequest, network: str) -> HttpResponse:
    """Declare it dark; whoever was second is told nothing else."""
    _deciding(request, network)
    outage = declare(network, request.user, _since(request, network))
    said = _("%(name)s is dark from now on. Nothing is lost; lead its customers elsewhere when you like.")
    return done(request, Toast(said % {"name": outage.name}), ["queue"], to=_path(network))


@needs(Role.LEAD)
def lead(request: DeskRequest, network: str) -> HttpResponse:
    """Tell everybody who waits and can be reached."""
    count = lead_all(_standing(request, network), request.user)
    said = ngettext("%(n)s customer is led elsewhere.", "%(n)s customers are led elsewhere.", count) % {"n": count}
    return done(request, Toast(said if count else _("There is nobody left to lead.")), ["queue"], to=_path(network))


@needs(Role.LEAD)
def ask_closing(request: DeskRequest, network: str) -> HttpResponse:
    """Say what it means that it is gone for good."""
    return show(request, "settings/network_closing.html", {"outage": _ending(request, network)})


@needs(Role.LEAD)
def create_closing(request: DeskRequest, network: str) -> HttpResponse:
    """It does not come back."""
    close(_ending(request, network), request.user)
    said = _("%(name)s is gone for good, and nobody asks it for anything.") % {"name": name_of(network)}
    return done(request, Toast(said), to=_path(network))


@needs(Role.LEAD)
def ask_return(request: DeskRequest, network: str) -> HttpResponse:
    """Say what leaves, and what somebody has to decide about."""
    outage = _ending(request, network)
    held, aside = held_on(network).count(), overtaken_on(network).count()
    return show(request, "settings/network_return.html", {"outage": outage, "leaving": held - aside, "aside": aside})


@needs(Role.LEAD)
def create_return(request: DeskRequest, network: str) -> HttpResponse:
    """It is back."""
    aside = end(_ending(request, network), request.user)
    said = _("%(name)s is light again.") % {"name": name_of(network)}
    if aside:
        wait = ngettext("%(n)s answer waits for a decision.", "%(n)s answers wait for a decision.", aside) % {
            "n": aside
        }
        return done(request, Toast(f"{said} {wait}", seconds=12), ["queue"], to=reverse("settings_deliveries"))
    return done(request, Toast(said), ["queue"], to=_path(network))


def _of_outage(request: DeskRequest, outage: Outage) -> dict[str, object]:
    back = next((since for row, since in returned() if row.pk == outage.pk), None)
    return {
        "away": Away.of(outage),
        "reach": Reach.of(outage.network, request, outage),
        "progress": progress(outage),
        "failures": failures(outage, request.user),
        "back": _back(outage, back),
    }


def _back(outage: Outage, since: datetime | None) -> str | Promise:
    return back_sentence(outage, since) if since else ""


def _known(request: DeskRequest, network: str) -> None:
    ours = {account.network for account in Office(request.desk).accounts()}
    if network not in ours and not dark(network):
        raise Http404


def _deciding(request: DeskRequest, network: str) -> None:
    _known(request, network)
    if not may_decide(request.user, network):
        raise NotPossible(str(OTHERS))


def _ending(request: DeskRequest, network: str) -> Outage:
    _deciding(request, network)
    return _standing(request, network)


def _standing(request: DeskRequest, network: str) -> Outage:
    _known(request, network)
    outage = dark(network)
    if outage is None:
        raise NotPossible(_("It is not declared dark, or somebody has just said that it is back."))
    return outage


def _since(request: DeskRequest, network: str) -> datetime:
    """When it seems to have gone; now where nothing speaks for an earlier moment."""
    found = next((one for one in suspected() if one.network == network), None)
    return found.suspicion.since if found else request.desk.at


def _path(network: str) -> str:
    return reverse("settings_network", args=[network])
