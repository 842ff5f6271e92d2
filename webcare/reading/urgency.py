"""Says whether a message cannot wait its turn, and for which reason, from the words alone.

It errs towards urgent where people may be harmed, and towards patience where somebody only says "today". A reason is
a key; `sentence` says it in English and the pages translate that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import regex

from webcare.reading import distress, journey, occasion
from webcare.reading.glance import Glance, Listed
from webcare.reading.phrase import folded, phrases
from webcare.reading.plain import spoken

Reason = Literal["", "safety", "medical", "child", "stranded", "travels_today", "deadline"]


def gettext_noop(sentence: str) -> str:
    """Marks what pages translate, for whoever collects sentences; Django's own is out of reach here."""
    return sentence


SENTENCES: dict[Reason, str] = {
    "": gettext_noop("Nothing in the text says that it cannot wait."),
    "safety": gettext_noop("Somebody may be in danger."),
    "medical": gettext_noop("Somebody is ill, or without medicine or aid."),
    "child": gettext_noop("A child may be alone or without care."),
    "stranded": gettext_noop("Somebody is stranded or about to miss a connection."),
    "travels_today": gettext_noop("Somebody travels today."),
    "deadline": gettext_noop("Something has to be done in the next hours."),
}

MIDDAY = 12
"""From then on “this morning” is over."""

CLOSE = timedelta(hours=6)
"""A flight at a time that lies nearer than this is a flight today."""

_GROUPS = (
    distress.SAFETY, distress.MEDICAL, distress.MEDICINE, distress.LACK, distress.CHILD, distress.ALONE, distress.CALM,
    distress.DEADLINE, journey.STRANDED, journey.TRAVEL, journey.OVER, journey.SOON,
    journey.MORNING, occasion.OCCASION, occasion.TOMORROW, occasion.TROUBLE, occasion.PRAISE, occasion.SEATED,
)  # fmt: skip
_GLANCE = Glance((listed, language) for group in _GROUPS for language, listed in group.items())

_CLOCK = regex.compile(
    r"(?<![\d:.,€$£-])(?P<hour>[01]?\d|2[0-3])\s?(?:[:h]\s?(?P<minute>[0-5]\d)|[点點時时시]\s?(?:(?P<cjk>[0-5]?\d)\s?[分분])?)"
    r"\s?(?P<half>[ap]m)?(?![\d%:-])|(?<![\d:.,€$£-])(?P<hour>1[0-2]|[1-9])\s?(?P<half>[ap]m)\b",
    regex.IGNORECASE,
)

_MAY_HAVE_CLOCK = regex.compile(r"\d\s?[:hap点點時时시]", regex.IGNORECASE)


@dataclass(frozen=True)
class Urgency:
    """Whether it is urgent, and the key of the weightiest reason, empty where there is none."""

    urgent: bool
    reason: Reason


def sentence(reason: Reason) -> str:
    return SENTENCES[reason]


def urgency(text: str, language: str | None, now: datetime) -> Urgency:
    """The urgency of one message; `now` in the zone of the people who write, as times in a text are theirs.

    A known language is read with its own words and English ones, an unknown one with all of them.
    """
    said = folded(spoken(text))
    heard = _Heard(said, _spoken_in(language), _GLANCE.may_say(said))
    reason = _harm(heard) or _hurry(heard, now)
    return Urgency(reason != "", reason)


def _harm(heard: "_Heard") -> Reason:
    if heard.says(distress.SAFETY):
        return "safety"
    if heard.says(distress.MEDICAL) or heard.says(distress.MEDICINE, distress.LACK):
        return "medical"
    return "child" if heard.says(distress.CHILD, distress.ALONE) and not heard.says(occasion.SEATED) else ""


def _hurry(heard: "_Heard", now: datetime) -> Reason:
    if heard.says(distress.CALM):
        return ""
    if heard.says(journey.STRANDED):
        return "stranded"
    if _travels(heard, now):
        return "travels_today"
    is_awaited = heard.says(occasion.OCCASION, occasion.TOMORROW, occasion.TROUBLE)
    return "deadline" if is_awaited or heard.says(distress.DEADLINE) else ""


def _travels(heard: "_Heard", now: datetime) -> bool:
    """A journey that is near and not over; who praises and asks nothing is well on their way."""
    if not heard.says(journey.TRAVEL) or heard.says(journey.OVER) or not _is_close(heard, now):
        return False
    return heard.asks or not heard.says(occasion.PRAISE) or heard.says(occasion.TROUBLE)


def _is_close(heard: "_Heard", now: datetime) -> bool:
    if heard.says(journey.MORNING) and now.hour < MIDDAY:
        return True
    if heard.says(journey.SOON):
        return True
    clocks = _CLOCK.finditer(heard.text) if _MAY_HAVE_CLOCK.search(heard.text) else ()
    return any(_until(clock, now) <= CLOSE for clock in clocks)


def _until(clock: "regex.Match[str]", now: datetime) -> timedelta:
    """From now to the next time that a clock shows what the text says."""
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    minute = int(clock["minute"] or clock["cjk"] or 0)
    return timedelta(minutes=(hour * 60 + minute - now.hour * 60 - now.minute) % (24 * 60))


@dataclass(frozen=True)
class _Heard:
    text: str
    languages: Sequence[str]
    may_say: Collection[Listed]

    @property
    def asks(self) -> bool:
        """Whether there is a question mark in it."""
        return any(mark in self.text for mark in "?？¿")

    def says(self, *groups: Mapping[str, str]) -> bool:
        """Whether every group has a phrase in the text, all in one language."""
        first = groups[0]
        possible = [language for language in self.languages if (first[language], language) in self.may_say]
        return any(all(self._says(group[language], language) for group in groups) for language in possible)

    def _says(self, listed: str, language: str) -> bool:
        return (listed, language) in self.may_say and phrases(listed, language).search(self.text) is not None


def _spoken_in(language: str | None) -> Sequence[str]:
    if language in journey.TRAVEL:
        return [language, "en"] if language != "en" else ["en"]
    return list(journey.TRAVEL)
