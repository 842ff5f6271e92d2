"""Who is the same person: linking a handle to a customer by proof, separating it again, and the code that proves it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.channels.registry import adapter
from webcare.conversations.proving import code_text, place_for_code, send_code, where_it_proves
from webcare.customers.linking import BY_HAND, CannotLink, Proof
from webcare.pages.base import DeskRequest, Toast, done, key_of, needs, number, undoable
from webcare.search import people
from webcare.search.query import parse
from webcare.team.person import Role

MOST = 10


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Find the other handle, and say what proves it."""
    customer, typed = request.desk.customer(pk), request.GET.get("q", "").strip()[:200]
    found = [handle for handle in people.find(request.user, parse(typed)) if handle.customer_id != customer.pk]
    context = {
        "customer": customer,
        "found": found[:MOST],
        "typed": typed,
        "proofs": [(p.value, p.label) for p in BY_HAND],
    }
    return render(
        request, "customers/dialogs/found.html" if "q" in request.GET else "customers/dialogs/link.html", context
    )


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """The handle is this customer's too."""
    customer = request.desk.customer(pk)
    handle = request.desk.handle(number(request.POST.get("handle")) or 0)
    event = handle.link(customer, request.user, _proof(request), request.POST.get("words", ""))
    toast = undoable(_("%(handle)s belongs to %(name)s now.") % {"handle": handle.shown, "name": customer.name}, event)
    return done(request, toast, [customer.topic], to=customer.path)


@needs(Role.AGENT)
def new_separation(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask why they are two people after all."""
    return render(request, "customers/dialogs/separate.html", {"handle": request.desk.handle(pk)})


@needs(Role.AGENT)
def create_separation(request: DeskRequest, pk: int) -> HttpResponse:
    """Two people after all."""
    handle = request.desk.handle(pk)
    before = handle.topic
    event = handle.unlink(request.user, request.POST.get("reason", ""))
    return done(request, undoable(_("Separated."), event), [before, handle.topic], to=handle.customer.path)


@needs(Role.AGENT)
def new_code(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what will be sent; it can be said in the customer's language."""
    handle = request.desk.handle(pk)
    place = place_for_code(request.desk.conversations(), handle)
    context = {
        "handle": handle,
        "text": code_text(place),
        "key": key_of(request),
        "proving": where_it_proves(place.brand),
        "proves_itself": adapter(handle.network).capabilities.proves_sender,
    }
    return render(request, "customers/dialogs/code.html", context)


@needs(Role.AGENT)
def create_code(request: DeskRequest, pk: int) -> HttpResponse:
    """Send it privately; when it comes back from another handle, the two are one person."""
    handle = request.desk.handle(pk)
    place = place_for_code(request.desk.conversations(), handle)
    send_code(place, request.user, request.POST.get("text", ""), key_of(request))
    told = _("The code leaves. When it comes back from another account on %(networks)s, the two are linked.")
    toast = Toast(told % {"networks": where_it_proves(place.brand)})
    return done(request, toast, [handle.topic, place.topic], to=handle.customer.path)


def _proof(request: DeskRequest) -> Proof:
    known = {proof.value: proof for proof in BY_HAND}
    try:
        return known[request.POST.get("proof", "")]
    except KeyError:
        raise CannotLink(_("Say what proves it.")) from None
