"""How long each kind of data is kept: one form, for all networks and for those that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.registry import adapter, networks
from webcare.keeping.term import BY_NETWORK, LEAST, LONGEST, Kept, decide, terms
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.sections import show
from webcare.team.person import Role

HELP = {
    Kept.EVENTS: gettext_lazy(
        "What networks handed in, word by word. Reports recount from it, so as far back as it goes."
    ),
    Kept.SET_ASIDE: gettext_lazy("What could not be understood, and can be played again."),
    Kept.WORDS: gettext_lazy("Counted from the closing. Rows stay without words, so that figures stay true."),
    Kept.FILES: gettext_lazy("Counted from the closing. Never longer than the words."),
    Kept.NOTICES: gettext_lazy("The list behind the bell."),
    Kept.LEDGER: gettext_lazy("The audit. What is older is removed up to a point that stays provable."),
}


class TermsForm(forms.Form):
    """A field for each kind, and one for each kind and network; an empty one says for ever, or as above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms()
        for kept in Kept:
            for network in ("", *(networks() if kept in BY_NETWORK else ())):
                self.fields[_name(kept, network)] = _field(kept, network, known.get((kept.value, network)))

    def places(self) -> Iterator[tuple[Kept, str, int | None]]:
        """What was filled in."""
        for kept in Kept:
            for network in ("", *(networks() if kept in BY_NETWORK else ())):
                yield kept, network, self.cleaned_data[_name(kept, network)]

    def clean(self) -> dict[str, Any]:
        """Files go no later than the words that they came with."""
        values = super().clean() or {}
        for network in ("", *networks()):
            words = values.get(_name(Kept.WORDS, network)) or values.get(_name(Kept.WORDS, ""))
            files = values.get(_name(Kept.FILES, network))
            if words and files and files > words:
                self.add_error(_name(Kept.FILES, network), _("Files go with the words at the latest; give fewer days."))
        return values


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest) -> HttpResponse:
    """What holds."""
    return show(request, "settings/terms.html", {"form": TermsForm()})


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest) -> HttpResponse:
    """Set it; from the next night on."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return show(request, "settings/terms.html", {"form": form}, 422)
    decide(request.user, {(kept, network): days for kept, network, days in form.places()})
    return done(request, Toast(_("Saved. What is older goes in the coming night.")), to=reverse("settings_terms"))


def _name(kept: Kept, network: str) -> str:
    return f"{kept.value}_{network}" if network else kept.value


def _field(kept: Kept, network: str, days: int | None) -> forms.IntegerField:
    about = HELP[kept] if not network else _("Empty: as above.")
    label = f"{adapter(network).capabilities.name}" if network else kept.label
    least = LEAST.get(kept, 1)
    return forms.IntegerField(
        label=label,
        help_text=about,
        required=False,
        min_value=least,
        max_value=LONGEST,
        initial=days,
        widget=forms.NumberInput(attrs={"aria-label": f"{kept.label}: {label}"} if network else {}),
    )
