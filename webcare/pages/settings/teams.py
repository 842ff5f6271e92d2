"""Groups of people, and the brands that they see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words
from webcare.team.person import Person
from webcare.team.team import Team


class TeamForm(RowForm[Team]):
    """Brands and members beside the name."""

    verb = "team.changed"
    members: forms.ModelMultipleChoiceField[Person] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Team
        fields = ("name", "slug", "brands")
        labels = {
            "name": gettext_lazy("Name"),
            "slug": gettext_lazy("Short name"),
            "brands": gettext_lazy("Brands that it sees"),
        }
        help_texts = {"slug": gettext_lazy("What @… in a note calls it: letters, digits and hyphens.")}
        widgets = {"brands": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        members.queryset = self.desk.people()  # type: ignore[attr-defined]  # a model choice field
        if self.instance.pk:
            self.initial["members"] = list(self.instance.people.all())

    def clean_slug(self) -> str:
        """A note must know whom @… means."""
        slug = str(self.cleaned_data["slug"]).lower()
        if Office(self.desk).people().filter(slug=slug).exists():
            raise forms.ValidationError(
                _("A colleague is called @%(slug)s already. Choose another short name.") % {"slug": slug}
            )
        return slug

    def save(self, commit: bool = True) -> Team:
        team: Any = super().save(commit=commit)
        gone = team.people.filter(is_active=False)
        team.people.set([*self.cleaned_data["members"], *gone])
        return team  # type: ignore[no-any-return]  # the instance


def _consequences(team: Team) -> str:
    count = team.people.count()
    return ngettext(
        "%(n)s person is no longer in it and may see fewer brands. Conversations that wait for the team wait for everybody.",
        "%(n)s people are no longer in it and may see fewer brands. Conversations that wait for the team wait for everybody.",
        count,
    ) % {"n": count}


teams = Register(
    "teams",
    Words(
        gettext_lazy("Teams"),
        gettext_lazy("team"),
        gettext_lazy("People see the brands of their teams. Administrators see all."),
    ),
    TeamForm,
    Office.teams,
    removed="team.removed",
    consequences=_consequences,
)
