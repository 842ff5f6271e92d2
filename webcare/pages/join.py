"""The page behind the link in an invitation: choose a name and a password, and begin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.pages.joining import INVITED, invitation_by, sign_in
from webcare.team.inviting import join
from webcare.team.organisation import organisation
from webcare.team.person import Person


class JoinForm(forms.Form):
    """A name and a password, the password twice."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=512,
        help_text=gettext_lazy("At least twelve characters; a sentence that only you know is best."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Password again"),
        strip=False,
        max_length=512,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Long enough, not guessable, and the same twice."""
        values = super().clean() or {}
        password = values.get("password")
        if not password:
            return values
        if values.get("again") and password != values["again"]:
            self.add_error("again", _("This is not the same as above."))
        try:
            password_validation.validate_password(password, Person(email=self.email, name=values.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return values


def new(request: HttpRequest, token: str) -> HttpResponse:
    """The form, if the link still works."""
    invitation = invitation_by(token)
    if invitation is None:
        return render(request, "join/gone.html", status=404)
    request.session[INVITED] = token  # so that single sign-on knows who comes back
    form = JoinForm(invitation.email, initial={"name": invitation.name})
    return _page(request, form, token)


def create(request: HttpRequest, token: str) -> HttpResponse:
    """Join and be signed in."""
    invitation = invitation_by(token)
    if invitation is None:
        return render(request, "join/gone.html", status=404)
    form = JoinForm(invitation.email, request.POST)
    if not form.is_valid():
        return _page(request, form, token, 422)
    person = join(invitation, form.cleaned_data["name"], form.cleaned_data["password"])
    if person is None:
        return render(request, "join/gone.html", status=404)
    request.session.pop(INVITED, None)
    sign_in(request, person, "invitation")
    return redirect("desk")


def _page(request: HttpRequest, form: JoinForm, token: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "token": token, "company": organisation().name}
    response = render(request, "join/join.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
