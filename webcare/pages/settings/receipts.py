"""Events that nobody could understand: what they say, why they were set aside, and another chance for them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.receipt import ReceiptQuerySet, play_again
from webcare.pages.base import DeskRequest, Toast, done, needs, number
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.person import Role

LIST = "/settings/receipts"
SHOWN = 100
KINDS = 20
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Kind:
    """Events of a network with the same error."""

    network: str
    error: str
    count: int


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """The newest of them, and how many there are with each error."""
    rows = _filtered(request)
    kinds = (
        Office(request.desk)
        .receipts()
        .order_by()
        .values_list("network", "error")
        .annotate(count=Count("pk"))
        .order_by("-count")[:KINDS]
    )
    context = {
        "rows": rows.defer("payload")[:SHOWN],
        "count": rows.count(),
        "kinds": [Kind(*kind) for kind in kinds],
        "error": request.GET.get("error", ""),
        "network": request.GET.get("network", ""),
        "filtered": bool(request.GET.keys() & {"error", "network", "account"}),
    }
    return show(request, "settings/receipts.html", context)


@needs(Role.ADMINISTRATOR)
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    """What the network handed in."""
    receipt = one_of(Office(request.desk).receipts(), pk)
    text, size = _readable(bytes(receipt.payload)), len(receipt.payload)
    context = {"receipt": receipt, "text": text[:LONGEST], "cut": len(text) > LONGEST, "size": size}
    return show(request, "settings/receipt.html", context)


@needs(Role.ADMINISTRATOR)
def play(request: DeskRequest, pk: int) -> HttpResponse:
    """Try this one again."""
    played = one_of(Office(request.desk).events(), pk).play_again(request.user)
    said = (
        _("Played again. If it is set aside again, it comes back here.")
        if played
        else _("It was played again already.")
    )
    return done(request, Toast(said), to=LIST)


@needs(Role.ADMINISTRATOR)
def play_all(request: DeskRequest) -> HttpResponse:
    """Try all with one error again."""
    rows = (
        Office(request.desk)
        .receipts()
        .filter(network=request.POST.get("network", ""), error=request.POST.get("error", ""))
    )
    played = play_again(rows, request.user)
    said = ngettext("%(n)s event is played again.", "%(n)s events are played again.", played) % {"n": played}
    return done(request, Toast(said), to=LIST)


def _filtered(request: DeskRequest) -> ReceiptQuerySet:
    office, asked = Office(request.desk), Q()
    if "error" in request.GET:
        asked &= Q(error=request.GET["error"])
    if network := request.GET.get("network"):
        asked &= Q(network=network)
    if pk := number(request.GET.get("account")):
        return office.receipts_of(one_of(office.accounts(), pk)).filter(asked)
    return office.receipts().filter(asked)


def _readable(payload: bytes) -> str:
    """JSON on many lines, anything else as it came."""
    text = payload.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
