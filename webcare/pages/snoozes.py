"""Put a conversation off until a moment, and bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible
from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.team.person import Role

MORNING = time(9)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Preset:
    """A moment that people often choose."""

    label: str
    until: datetime


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose until when."""
    context = {"conversation": request.desk.conversation(pk), "presets": presets(request.desk.at)}
    return render(request, "desk/dialogs/snooze.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """It comes back then, or when the customer writes."""
    conversation = request.desk.conversation(pk)
    until = moment_from(request.POST.get("until", ""))
    event = conversation.snooze(request.user, until)
    local = date_format(timezone.localtime(until), "D j M H:i")
    toast = undoable(_("Comes back %(when)s.") % {"when": local}, event)
    return done(request, toast, [conversation.topic, "queue"], settled={"conversation": pk})


@needs(Role.AGENT)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """Bring it back now."""
    conversation = request.desk.conversation(pk)
    event = conversation.wake(request.user)
    return done(request, undoable(_("It is back."), event), [conversation.topic, "queue"])


def presets(at: datetime) -> list[Preset]:
    """From soon to next week, in the reader's own time zone."""
    today = timezone.localtime(at)
    return [
        Preset(_("In 20 minutes"), at + timedelta(minutes=20)),
        Preset(_("In an hour"), at + timedelta(hours=1)),
        Preset(_("In three hours"), at + timedelta(hours=3)),
        *_mornings(today),
    ]


def _mornings(today: datetime) -> list[Preset]:
    """Tomorrow's, and Monday's where that is another one."""
    monday = (MONDAY - today.weekday() - 1) % 7 + 1
    tomorrow = Preset(_("Tomorrow morning"), _morning(today, 1))
    return [tomorrow] if monday == 1 else [tomorrow, Preset(_("Monday morning"), _morning(today, monday))]


def moment_from(text: str) -> datetime:
    """What a form gave, in the reader's time zone where it names none. Raises NotPossible."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise NotPossible(_("Choose a date and a time."))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_current_timezone())


def _morning(today: datetime, days: int) -> datetime:
    return datetime.combine(today.date() + timedelta(days=days), MORNING, tzinfo=today.tzinfo)
