"""One act on many conversations at once, undone together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.conversations import bulk
from webcare.conversations.bulk import Outcome, TooMany
from webcare.conversations.moving import NotPossible
from webcare.conversations.undoing import undo_batch
from webcare.pages.base import UNDO_SECONDS, Action, DeskRequest, Toast, done, needs, number
from webcare.pages.dismissals import REASONS
from webcare.pages.snoozes import moment_from, presets
from webcare.team.person import Role

Act = Callable[[DeskRequest, list[int]], Outcome]


@needs(Role.AGENT)
def new(request: DeskRequest, act: str) -> HttpResponse:
    """Ask what the act needs to know."""
    if act not in DIALOGS:
        raise Http404
    context = {
        "bulk": True,
        "reasons": REASONS,
        "presets": presets(request.desk.at),
        "people": request.desk.people().exclude(role=Role.READER).prefetch_related("languages"),
        "teams": request.desk.teams(),
        "labels": request.desk.labels(),
    }
    return render(request, DIALOGS[act], context)


@needs(Role.AGENT)
def create(request: DeskRequest, act: str) -> HttpResponse:
    """Do it to those that allow it, and say how many did not."""
    if act not in ACTS:
        raise Http404
    ids = [pk for text in request.POST.getlist("ids") if (pk := number(text))]
    if not ids:
        raise NotPossible(_("Select some conversations first."))
    try:
        outcome = ACTS[act](request, ids)
    except TooMany as error:
        raise NotPossible(str(error)) from error
    return done(request, _said(outcome), ["queue", *(f"conversation:{pk}" for pk in outcome.done)], picked={})


@needs(Role.AGENT)
def destroy(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Undo a bulk act, as far as nothing has changed since."""
    undone = undo_batch(request.desk.batch(batch), request.user)
    text = ngettext("%(n)d undone.", "%(n)d undone.", len(undone.done)) % {"n": len(undone.done)}
    return done(request, Toast(text, wrong=not undone.done), ["queue"])


def _close(request: DeskRequest, ids: list[int]) -> Outcome:
    return bulk.close(ids, request.user)


def _dismiss(request: DeskRequest, ids: list[int]) -> Outcome:
    return bulk.dismiss(ids, request.user, request.POST.get("reason", ""))


def _snooze(request: DeskRequest, ids: list[int]) -> Outcome:
    return bulk.snooze(ids, request.user, moment_from(request.POST.get("until", "")))


def _assign(request: DeskRequest, ids: list[int]) -> Outcome:
    person, team = number(request.POST.get("person")), number(request.POST.get("team"))
    return bulk.assign(
        ids,
        request.user,
        person=request.desk.colleague(person) if person else None,
        team=request.desk.team(team) if team else None,
    )


def _label(request: DeskRequest, ids: list[int]) -> Outcome:
    return bulk.label(ids, request.user, request.desk.label(number(request.POST.get("label")) or 0))


def _said(outcome: Outcome) -> Toast:
    count, refused = len(outcome.done), len(outcome.refused)
    parts = [ngettext("%(n)d done.", "%(n)d done.", count) % {"n": count}]
    if refused:
        left_out = ngettext("%(n)d left as it was: %(why)s", "%(n)d left as they were: %(why)s", refused)
        parts.append(left_out % {"n": refused, "why": next(iter(outcome.refused.values()))})
    undo = Action(_("Undo"), reverse("batch", args=[outcome.batch]), "delete", "u") if count else None
    return Toast(" ".join(parts), undo, UNDO_SECONDS, wrong=not count)


ACTS: Mapping[str, Act] = {
    "closure": _close,
    "dismissal": _dismiss,
    "snooze": _snooze,
    "assignment": _assign,
    "label": _label,
}
DIALOGS: Mapping[str, str] = {
    "dismissal": "desk/dialogs/dismiss.html",
    "snooze": "desk/dialogs/snooze.html",
    "assignment": "desk/dialogs/assign.html",
    "label": "desk/dialogs/label.html",
}
