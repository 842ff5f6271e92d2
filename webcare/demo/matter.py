"""A story under way on a network, as the town remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webcare.demo.telling import Story


@dataclass(eq=False)
class Matter:
    """What was said last, and which turns are still to come."""

    story: Story
    last: str  # the id of the customer's newest message
    turns: tuple[str, ...]  # the customer's next one, then the company's, and so on
    reply: str = ""  # what the company would answer to it
    speaks_at: datetime | None = None
    answered: str = ""  # the id of the answer that the next turn reacts to
