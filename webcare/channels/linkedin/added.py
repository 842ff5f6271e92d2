"""What a notification lacks and has been asked for: the comment, the post above it, who somebody is. Pure.

It stands beside what LinkedIn told, under `added`: `comments` and `posts` in the shapes of LinkedIn's API, `people` with names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webcare.channels.inbound import Author
from webcare.channels.linkedin.fields import Shape

ADDED = "added"
NAMELESS = "LinkedIn member"  # as LinkedIn calls people whom it does not show


@dataclass(frozen=True, slots=True)
class Added:
    """By their names (URNs)."""

    comments: Mapping[str, Shape] = field(default_factory=dict)
    posts: Mapping[str, Shape] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def to(cls, envelope: Shape) -> Added:
        """What was added to this event."""
        added = envelope.maybe_shape(ADDED)
        if added is None:
            return cls()
        return cls(
            {each.comment("commentUrn"): each for each in added.shapes("comments")},
            {each.post("id"): each for each in added.shapes("posts")},
            {each.actor("id"): each.maybe_words("name") for each in added.shapes("people")},
        )

    def author(self, urn: str) -> Author:
        """With the name that was asked for; LinkedIn tells few."""
        return Author(urn, name=self.people.get(urn) or NAMELESS)
