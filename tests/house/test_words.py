"""Every sentence that people see has a Dutch one, compiled, with the same blanks."""

from __future__ import annotations

import ast
import gettext
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house.sources import ROOT, calls, files, python_files

CATALOGUE = ROOT / "webcare/locale/nl/LC_MESSAGES/django.mo"
MARKERS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
MARKED = re.compile(r"(?:\b_|gettext|gettext_noop|ngettext)\(\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
ALIKE = {
    "Alles", "Antwoord", "Bewaren", "E-mailadres", "Hier is niets", "Inloggen", "Openbaar bord", "Te laat",
    "Toon alles", "Toon zoals verzonden", "Verder", "Wat", "Zoeken",
}  # fmt: skip
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def test_every_sentence_has_a_dutch_one() -> None:
    known = _dutch()
    missing = {f"{where}: {text!r}" for where, text in _sentences() if text not in known}
    assert not missing, "translate it in webcare/locale/nl, then run bin/words:\n" + "\n".join(sorted(missing))


def test_dutch_sentences_have_the_same_blanks() -> None:
    wrong = [
        f"{english!r} has other blanks than {dutch!r}"
        for english, dutch in _dutch().items()
        if english and set(BLANK.findall(english)) != set(BLANK.findall(dutch))
    ]
    assert not wrong, "\n".join(wrong)


def test_two_sentences_have_the_same_dutch_only_where_dutch_has_one_word_for_both() -> None:
    """A sentence that is taken over from another by mistake would tell people something else."""
    by_dutch: dict[str, set[str]] = defaultdict(set)
    for english, dutch in _dutch().items():
        by_dutch[dutch].add(english)
    alike = {dutch: sorted(sentences) for dutch, sentences in by_dutch.items() if len(sentences) > 1}
    assert set(alike) - ALIKE == set(), alike


def _dutch() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # the one way to list it
    known: dict[str, str] = {}
    for key, dutch in catalogue.items():
        english, form = key if isinstance(key, tuple) else (key, 0)
        if form == 0:  # of plurals the first, as the English key is its first too
            known[english.partition("\4")[2] or english] = dutch
    return known


def _sentences() -> Iterator[tuple[str, str]]:
    for source in python_files("webcare"):
        for call in calls(source.tree, *MARKERS):
            if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                yield f"{source.name}:{call.lineno}", call.args[0].value
    for suffix in (".html", ".txt", ".svg"):
        for path in files(suffix, "webcare/templates"):
            for text in _in_template(path):
                yield path.relative_to(ROOT).as_posix(), text


def _in_template(path: Path) -> Iterator[str]:
    for found in MARKED.finditer(templatize(path.read_text())):
        yield ast.literal_eval(found[1])
