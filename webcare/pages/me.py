"""One's own page: how webcare looks and speaks to me, which languages I answer in, how I want to hear of things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.choosing import Speaking, zones
from webcare.team.employing import speak
from webcare.team.notice import NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import Means, wishes_of
from webcare.team.wishing import be_quiet, wish

MEANS = ("browser", "sound", "email")


class LookForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no type when it runs
    """How webcare looks to me, and how I sign."""

    interface_language = forms.ChoiceField(label=gettext_lazy("Language of webcare"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    class Meta:
        model = Person
        fields = ("interface_language", "time_zone", "density", "theme", "initials")
        labels = {
            "density": gettext_lazy("Lists"),
            "theme": gettext_lazy("Colours"),
            "initials": gettext_lazy("Initials"),
        }
        help_texts = {
            "initials": gettext_lazy("They sign your answers, as in ^NB. Empty: your answers are not signed.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()  # type: ignore[attr-defined]  # a choice field

    def clean_initials(self) -> str:
        """Letters and digits only: they stand in public."""
        initials = str(self.cleaned_data["initials"]).strip()
        if initials and not initials.isalnum():
            raise forms.ValidationError(_("Use letters and digits only."))
        return initials


class QuietForm(forms.Form):
    """From when until when, or not at all."""

    starts = forms.TimeField(
        label=gettext_lazy("from"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Both or none, and a span between them."""
        values = super().clean() or {}
        starts, ends = values.get("starts"), values.get("ends")
        if not self.errors and (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", _("Fill in both, or neither."))
        if starts is not None and starts == ends:
            self.add_error("ends", _("This is the same moment: choose another, or leave both empty."))
        return values


@needs(Role.READER)
def show(request: DeskRequest) -> HttpResponse:
    """What is set."""
    return _page(request)


@needs(Role.READER)
def elsewhere(request: DeskRequest) -> HttpResponse:
    """Nobody changes the address by which colleagues and the provider know them; an administrator invites the new one."""
    return redirect("me")


@needs(Role.READER)
def update(request: DeskRequest) -> HttpResponse:
    """How it looks."""
    form = LookForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db()
        return _page(request, look=form)
    person = form.save()
    with override(person.interface_language):
        return done(request, Toast(_("Saved.")), to="/me")


@needs(Role.READER)
def update_languages(request: DeskRequest) -> HttpResponse:
    """What I speak."""
    form = Speaking(request.POST, spoken=_spoken(request.user))
    if not form.is_valid():
        return _page(request, speaking=form)
    speak(request.user, request.user, form.languages)
    return done(request, Toast(_("Saved.")), to="/me")


@needs(Role.READER)
def update_notices(request: DeskRequest) -> HttpResponse:
    """How I want to hear of things."""
    form = QuietForm(request.POST)
    if not form.is_valid():
        return _page(request, quiet=form)
    wish(
        request.user,
        {kind: Means(*(f"{kind.value}_{means}" in request.POST for means in MEANS)) for kind in NoticeKind},
    )
    be_quiet(request.user, form.cleaned_data["starts"], form.cleaned_data["ends"])
    return done(request, Toast(_("Saved.")), to="/me")


def _page(request: DeskRequest, **wrong: forms.BaseForm) -> HttpResponse:
    person = request.user
    hours = request.desk.quiet_hours()
    quiet = QuietForm(initial={"starts": hours.starts, "ends": hours.ends} if hours else {})
    context = {
        "look": LookForm(instance=person),
        "speaking": Speaking(spoken=_spoken(person)),
        "quiet": quiet,
        "wishes": list(wishes_of(person).items()),
        **wrong,
    }
    return render(request, "me/show.html", context, status=422 if wrong else 200)


def _spoken(person: Person) -> dict[str, str]:
    return {speaks.language: speaks.level for speaks in person.languages.all()}
