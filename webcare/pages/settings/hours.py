"""When the team is there: a week, holidays, closed days; shown as the next seven days while one fills it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from webcare.clocks.clock import Hours
from webcare.clocks.hours import ClosedForever, Interval, OpeningHours
from webcare.clocks.promising import opening_hours
from webcare.pages.base import DeskRequest
from webcare.pages.settings.choosing import zones
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words

SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|—|to|tot)\s*(\d{1,2})[:.](\d{2})")
DAY = "day_"


class HoursForm(RowForm[Hours]):
    """Days are written as people write them: “09:00-12:30, 13:30-18:00”."""

    verb = "hours.changed"
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    always = forms.BooleanField(label=gettext_lazy("Around the clock, every day of the week"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Closed on the public holidays of"), required=False)
    region = forms.CharField(
        label=gettext_lazy("Region"),
        max_length=6,
        required=False,
        help_text=gettext_lazy("Where holidays differ within the country: its code, such as BY for Bavaria."),
    )
    closed = forms.CharField(
        label=gettext_lazy("Closed on these days too"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One date a line, such as 2026-12-24."),
    )

    class Meta:
        model = Hours
        fields = ("name", "time_zone")
        labels = {"name": gettext_lazy("Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        for number, name in WEEKDAYS.items():
            field = forms.CharField(label=name, required=False, max_length=100)
            field.initial = _written(row.weekly[number]) if row.weekly else ""
            self.fields[f"{DAY}{number}"] = field
        self.fields["time_zone"].choices = zones()  # type: ignore[attr-defined]  # a choice field
        self.fields["country"].choices = [("", _("none")), *_countries()]  # type: ignore[attr-defined]  # a choice field
        country, _dash, region = row.holiday_country.partition("-")
        self.initial.update(country=country, region=region, closed="\n".join(row.closed_days))
        self.initial["always"] = not row.weekly and bool(row.pk)

    @property
    def day_fields(self) -> list[BoundField]:
        """Monday to Sunday."""
        return [self[f"{DAY}{number}"] for number in WEEKDAYS]

    @property
    def first_fields(self) -> list[BoundField]:
        return [self["name"], self["time_zone"], self["always"]]

    @property
    def last_fields(self) -> list[BoundField]:
        return [self["country"], self["region"], self["closed"]]

    def clean_region(self) -> str:
        """Only regions that the country has."""
        region = str(self.cleaned_data["region"]).strip().upper()
        country = self.cleaned_data.get("country", "")
        if region and region not in (known := _regions(country)):
            some = ", ".join(known[:20]) or _("none")
            raise forms.ValidationError(
                _("%(country)s has no such region; it has %(some)s.") % {"country": country, "some": some}
            )
        return region

    def clean_closed(self) -> list[str]:
        """Dates, sorted, each once."""
        days = set()
        for line in str(self.cleaned_data["closed"]).split():
            try:
                days.add(date.fromisoformat(line).isoformat())
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” is no date. Write it like 2026-12-24.") % {"line": line}
                ) from None
        return sorted(days)

    def clean(self) -> dict[str, Any]:
        """Put the week together; hours that never open would promise nothing, for ever."""
        values = super().clean() or {}
        self.instance.weekly = [] if values.get("always") else [self._day(number) for number in WEEKDAYS]
        country = values.get("country", "")
        self.instance.holiday_country = f"{country}-{values['region']}" if country and values.get("region") else country
        self.instance.closed_days = values.get("closed") or []
        if not self.errors:
            self._check_that_it_opens(values["time_zone"])
        return values

    def _day(self, number: int) -> list[list[str]]:
        text = str(self.cleaned_data.get(f"{DAY}{number}") or "")
        try:
            return list(_read(text))
        except ValueError as error:
            self.add_error(f"{DAY}{number}", str(error))
            return []

    def _check_that_it_opens(self, zone: str) -> None:
        self.instance.time_zone = zone
        try:
            opening_hours(self.instance).next_opening(self.desk.at)
        except ClosedForever:
            self.add_error(
                None, _("These hours never open. Give at least one day an interval, or choose around the clock.")
            )


@dataclass(frozen=True, slots=True)
class OneDay:
    """A line of the preview."""

    name: str
    spans: list[str]


@dataclass(frozen=True, slots=True)
class NextWeek:
    """What the hours say about the next seven days; empty while the form is not right yet."""

    days: list[OneDay]
    example: str = ""
    template: str = "settings/beside/hours.html"


def next_week(request: DeskRequest, form: RowForm[Hours]) -> NextWeek:
    """From the form as it is filled in, or else from the row as it is kept."""
    if form.is_bound and form.errors.keys() - {"name"}:
        return NextWeek([])
    if not form.is_bound and not form.instance.pk:
        return NextWeek([])
    hours = opening_hours(form.instance)
    today = request.desk.at.astimezone(ZoneInfo(hours.zone)).date()
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    lines = [OneDay(date_format(day, "l j F"), [_shown(span) for span in hours.intervals(day)]) for day in days]
    return NextWeek(lines, _example(hours, request.desk.at))


def _example(hours: OpeningHours, at: datetime) -> str:
    due = hours.add(at, 60).astimezone(ZoneInfo(hours.zone))
    return _("A promise of one hour that begins now ends on %(when)s.") % {"when": date_format(due, "l j F, H:i")}


def _shown(span: Interval) -> str:
    if span.opens == span.closes:
        return _("all day")
    return f"{span.opens:%H:%M}–{span.closes:%H:%M}"


def _read(text: str) -> Iterator[list[str]]:
    """“09:00-12:30, 13:30-18:00” as pairs. Raises ValueError with a sentence."""
    rest = SPAN.sub("", text).strip(" ,;\t")
    if rest:
        raise ValueError(_("“%(rest)s” is not understood. Write it like 09:00-12:30, 13:30-18:00.") % {"rest": rest})
    for opens_hour, opens, closes_hour, closes in SPAN.findall(text):
        yield [_time(opens_hour, opens), _time(closes_hour, closes)]


def _time(hour: str, minute: str) -> str:
    try:
        return f"{time(int(hour) % 24 if int(hour) == 24 else int(hour), int(minute)):%H:%M}"
    except ValueError:
        raise ValueError(_("%(hour)s:%(minute)s is no time of day.") % {"hour": hour, "minute": minute}) from None


def _written(spans: Iterable[Iterable[str]]) -> str:
    return ", ".join("-".join(span) for span in spans)


def _countries() -> list[tuple[str, str]]:
    import holidays  # noqa: PLC0415 - as in clocks/hours.py
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - the same

    names = {about[1]: key.replace("_", " ").title() for key, about in COUNTRIES.items()}
    known = holidays.list_supported_countries(include_aliases=False)
    return sorted(((code, names.get(code, code)) for code in known), key=lambda choice: choice[1])


def _regions(country: str) -> list[str]:
    import holidays  # noqa: PLC0415 - the same

    return list(holidays.list_supported_countries(include_aliases=False).get(country, []))


def _consequences(row: Hours) -> str:
    count = row.promises.count()
    if count:
        return ngettext(
            "%(n)s promise runs by them, so they have to stay.",
            "%(n)s promises run by them, so they have to stay.",
            count,
        ) % {"n": count}
    return _("No promise runs by them.")


hours = Register(
    "hours",
    Words(
        gettext_lazy("Opening hours"),
        gettext_lazy("opening hours"),
        gettext_lazy("Promises only run while the team is there."),
    ),
    HoursForm,
    Office.hours,
    removed="hours.removed",
    consequences=_consequences,
    beside=next_week,
    fields="settings/fields/hours.html",
)
