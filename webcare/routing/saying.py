"""Says a decision in a sentence or two that people read. Without Django: pages translate what is marked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webcare.routing.facts import Because, Decision


def gettext_noop(sentence: str) -> str:
    """Marks what pages translate, for whoever collects sentences; Django's own is out of reach here."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "speaks": gettext_noop("You speak the customer's language: %(language)s."),
    "only_one": gettext_noop("Nobody else on shift speaks %(language)s."),
    "uncertain": gettext_noop("Its language is uncertain."),
    "nobody_speaks": gettext_noop(
        "Nobody on shift speaks %(language)s; an answer in the fallback language is allowed."
    ),
    "overflow": gettext_noop(
        "Everybody who speaks %(language)s has been at work for too long; the fallback language is allowed."
    ),
    "urgent": gettext_noop("It cannot wait."),
    "left": gettext_noop("%(minutes)s minutes left."),
    "late": gettext_noop("%(minutes)s minutes late."),
    "turn": gettext_noop("It has waited longest of all, and now it is its turn."),
    "known": gettext_noop("You answered this customer last."),
    "same_question": gettext_noop("It is the question that you just answered."),
    "can_wait": gettext_noop("%(language)s, which only you speak now, can wait until then."),
    "put_off": gettext_noop("What waits can be put off; you stay free for what cannot."),
    "nothing": gettext_noop("Nothing waits that you may take."),
    "all_busy": gettext_noop("Everybody who may take it is at work."),
    "nobody_on": gettext_noop("Nobody is on shift."),
}


def sentence(
    decision: Decision,
    translated: Callable[[str], str] = str,
    language: Callable[[str], str] = str,
) -> str:
    """All its reasons, in the order in which they count. `language` gives a language's name for its code."""
    return " ".join(_said(because, translated, language) for because in decision.why)


def _said(because: Because, translated: Callable[[str], str], language: Callable[[str], str]) -> str:
    blanks = {"language": language(because.language) if because.language else "", "minutes": int(because.minutes)}
    return translated(SENTENCES[because.reason]) % blanks
