"""Prepared answers: those of the organisation, and everybody's own; in language versions, with blanks that are filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.answers.filling import BLANK, Blanks, fill
from webcare.answers.macro import Macro
from webcare.pages.base import DeskRequest
from webcare.pages.settings.choosing import our_languages
from webcare.pages.settings.office import Office
from webcare.pages.settings.register import Register, RowForm, Words
from webcare.team.languages import language_name
from webcare.team.person import Role

TEXT = "text_"
LONGEST = 10_000
BRACES = re.compile(r"\{[^{}]*\}")


class AnswerForm(RowForm[Macro]):
    """One text for each language of the organisation, at least one of them."""

    verb = "macro.changed"

    class Meta:
        model = Macro
        fields = ("name", "topic", "brand")
        labels = {"name": gettext_lazy("Name"), "topic": gettext_lazy("Topic"), "brand": gettext_lazy("For")}
        help_texts = {"topic": gettext_lazy("A word that helps to find it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brand: Any = self.fields["brand"]
        brand.queryset, brand.empty_label = self.desk.brands(), _("every brand")
        known = {version.language: version.text for version in self.instance.texts.all()} if self.instance.pk else {}
        codes = dict(our_languages()) | {code: language_name(code) for code in known}
        for code, name in codes.items():
            widget = forms.Textarea({"rows": 5, "lang": code, "dir": "auto"})
            field = forms.CharField(label=name, required=False, max_length=LONGEST, widget=widget)
            field.initial = known.get(code, "")
            self.fields[TEXT + code] = field

    @property
    def first_fields(self) -> list[BoundField]:
        return [self["name"], self["topic"], self["brand"]]

    @property
    def text_fields(self) -> list[BoundField]:
        """The versions, those that are written first."""
        fields = [field for field in self if field.name.startswith(TEXT)]
        return sorted(fields, key=lambda field: not (field.value() or field.errors))

    @property
    def texts(self) -> dict[str, str]:
        """Language → text, of those that are written."""
        given = {name.removeprefix(TEXT): text for name, text in self.cleaned_data.items() if name.startswith(TEXT)}
        return {code: text for code, text in given.items() if text}

    def clean(self) -> dict[str, Any]:
        """Blanks that nothing fills would reach the customer as they stand."""
        values = super().clean() or {}
        for code, text in self.texts.items():
            if unknown := [braces for braces in BRACES.findall(text) if not BLANK.fullmatch(braces)]:
                self.add_error(
                    TEXT + code,
                    _("Nothing fills %(blank)s. These are filled: {first_name}, {initials}, {agent}, {brand}.")
                    % {"blank": unknown[0]},
                )
        if not self.texts and not self.errors:
            self.add_error(None, _("Write the answer in at least one language."))
        return values

    def save(self, commit: bool = True) -> Macro:
        with transaction.atomic():
            macro: Any = super().save(commit=commit)
            macro.texts.exclude(language__in=self.texts).delete()
            for code, text in self.texts.items():
                macro.texts.update_or_create(language=code, defaults={"text": text})
        return macro  # type: ignore[no-any-return]  # the instance


class OwnAnswerForm(AnswerForm):
    """Nobody else sees it."""

    def save(self, commit: bool = True) -> Macro:
        self.instance.owner = self.desk.person
        return super().save(commit)


@dataclass(frozen=True, slots=True)
class Version:
    """One language version as a customer would read it."""

    code: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class AsRead:
    """What customers would read."""

    versions: list[Version]
    template: str = "settings/beside/answers.html"


def as_read(request: DeskRequest, form: RowForm[Macro]) -> AsRead:
    """Every version with its blanks filled, for a customer called Bram."""
    brand = request.desk.brands().first()
    person = request.user
    blanks = Blanks.of(
        customer="Bram de Vries", agent=person.name, initials=person.initials, brand=brand.name if brand else ""
    )
    fields = [field for field in form if field.name.startswith(TEXT) and field.value()]
    return AsRead(
        [Version(field.name.removeprefix(TEXT), str(field.label), fill(str(field.value()), blanks)) for field in fields]
    )


def _consequences(macro: Macro) -> str:
    return _("Nobody is offered it any more. It was used %(n)s times; what was sent stays sent.") % {"n": macro.used}


def _register(space: str, words: Words, form: type[AnswerForm], role: Role) -> Register[Macro]:
    return Register(
        "answers",
        words,
        form,
        Office.answers if space == "settings" else Office.own_answers,
        removed="macro.removed",
        consequences=_consequences,
        beside=as_read,
        fields="settings/fields/answers.html",
        role=role,
        space=space,
    )


answers = _register(
    "settings",
    Words(
        gettext_lazy("Prepared answers"),
        gettext_lazy("prepared answer"),
        gettext_lazy("One key away from the reply box, for everybody who sees the brand."),
    ),
    AnswerForm,
    Role.LEAD,
)
own_answers = _register(
    "me",
    Words(
        gettext_lazy("My prepared answers"),
        gettext_lazy("prepared answer"),
        gettext_lazy("One key away from the reply box, for you alone."),
    ),
    OwnAnswerForm,
    Role.AGENT,
)
