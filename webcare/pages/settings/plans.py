"""What happens when a network goes away, written down beforehand: where its customers go, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.channels.outage import name_of
from webcare.channels.refuge import Plan, default_text, plan_of, write_plan
from webcare.channels.registry import adapter, networks
from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.settings.office import Office
from webcare.pages.settings.sections import show
from webcare.team.languages import language_name
from webcare.team.person import Role

LONGEST = 1000
TEXT = "text_"


class PlanForm(forms.Form):
    """The refuge, and a sentence for each language that we answer in."""

    refuge: forms.ModelChoiceField[Account] = forms.ModelChoiceField(
        label=gettext_lazy("Where people can write to instead"),
        help_text=gettext_lazy("The board says so, and whoever has a proven account there is told there first."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("nowhere in particular"),
    )

    def __init__(self, office: Office, plan: Plan, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"refuge": plan.refuge_id})
        elsewhere = office.accounts().filter(disconnected_at=None, connected_at__isnull=False)
        noted = [network for network in networks() if adapter(network).capabilities.noted]
        elsewhere = elsewhere.exclude(network__in=[plan.network, *noted])
        self.fields["refuge"].queryset = elsewhere  # type: ignore[attr-defined]  # a model choice field
        self.codes = office.desk.languages()
        for code in self.codes:
            self.fields[f"{TEXT}{code}"] = _field(code, plan.texts.get(code, ""))

    def texts(self) -> dict[str, str]:
        """What was filled in; other languages than ours keep nothing."""
        return dict(self._filled())

    def _filled(self) -> Iterator[tuple[str, str]]:
        for code in self.codes:
            yield code, self.cleaned_data[f"{TEXT}{code}"].strip()


@needs(Role.ADMINISTRATOR)
def edit(request: DeskRequest, network: str) -> HttpResponse:
    """What is written down."""
    return _page(request, network, PlanForm(Office(request.desk), _plan(network)))


@needs(Role.ADMINISTRATOR)
def update(request: DeskRequest, network: str) -> HttpResponse:
    """Write it down."""
    form = PlanForm(Office(request.desk), _plan(network), request.POST)
    if not form.is_valid():
        return _page(request, network, form, 422)
    write_plan(network, request.user, form.cleaned_data["refuge"], form.texts())
    said = _("The plan for %(name)s is kept.") % {"name": name_of(network)}
    return done(request, Toast(said), to=reverse("settings_network", args=[network]))


def _plan(network: str) -> Plan:
    if network not in networks():
        raise Http404
    return plan_of(network)


def _page(request: DeskRequest, network: str, form: PlanForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "network": network, "name": name_of(network)}
    return show(request, "settings/network_plan.html", context, status)


def _field(code: str, text: str) -> forms.CharField:
    ours = default_text(code)
    about = (
        _("Empty: as it stands there in grey.")
        if ours
        else _("Empty: what is said in the language that we fall back to.")
    )
    shape = {"rows": 3, "lang": code, "dir": "auto", "placeholder": ours}
    return forms.CharField(
        label=_("What customers are told in %(language)s") % {"language": language_name(code)},
        help_text=about,
        required=False,
        max_length=LONGEST,
        initial=text,
        widget=forms.Textarea(attrs=shape),
    )
