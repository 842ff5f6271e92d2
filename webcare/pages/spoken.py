"""Write down what a customer said by phone or at a counter, and find it again as a conversation."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.conversations.hearing import Known, Place, Said, note_down, where_it_is_noted
from webcare.conversations.moving import NotPossible
from webcare.customers.linking import BY_HAND
from webcare.pages.base import DeskRequest, key_of, needs, number
from webcare.pages.desk import Desk
from webcare.pages.settings.choosing import language_choices
from webcare.search import people
from webcare.search.query import parse
from webcare.team.person import Role

FOUND = 8
PATIENCE = 20  # looks, a second apart, until the page says that it takes longer than usual


class SpokenForm(forms.Form):
    """What was heard; whom it was heard from is chosen beside it."""

    account: forms.ModelChoiceField[Account] = forms.ModelChoiceField(
        label=gettext_lazy("Where it belongs"), queryset=None, empty_label=None
    )
    words = forms.CharField(label=gettext_lazy("What they said"), max_length=20_000, widget=forms.Textarea({"rows": 4}))
    place = forms.ChoiceField(label=gettext_lazy("How it reached us"), choices=Place.choices)
    at = forms.DateTimeField(
        label=gettext_lazy("When they said it"),
        help_text=gettext_lazy("The clock runs from then, also where it is written down later."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone number"), max_length=60, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=200, required=False)
    booking = forms.CharField(label=gettext_lazy("Booking"), max_length=40, required=False)
    answer = forms.CharField(
        label=gettext_lazy("What you told them"),
        help_text=gettext_lazy("Only if they have their answer already. Empty: somebody still has to answer."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connected = desk.accounts().filter(connected_at__isnull=False, disconnected_at=None)
        accounts = connected.filter(network__in=where_it_is_noted()).order_by("handle", "pk")
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # a model choice field
        self.fields["account"].label_from_instance = lambda account: account.handle  # type: ignore[attr-defined]  # the same
        known = language_choices(desk.languages())
        self.fields["language"].choices = [("", _("As it reads")), *known]  # type: ignore[attr-defined]  # a choice field
        self.is_possible = accounts.exists()
        if not self.is_bound:
            self.initial.setdefault("at", localtime(desk.at))
            self.initial.setdefault("account", accounts.first())
        if self.is_possible and len(accounts) == 1:
            self.fields["account"].widget = forms.HiddenInput()
        self.fields["words"].widget.attrs["autofocus"] = True

    def said(self, key: str) -> Said:
        """What is kept."""
        given = self.cleaned_data
        return Said(
            key=key,
            place=Place(given["place"]),
            at=given["at"],
            words=given["words"],
            language=given["language"],
            name=given["name"],
            reach=" · ".join(filter(None, (given["phone"].strip(), given["email"].strip()))),
            booking=given["booking"].strip(),
            answer=given["answer"],
        )


@needs(Role.AGENT)
def new(request: DeskRequest) -> HttpResponse:
    """An empty form; `handle` says whom somebody was looking at."""
    return _form(request, SpokenForm(request.desk), uuid.uuid4().hex, chosen=number(request.GET.get("handle")))


@needs(Role.AGENT)
def create(request: DeskRequest) -> HttpResponse:
    """Keep it, then show where it went."""
    form, key = SpokenForm(request.desk, request.POST), key_of(request)
    chosen = number(request.POST.get("handle"))
    if form.is_valid():
        try:
            note_down(form.cleaned_data["account"], form.said(key), request.user, _known(request, chosen))
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            return redirect("spoken_note", key)
    return _form(request, form, key, chosen=chosen, status=422)


@needs(Role.AGENT)
def found(request: DeskRequest) -> HttpResponse:
    """Customers by name, number or address."""
    typed = request.GET.get("q", "").strip()[:200]
    handles = people.find(request.user, parse(typed)) if typed else []
    return render(request, "spoken/found.html", {"found": handles[:FOUND], "typed": typed})


@needs(Role.AGENT)
def show(request: DeskRequest, key: str) -> HttpResponse:
    """The conversation that it became; while a worker still reads it, a page that looks again."""
    noted = request.desk.messages().filter(account__network__in=where_it_is_noted(), external_id=key).first()
    if noted:
        return redirect("conversation", noted.conversation_id)
    looks = number(request.GET.get("looks")) or 0
    return render(request, "spoken/note.html", {"looks": looks + 1, "is_late": looks >= PATIENCE})


def _known(request: DeskRequest, chosen: int | None) -> Known | None:
    if not chosen:
        return None
    stated = {proof.value: proof for proof in BY_HAND}.get(request.POST.get("proof", ""))
    return Known(request.desk.handle(chosen).customer, stated, request.POST.get("proof_words", ""))


def _form(
    request: DeskRequest, form: SpokenForm, key: str, *, chosen: int | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "key": key,
        "chosen": request.desk.handle(chosen) if chosen else None,
        "proofs": [(proof.value, proof.label) for proof in BY_HAND],
        "proof": request.POST.get("proof", ""),
        "proof_words": request.POST.get("proof_words", ""),
    }
    return render(request, "spoken/new.html", context, status=status)
