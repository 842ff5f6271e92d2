"""Colleagues: who works here, as what, in which teams and languages; who left, and who is invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.moving import NotPossible
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.choosing import Speaking
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.sections import show
from webcare.team.employing import LastAdministrator, come_back, employ_as, leave, speak
from webcare.team.inviting import link
from webcare.team.person import Person, Role
from webcare.team.team import Team


class PersonForm(Speaking):
    """What somebody is here."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role = forms.ChoiceField(
        label=gettext_lazy("May do"),
        choices=Role.choices,
        help_text=gettext_lazy(
            "Read-only people look. Agents answer. Leads also steer: labels, prepared answers, other people's work. "
            "Administrators set everything up and see all brands."
        ),
    )
    teams: forms.ModelMultipleChoiceField[Team] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = office.teams()  # type: ignore[attr-defined]  # a model choice field


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """Everybody, and who is to come."""
    office = Office(request.desk)
    invited = [(invitation, link(invitation)) for invitation in office.invitations()]
    return show(request, "settings/people.html", {"people": office.people(), "invited": invited})


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """One person."""
    person = one_of(Office(request.desk).people(), pk)
    known: dict[str, object] = {"name": person.name, "role": person.role, "teams": person.teams.all()}
    form = PersonForm(Office(request.desk), initial=known, spoken=_spoken(person))
    return show(request, "settings/person.html", {"form": form, "one": person})


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what they are here."""
    person = one_of(Office(request.desk).people(), pk)
    form = PersonForm(Office(request.desk), request.POST, spoken=_spoken(person))
    if form.is_valid():
        given = form.cleaned_data
        try:
            employ_as(person, request.user, name=given["name"], role=given["role"], teams=given["teams"])
        except LastAdministrator as error:
            form.add_error("role", str(error))
        else:
            speak(person, request.user, form.languages)
            return done(request, Toast(_("“%(name)s” is saved.") % {"name": given["name"]}), to="/settings/people")
    return show(request, "settings/person.html", {"form": form, "one": person}, 422)


@needs(Role.ADMINISTRATOR)
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what it means that somebody leaves."""
    person = one_of(Office(request.desk).people(), pk)
    if not person.is_active:
        return redirect("settings_person", pk)
    return show(request, "settings/leaving.html", {"one": person})


@needs(Role.ADMINISTRATOR)
def let_go(request: DeskRequest, pk: int) -> HttpResponse:
    """They leave."""
    person = one_of(Office(request.desk).people(), pk)
    if person.pk == request.user.pk:
        raise NotPossible(_("You cannot let yourself go. Ask another administrator."))
    try:
        gone = leave(person, request.user)
    except LastAdministrator as error:
        raise NotPossible(str(error)) from error
    said = _("%(name)s cannot sign in any more.") if gone else _("%(name)s had left already.")
    return done(request, Toast(said % {"name": person.name}), to="/settings/people")


@needs(Role.ADMINISTRATOR)
def take_back(request: DeskRequest, pk: int) -> HttpResponse:
    """They return."""
    person = one_of(Office(request.desk).people(), pk)
    back = come_back(person, request.user)
    said = (
        _("%(name)s may sign in again, with a new password: “Forgot your password?” leads to one.")
        if back
        else _("%(name)s is here already.")
    )
    return done(request, Toast(said % {"name": person.name}), to="/settings/people")


def _spoken(person: Person) -> dict[str, str]:
    return {speaks.language: speaks.level for speaks in person.languages.all()}
