"""Which prepared answers somebody uses, so that theirs come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from webcare.answers.macro import Macro, MacroUse
from webcare.team.person import Person


def use(macro: Macro, by: Person, language: str) -> None:
    """Somebody answered with it in this language."""
    with transaction.atomic():
        Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1)
        known, _made = MacroUse.objects.get_or_create(macro=macro, person=by, language=language)
        MacroUse.objects.filter(pk=known.pk).update(times=F("times") + 1)


def in_order(macros: Iterable[Macro], person: Person, language: str, shown: Sequence[int] = ()) -> list[Macro]:
    """Those that stand before them already, as they stand; then what they use most in this language; then by name.

    Keys are pressed without looking, so that nothing moves while a conversation is open.
    """
    rows = MacroUse.objects.filter(person=person, language=language).values_list("macro_id", "times")
    times = dict(rows)
    places = {pk: place for place, pk in enumerate(shown)}
    return sorted(
        macros, key=lambda macro: (places.get(macro.pk, len(places)), -times.get(macro.pk, 0), macro.name, macro.pk)
    )
