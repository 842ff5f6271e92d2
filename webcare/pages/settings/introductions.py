"""The waiting time in our profiles: in which one, in whose words, and what stands there now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.length import measure
from webcare.channels.registry import adapter, networks
from webcare.clocks.announcing import BLANK, filled, longest_sentence, sentence, speaks, to_say
from webcare.clocks.introducing import waiting
from webcare.clocks.introduction import Introduction
from webcare.lib.now import real_now
from webcare.pages.base import DeskRequest
from webcare.pages.settings.choosing import our_languages
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words


class IntroductionForm(RowForm[Introduction]):
    """One profile has one text."""

    verb = "introduction.changed"
    language = forms.ChoiceField(label=gettext_lazy("The waiting time is told in"))

    class Meta:
        model = Introduction
        fields = ("account", "language", "words", "is_on")
        labels = {
            "account": gettext_lazy("Profile"),
            "words": gettext_lazy("What the profile says"),
            "is_on": gettext_lazy("Tell the waiting time"),
        }
        help_texts = {
            "words": gettext_lazy(
                "All of it: what stands there now is replaced. {wait} becomes a sentence such as “We now answer within about 20 minutes.”"
            ),
            "is_on": gettext_lazy("Switched off, the sentence is taken out of the profile and the rest stays."),
        }
        widgets = {"words": forms.Textarea({"rows": 4, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [network for network in networks() if adapter(network).capabilities.profile]
        account: Any = self.fields["account"]
        account.queryset = Office(self.desk).accounts().connected().filter(network__in=able)
        account.empty_label = None
        account.disabled = bool(self.instance.pk)  # else the profile that it was for would keep its sentence
        spoken = [(code, name) for code, name in our_languages() if speaks(code)]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]  # a choice field

    def clean_words(self) -> str:
        """Without the gap there would be nothing to keep up to date."""
        words = str(self.cleaned_data["words"]).replace("\r\n", "\n").strip()
        if words.count(BLANK) != 1:
            raise forms.ValidationError(_("Put {wait} where the waiting time shall stand, once."))
        return words

    def clean(self) -> dict[str, Any]:
        """It has to fit with the longest sentence too."""
        values = super().clean() or {}
        if self.errors:
            return values
        rule = adapter(values["account"].network).capabilities.profile
        longest = filled(values["words"], longest_sentence(values["language"]))
        if rule and (over := measure(longest, rule.length) - rule.length.limit) > 0:
            self.add_error("words", _("It is %(over)s too long for a profile there.") % {"over": over})
        self.instance.is_settled, self.instance.next_attempt_at = False, real_now()
        return values


@dataclass(frozen=True, slots=True)
class AsShown:
    """What the profile would say now; empty while the form is not right yet."""

    text: str
    language: str
    template: str = "settings/beside/introductions.html"


def as_shown(request: DeskRequest, form: RowForm[Introduction]) -> AsShown:
    """From the form as it is filled in, or else from the row as it is kept."""
    row = form.instance
    if (form.is_bound and form.errors) or not (form.is_bound or row.pk):
        return AsShown("", "")
    found = waiting(row.account.network)
    minutes = to_say(None, found.expected) if found.fresh else None
    return AsShown(filled(row.words, sentence(minutes, row.language) if row.is_on else ""), row.language)


introductions = Register(
    "introductions",
    Words(
        gettext_lazy("Waiting time in profiles"),
        gettext_lazy("profile"),
        gettext_lazy(
            "Where a network lets us, our profile says how long one waits now. It is renewed when that changes enough, "
            "and no oftener than the network allows."
        ),
    ),
    IntroductionForm,
    Office.introductions,
    removed="introduction.removed",
    consequences=lambda _row: _(
        "The profile keeps what it says now, and nobody renews it. Switch it off first to have the waiting time taken out."
    ),
    beside=as_shown,
)
