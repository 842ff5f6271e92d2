"""A form made from what a network asks for; secrets go in and never come out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from webcare.channels.adapter import SettingField

ASKED = "asked_"
YES = "yes"


def endpoints(asked: Sequence[SettingField], settings: Mapping[str, Any]) -> list[str]:
    """To which servers these settings lead."""
    return [str(settings.get(field.name) or field.default) for field in asked if field.endpoint]


class KeysForm(forms.Form):
    """`known` are the open settings that are kept, `kept` the secrets; an empty secret stays as it is."""

    def __init__(
        self,
        asked: Sequence[SettingField],
        *args: Any,
        known: Mapping[str, Any] | None = None,
        kept: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.known, self.kept = asked, known or {}, kept or {}
        for field in asked:
            self.fields[ASKED + field.name] = self._field(field)

    @property
    def settings(self) -> dict[str, str]:
        """What is open: what the network was told beside, and what was filled in."""
        given = {field.name: self._given(field) for field in self.asked if not field.secret}
        return {name: str(value) for name, value in self.known.items()} | given

    @property
    def secrets(self) -> dict[str, str]:
        """What is not: as it was where nothing was filled in."""
        given = {field.name: self._given(field) for field in self.asked if field.secret}
        kept = {} if self.goes_elsewhere() else {name: str(value) for name, value in self.kept.items()}
        return kept | {name: text for name, text in given.items() if text}

    def clean(self) -> dict[str, Any]:
        """Nobody sends kept secrets to another server without knowing them."""
        values = super().clean() or {}
        if self.errors or not self.goes_elsewhere():
            return values
        for field in self.asked:
            if field.secret and self.kept.get(field.name) and not self._given(field):
                self.add_error(
                    ASKED + field.name,
                    _("Enter it again, since it would go to another server than the one that knows it."),
                )
        return values

    def goes_elsewhere(self) -> bool:
        """Whether the secrets would be shown to another server than the one that knows them."""
        return endpoints(self.asked, self.settings) != endpoints(self.asked, self.known)

    def _given(self, field: SettingField) -> str:
        value = self.cleaned_data.get(ASKED + field.name)
        if isinstance(value, bool):
            return YES if value else ""
        return "" if value is None else str(value).strip()

    def _field(self, asked: SettingField) -> forms.Field:
        kept = asked.secret and bool(self.kept.get(asked.name))
        hint = _("It is kept. Leave it empty to keep it; it is never shown.") if kept else asked.help
        initial = "" if asked.secret else self.known.get(asked.name, asked.default)
        common: dict[str, Any] = {"label": asked.label, "help_text": hint, "required": asked.required and not kept}
        if asked.kind == "boolean":
            on = str(initial).lower() in {"1", "true", "yes", "on"}
            return forms.BooleanField(**(common | {"required": False}), initial=on)
        if asked.kind == "choice":
            return forms.ChoiceField(**common, choices=asked.choices, initial=initial)
        if asked.kind == "amount":
            return forms.DecimalField(**common, min_value=0, max_digits=12, decimal_places=6, initial=initial or None)
        if asked.kind == "number":
            return forms.IntegerField(**common, min_value=0, initial=initial or None)
        if asked.kind == "colour":
            return forms.CharField(**common, widget=forms.TextInput({"type": "color"}), initial=initial, max_length=7)
        widget = (
            forms.PasswordInput({"autocomplete": "off"})
            if asked.secret or asked.kind == "password"
            else forms.TextInput()
        )
        return forms.CharField(**common, widget=widget, max_length=4000, strip=not asked.secret, initial=initial)
