"""The organisation itself: one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.choosing import every_language, zones
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import RowForm
from webcare.pages.settings.sections import show
from webcare.team.organisation import Organisation
from webcare.team.person import Role


class OrganisationForm(RowForm[Organisation]):
    """`languages` decides what detection may answer, so removing one makes its messages uncertain from then on."""

    verb = "settings.changed"
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages we answer in"),
        help_text=gettext_lazy("Messages in other languages are marked as uncertain, and somebody has to look."),
        widget=forms.CheckboxSelectMultiple,
    )
    fallback_language = forms.ChoiceField(
        label=gettext_lazy("Language of last resort"),
        help_text=gettext_lazy(
            "Prepared answers are offered in it where there is no version in the customer's language."
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Where the days of reports begin and end.")
    )
    take_back_seconds = forms.IntegerField(
        label=gettext_lazy("Seconds in which an answer can be taken back"),
        help_text=gettext_lazy("So long it waits before it leaves."),
        min_value=0,
        max_value=120,
    )
    claim_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes after which a conversation that nobody works on is free again"),
        min_value=1,
        max_value=240,
    )
    held_hours = forms.IntegerField(
        label=gettext_lazy("Hours for which an answer waits for an account whose access has ended"),
        help_text=gettext_lazy(
            "Connected again within that time, it leaves by itself. After that a person decides about it."
        ),
        min_value=1,
        max_value=168,
    )

    class Meta:
        model = Organisation
        fields = (
            "name", "languages", "fallback_language", "time_zone", "take_back_seconds", "claim_minutes",
            "held_hours", "board_is_public", "second_factor_required",
        )  # fmt: skip
        labels = {
            "name": gettext_lazy("Name"),
            "board_is_public": gettext_lazy("Everybody may see how fast we answer"),
            "second_factor_required": gettext_lazy("Everybody needs a second step to sign in"),
        }
        help_texts = {
            "board_is_public": gettext_lazy(
                "The board then stands on a public page. Otherwise only colleagues see it."
            ),
            "second_factor_required": gettext_lazy(
                "Whoever has none is asked to set up an authenticator app or a passkey before anything else."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = every_language()  # type: ignore[attr-defined]  # a choice field
        self.fields["fallback_language"].choices = every_language()  # type: ignore[attr-defined]  # a choice field
        self.fields["time_zone"].choices = zones()  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The last resort is one of ours."""
        values = super().clean() or {}
        if values.get("languages") and values.get("fallback_language") not in values["languages"]:
            self.add_error("fallback_language", _("Choose one of the languages that you answer in."))
        return values


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest) -> HttpResponse:
    """What is set."""
    form = OrganisationForm(request.desk, instance=Office(request.desk).organisation())
    return show(request, "settings/organisation.html", {"form": form})


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest) -> HttpResponse:
    """Set it."""
    form = OrganisationForm(request.desk, request.POST, instance=Office(request.desk).organisation())
    if not form.is_valid():
        return show(request, "settings/organisation.html", {"form": form}, 422)
    form.keep()
    return done(request, Toast(_("Saved.")), to=reverse("settings_organisation"))
