"""Lowland Air's counter at the airport, and what its people wrote down there in the last hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from webcare.channels.account import Account
from webcare.channels.registry import adapter
from webcare.conversations.hearing import Place, Said, note_down, where_it_is_noted
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand
from webcare.team.person import Person

NAME = "Phone and counter"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that somebody said `minutes` ago, to whom of ours, and what they were told if they know already."""

    minutes: int
    by: cast.Agent
    place: Place
    words: str
    language: str
    name: str = ""
    reach: str = ""
    booking: str = ""
    answer: str = ""


HEARD = (
    Told(170, cast.DANIEL, Place.COUNTER, "Can my cello have a seat of its own?", "en", "Ruth Almond", booking="LA7C3Q",
         answer="Yes, booked as an extra seat; the window one."),
    Told(95, cast.SJOERD, Place.PHONE, "Mijn kinderwagen is met een gebroken wiel aangekomen. Wie vergoedt dat?", "nl",
         "Femke Dijkstra", "+31 6 5550 1234", "LA2K9M"),
    Told(40, cast.ANNA, Place.PHONE, "Ik kan online niet inchecken, er staat dat mijn naam niet klopt.", "nl",
         "Ruud Terpstra", "+31 6 5550 4321", "LA8H4T"),
    Told(12, cast.LUKAS, Place.COUNTER, "Ich habe meinen Anschluss verpasst. Wo schlafe ich heute Nacht?", "de", "Jürgen Falk"),
)  # fmt: skip


def open_counter(brand: Brand) -> Account:
    """It needs nothing but its name."""
    (network,) = where_it_is_noted()
    account = Account(network=network, brand=brand, settings={"name": NAME}, connected_at=now())
    adapter(network).connect(account, "")
    account.save()
    return account


def write_down(account: Account, people: Mapping[str, Person]) -> None:
    """What was heard; most of it still waits for an answer."""
    for told in HEARD:
        said = Said(uuid4().hex, told.place, now() - timedelta(minutes=told.minutes), told.words, told.language, told.name,
                    told.reach, told.booking, told.answer)  # fmt: skip
        note_down(account, said, people[told.by.name])
