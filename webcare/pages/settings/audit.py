"""Who did what: the ledger for administrators, filtered, page by page, and as a file for auditors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.ledger.vocabulary import VERBS
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.settings.office import Office
from webcare.pages.settings.sections import show
from webcare.pages.spreadsheet import CONTENT_TYPE, line, named
from webcare.team.organisation import organisation
from webcare.team.person import Role

SHOWN = 50
CHUNK = 1000
WITHIN = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1)))  # beyond, calendars end
PLACES = {  # what has a page of its own, under its number
    "conversation": "conversation",
    "case": "case",
    "customer": "customer",
    "person": "settings_person",
    "account": "settings_account",
    "application": "settings_application",
    "receipt": "settings_receipt",
    "brand": "settings_brands_row",
    "team": "settings_teams_row",
    "promise": "settings_promises_row",
    "label": "settings_labels_row",
    "category": "settings_categories_row",
    "macro": "settings_answers_row",
    "hours": "settings_hours_row",
}
HEAD = ("number", "at", "who", "person", "verb", "subject", "subject_number", "under", "under_number", "why", "details",
        "before", "undone_at")  # fmt: skip


class AuditForm(forms.Form):
    """What to look for; every field may be empty."""

    who = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    verb = forms.ChoiceField(label=_("What"), required=False)
    about = forms.ChoiceField(label=_("About"), required=False)
    row = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=2**62)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=WITHIN
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=WITHIN
    )

    def __init__(self, office: Office, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        people = [("", _("everybody"))] + [(person.pk, person.name) for person in office.people()]
        verbs = sorted((verb, str(said)) for verb, said in VERBS.items())
        kinds = sorted({verb.partition(".")[0] for verb in VERBS} | set(PLACES))
        self.fields["who"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.fields["verb"].choices = [("", _("everything")), *verbs]  # type: ignore[attr-defined]  # the same
        self.fields["about"].choices = [("", _("everything")), *((k, k) for k in kinds)]  # type: ignore[attr-defined]  # the same

    def narrowed(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those that fit; a field that makes no sense finds nothing."""
        if not self.is_valid():
            return events.none()
        wanted = self.cleaned_data
        simple = {
            "actor_id": wanted["who"],
            "verb": wanted["verb"],
            "subject_id": wanted["row"],
            "subject_kind": wanted["about"],
        }
        events = events.filter(**{name: value for name, value in simple.items() if value})
        if wanted["who"]:
            events = events.filter(actor_kind="person")
        if wanted["since"]:
            events = events.filter(at__gte=_midnight(wanted["since"]))
        if wanted["until"]:
            events = events.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        return events


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An event, whose it is, and the page of what it is about."""

    event: Event
    who: str
    path: str


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """The newest that fit; older ones behind the link."""
    office = Office(request.desk)
    form = AuditForm(office, request.GET)
    events = form.narrowed(office.ledger())
    if before := number(request.GET.get("before")):
        events = events.filter(pk__lt=before)
    rows = list(events.order_by("-pk")[: SHOWN + 1])
    names = _names(office)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "form": form,
        "lines": [AuditLine(event, _who(event, names), _path(event)) for event in rows[:SHOWN]],
        "older": urlencode({**kept, "before": rows[SHOWN - 1].pk}) if len(rows) > SHOWN else "",
        "export": f"{reverse('settings_audit_export')}?{urlencode(kept)}",
    }
    return show(request, "settings/audit.html", context, 200 if form.is_valid() else 422)


@needs(Role.ADMINISTRATOR)
def export(request: DeskRequest) -> StreamingHttpResponse:
    """The same as a table, however long, row by row; that somebody took it is written down, too."""
    office = Office(request.desk)
    events = AuditForm(office, request.GET).narrowed(office.ledger()).order_by("pk")
    wanted = {name: value for name, value in request.GET.items() if value}
    record("ledger.exported", organisation(), by=request.user, data={"filter": wanted})
    answer = StreamingHttpResponse(_table(events, _names(office)), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = named(f"ledger-{timezone.localdate():%Y-%m-%d}")
    return answer


def _table(events: QuerySet[Event], names: dict[int, str]) -> Iterator[str]:
    yield line(HEAD)
    for event in events.iterator(chunk_size=CHUNK):
        yield line(
            (
                event.pk, event.at.isoformat(), _who(event, names), event.actor_id or "", event.verb, event.subject_kind,
                event.subject_id, event.under_kind, event.under_id or "", event.why, _plain(event.data),
                _plain(event.before), event.undone_at.isoformat() if event.undone_at else "",
            )
        )  # fmt: skip


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _names(office: Office) -> dict[int, str]:
    return {person.pk: person.name for person in office.people()}


def _who(event: Event, names: dict[int, str]) -> str:
    return names.get(event.actor_id or 0, "") if event.actor_kind == "person" else event.actor_kind


def _path(event: Event) -> str:
    """The subject's own page, or that of what it stands under."""
    for kind, pk in ((event.subject_kind, event.subject_id), (event.under_kind, event.under_id)):
        if pk and kind in PLACES:
            return reverse(PLACES[kind], args=[pk])
    return ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
