"""Invite a colleague, send the link again, or withdraw it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.office import Office, one_of
from webcare.pages.settings.people import PersonForm
from webcare.pages.settings.sections import show
from webcare.team.invitation import Invitation
from webcare.team.inviting import CannotInvite, Guest, MailTrouble, invite, renew, send, withdraw
from webcare.team.person import Role

LIST = "/settings/people"


class InvitationForm(PersonForm):
    """As a person, with the address; the name is theirs to choose."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    field_order = ("email", "name", "role", "teams")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("They can change it when they join.")

    @property
    def guest(self) -> Guest:
        """Who is invited."""
        given = self.cleaned_data
        return Guest(given["email"], given["name"], given["role"], given["teams"], self.languages)


@needs(Role.ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    """An empty form."""
    form = InvitationForm(Office(request.desk), initial={"role": Role.AGENT})
    return show(request, "settings/invitation.html", {"form": form})


@needs(Role.ADMINISTRATOR)
def create(request: DeskRequest) -> HttpResponse:
    """Invite somebody and mail them the link."""
    form = InvitationForm(Office(request.desk), request.POST)
    if form.is_valid():
        try:
            invitation = invite(form.guest, request.user)
        except CannotInvite as error:
            form.add_error("email", str(error))
        else:
            return _sent(request, invitation)
    return show(request, "settings/invitation.html", {"form": form}, 422)


@needs(Role.ADMINISTRATOR)
def resend(request: DeskRequest, pk: int) -> HttpResponse:
    """A new link; the old one works no more."""
    invitation = one_of(Office(request.desk).invitations(), pk)
    with transaction.atomic():
        renew(invitation)
    return _sent(request, invitation)


@needs(Role.ADMINISTRATOR)
def destroy(request: DeskRequest, pk: int) -> HttpResponse:
    """The link works no more."""
    invitation = one_of(Office(request.desk).invitations(), pk)
    withdraw(invitation, request.user)
    return done(request, Toast(_("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}), to=LIST)


def _sent(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        send(invitation, get_language() or "en")
    except MailTrouble as error:
        said = _(
            "%(email)s is invited, but the mail could not be sent (%(why)s). Give them the link from the list below."
        )
        return done(request, Toast(said % {"email": invitation.email, "why": error}, wrong=True), to=LIST)
    return done(
        request, Toast(_("A mail with the link is on its way to %(email)s.") % {"email": invitation.email}), to=LIST
    )
