"""What a customer said where no network was, on its way to be written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """`key` comes from the form, so that a double click is one note. `person` names whoever said it: the id of a handle that
    is known already, or one of their own. `answer` is what they were told at once, at `noted_at`; empty: nothing yet."""

    key: str
    said_at: datetime
    noted_at: datetime
    words: str
    person: str
    name: str = ""
    reach: str = ""  # telephone number, mail address
    language: str = ""
    subject: str = ""  # where it was, the booking, who wrote it down
    answer: str = ""
