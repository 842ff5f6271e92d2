"""Fields that several forms of the settings share: languages, levels, time zones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from webcare.team.languages import LANGUAGES, LEVELS, language_name
from webcare.team.organisation import organisation

SPEAKS = "speaks_"


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with names in the reader's language, by name."""
    return sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1].casefold())


def every_language() -> list[tuple[str, str]]:
    """All that one can choose from."""
    return language_choices(LANGUAGES)


def our_languages() -> list[tuple[str, str]]:
    """Those that the organisation answers in."""
    return language_choices(organisation().languages)


def zones() -> list[tuple[str, str]]:
    """The time zones that are places."""
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix", "right", "SystemV"))
    )
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


class Speaking(forms.Form):
    """One field for each language of the organisation: how well somebody speaks it."""

    def __init__(self, *args: Any, spoken: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [("", _("not at all")), *LEVELS.items()]
        for code, name in our_languages():
            self.fields[SPEAKS + code] = forms.ChoiceField(
                label=name, choices=levels, required=False, initial=(spoken or {}).get(code, "")
            )

    @property
    def languages(self) -> dict[str, str]:
        """Code → level, of those that somebody speaks."""
        chosen = {
            name.removeprefix(SPEAKS): level for name, level in self.cleaned_data.items() if name.startswith(SPEAKS)
        }
        return {code: level for code, level in chosen.items() if level}

    @property
    def plain_fields(self) -> list[BoundField]:
        """The form without its languages."""
        return [field for field in self if not field.name.startswith(SPEAKS)]

    @property
    def language_fields(self) -> list[BoundField]:
        """Only the languages."""
        return [field for field in self if field.name.startswith(SPEAKS)]
