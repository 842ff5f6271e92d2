"""Says in which of the organisation's languages a message is written, or that nobody can tell, for the worker.

Two models vote. `eldc`, restricted to the organisation's languages, decides; `py3langid` says how much it believes
that decision. A script that only one language can mean decides before either. A wrong language costs a customer an
hour with the wrong agent, an uncertain one only a look, so below `CERTAIN` the answer is: uncertain.

Both models are imported at the first message only: they take a second and 25 MB that web and live can do without.
"""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import regex

from webcare.reading.likelihood import Likelihood, Model
from webcare.reading.plain import spoken
from webcare.reading.script import letters, script_of

CERTAIN = 0.8
FOREIGN_LETTERS = 10
"""Letters below which both models agreeing on a language that nobody here speaks is still chance."""

# Bookings, flights, sums and times are the same in every language.
_DIGIT = regex.compile(r"\d")
_CODES = regex.compile(r"(?<![A-Za-z0-9.,:/+-])[A-Za-z0-9.,:/+-]*\d[A-Za-z0-9.,:/+-]*")

# Who writes in which script, as far as either model knows; Latin is left to the votes.
_WRITTEN_IN = {
    "hangul": {"ko"},
    "kana": {"ja"},
    "han": {"zh", "ja"},
    "cyrillic": {"ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn"},
    "greek": {"el"},
    "arabic": {"ar", "fa", "ur", "ku", "ps"},
    "hebrew": {"he", "yi"},
    "devanagari": {"hi", "mr", "ne"},
    "thai": {"th"},
}
_ALSO_LATIN = {"sr", "ku", "kk"}
_NEVER_LATIN = frozenset().union(*_WRITTEN_IN.values()) - _ALSO_LATIN
_SAME = {"nn": "no", "nb": "no", "yue": "zh", "wuu": "zh"}

_loading = threading.Lock()


@dataclass(frozen=True)
class LanguageVote:
    """The language code, or None for *uncertain*; the chance that the best guess is right; and why, in a few words."""

    code: str | None
    confidence: float
    reason: str


def detect(texts: Sequence[str], languages: frozenset[str]) -> list[LanguageVote]:
    """One vote a text, in order, among ISO 639-1 `languages`; codes that neither model knows are never answered."""
    return [_vote(_without_codes(spoken(text)), languages) for text in texts]


def _without_codes(said: str) -> str:
    return str(_CODES.sub(" ", said)).strip() if _DIGIT.search(said) else said.strip()


def _vote(text: str, languages: frozenset[str]) -> LanguageVote:
    script = script_of(text)
    if script is None:
        return LanguageVote(None, 0.0, "no words")
    if script == "latin":
        return _foreign(text, languages) or _by_votes(text, languages - _NEVER_LATIN)
    candidates = languages & frozenset(_WRITTEN_IN.get(script, languages))
    if not candidates:
        return LanguageVote(None, 0.0, f"{script} letters, which none of our languages has")
    if len(candidates) == 1 and script in _WRITTEN_IN:
        return _foreign(text, languages) or LanguageVote(min(candidates), 0.99, f"{script} letters")
    return _foreign(text, languages) or _by_votes(text, candidates)


def _foreign(text: str, languages: frozenset[str]) -> LanguageVote | None:
    """Uncertain, where both models read a language that the organisation does not speak."""
    if letters(text) < FOREIGN_LETTERS:
        return None
    first = _eldc(frozenset()).detect(text)
    if first in languages or first == "und":
        return None
    second = max(_second_vote(text, frozenset()).items(), key=lambda vote: vote[1])[0]
    return LanguageVote(None, 0.0, f"reads as {first}") if first == second else None


def _by_votes(text: str, languages: frozenset[str]) -> LanguageVote:
    known = languages & _known()
    scores: dict[str, float] = _eldc(known).detect_details(text).scores if known else {}
    if not scores:
        return LanguageVote(None, 0.0, "no words of ours")
    second = _among(_second_vote(text, known), known)
    ranked = sorted(scores.items(), key=lambda score: -score[1])
    best, score = ranked[0]
    margin = score - (ranked[1][1] if len(ranked) > 1 else 0.0)
    chance = _chance(margin, second.get(best, 0.0), letters(text))
    if chance >= CERTAIN:
        return LanguageVote(best, chance, "votes agree" if best == _top(second) else "first vote far ahead")
    if best == _top(second):
        return LanguageVote(None, chance, f"too short to be sure of {best}")
    return LanguageVote(None, chance, f"votes differ: {best} or {_top(second)}")


def _chance(margin: float, support: float, length: int) -> float:
    """The chance that eldc's first choice is right, between 0 and 1.

    A logistic regression on 41,000 labelled short texts in eleven Latin-script languages: how far ahead the first
    choice is, how much the second model believes it, and how many letters there were to judge by.
    """
    logit = -0.49 + 8.24 * min(margin, 0.5) + 1.11 * math.log(max(support, 1e-4)) + 0.92 * min(math.log(length), 4.0)
    return 1 / (1 + math.exp(-logit))


def _second_vote(text: str, languages: frozenset[str]) -> dict[str, float]:
    """Probabilities over these languages, or over all that py3langid knows; written forms of one taken together."""
    together: dict[str, float] = {}
    for code, probability in _likelihood(languages).of(text).items():
        language = _SAME.get(code, code)
        together[language] = together.get(language, 0.0) + probability
    return together


def _among(probabilities: dict[str, float], languages: frozenset[str]) -> dict[str, float]:
    ours = {code: value for code, value in probabilities.items() if code in languages}
    whole = sum(ours.values())
    return {code: value / whole for code, value in ours.items()} if whole else {}


def _top(probabilities: dict[str, float]) -> str | None:
    return max(probabilities, key=probabilities.__getitem__, default=None)


@lru_cache(maxsize=64)
def _eldc(languages: frozenset[str]) -> Any:  # Any: eldc is a C module without types
    """A detector of its own for each set of languages, for all of them where the set is empty.

    eldc's module-wide setting would be shared by all threads; `set_languages` on a detector is not.
    """
    eldc = import_module("eldc")
    with _loading:
        eldc.init()
        detector = eldc.instance()
        detector.set_scores(eldc.MAX_SCORES)
        detector.set_languages(sorted(languages))
        return detector


def _known() -> frozenset[str]:
    return frozenset(import_module("eldc").LANGUAGES)


@lru_cache(maxsize=4)
def _likelihood(languages: frozenset[str]) -> Likelihood:
    """In these languages, or in all that the model knows where the set is empty."""
    with _loading:
        model = _model()
        if not languages:
            return model.whole()
        return model.among(lambda code: _SAME.get(code, code) in languages)


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model()
