"""What we promise about time, to whom; with an example that says which promise holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.registry import adapter, networks
from webcare.clocks.clock import StoredPromise
from webcare.clocks.promise import Facts, Kind, Promise, choose
from webcare.clocks.promising import promises as agreed
from webcare.pages.base import DeskRequest, needs
from webcare.pages.settings.choosing import our_languages
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words
from webcare.team.person import Role

KINDS: dict[Kind, Any] = {
    "first": gettext_lazy("a first answer"),
    "follow_up": gettext_lazy("a follow-up answer"),
    "resolution": gettext_lazy("a solution"),
}
URGENCIES = (("urgent", gettext_lazy("urgent")), ("normal", gettext_lazy("not urgent")))


def _network_choices() -> list[tuple[str, str]]:
    return [(network, adapter(network).capabilities.name) for network in networks()]


class PromiseForm(RowForm[StoredPromise]):
    """Empty conditions mean: whichever it is."""

    verb = "promise.changed"
    promise_kind = forms.ChoiceField(label=gettext_lazy("Promises"), choices=KINDS.items())
    network = forms.ChoiceField(label=gettext_lazy("On"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("In"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("When it is"), required=False, choices=[("", gettext_lazy("urgent or not")), *URGENCIES]
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Within minutes"),
        min_value=1,
        max_value=525_600,
        help_text=gettext_lazy("Minutes of opening hours: 60 is an hour, 1440 a day around the clock."),
    )

    class Meta:
        model = StoredPromise
        fields = ("name", "promise_kind", "network", "language", "urgency", "minutes", "hours")
        labels = {"name": gettext_lazy("Name"), "hours": gettext_lazy("Runs during")}
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": gettext_lazy("There is a promise for exactly this already. Change that one instead.")
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = [("", _("every network")), *_network_choices()]  # type: ignore[attr-defined]  # a choice field
        self.fields["language"].choices = [("", _("every language")), *our_languages()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """A case gathers conversations of several networks and languages."""
        values = super().clean() or {}
        narrow = [name for name in ("network", "language", "urgency") if values.get(name)]
        if values.get("promise_kind") == "resolution":
            for name in narrow:
                self.add_error(
                    name, _("A case gathers several conversations, so a solution is promised for all of them.")
                )
        return values


class ExampleForm(forms.Form):
    """A message that somebody might write."""

    network = forms.ChoiceField(label=gettext_lazy("A message on"))
    language = forms.ChoiceField(label=gettext_lazy("in"), required=False)
    urgency = forms.ChoiceField(label=gettext_lazy("that is"), choices=URGENCIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = _network_choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["language"].choices = [*our_languages(), ("", _("a language nobody can tell"))]  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which promise holds, and which ones it comes before."""

    kind: str
    chosen: Promise | None
    beaten: list[str]


@needs(Role.ADMINISTRATOR)
def example(request: DeskRequest) -> HttpResponse:
    """The verdicts for one example."""
    form = ExampleForm(request.GET)
    verdicts = _verdicts(form) if form.is_valid() else []
    return render(request, "settings/beside/verdicts.html", {"verdicts": verdicts})


def _verdicts(form: ExampleForm) -> list[Verdict]:
    given, known = form.cleaned_data, agreed()
    found = []
    for kind, name in KINDS.items():
        facts = Facts(kind, given["network"], given["language"] or None, given["urgency"])
        if kind == "resolution":
            facts = Facts(kind)
        chosen = choose(known, facts)
        beaten = sorted(promise.name for promise in known if promise != chosen and promise.holds_for(facts))
        found.append(Verdict(name, chosen, beaten))
    return found


class Promises(Register[StoredPromise]):
    """The list, with an example beside it."""

    page = "settings/promises.html"

    @property
    def example(self) -> ExampleForm:
        """What the page begins with."""
        return ExampleForm()


promises = Promises(
    "promises",
    Words(
        gettext_lazy("Promises"),
        gettext_lazy("promise"),
        gettext_lazy(
            "How fast we answer and solve. Where several hold, the one with more conditions comes first; "
            "at a draw urgency weighs more than language, and language more than network."
        ),
    ),
    PromiseForm,
    Office.promises,
    removed="promise.removed",
    consequences=lambda _promise: _("The next most fitting promise holds instead, or none."),
)
