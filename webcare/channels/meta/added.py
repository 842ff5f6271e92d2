"""What an event lacks and has been asked for: the post above a comment, the name of somebody in Messenger. Pure.

It stands beside what Meta told, under `added`, in Meta's own shapes: `posts` as the Graph shows them, `people` with their names,
`mentions` with their words (Instagram tells them by ids alone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webcare.channels.inbound import Author, ContextPost
from webcare.channels.meta.fields import Shape

ADDED = "added"


@dataclass(frozen=True, slots=True)
class Added:
    """By their ids."""

    posts: Mapping[str, Shape] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    mentions: Mapping[str, Shape] = field(default_factory=dict)

    @classmethod
    def to(cls, envelope: Shape) -> Added:
        """What was added to this event."""
        added = envelope.maybe_shape(ADDED)
        if added is None:
            return cls()
        return cls(
            {post.identifier("id"): post for post in added.shapes("posts")},
            {person.identifier("id"): person.maybe_words("name") for person in added.shapes("people")},
            {one.maybe_identifier("comment_id") or one.identifier("media_id"): one for one in added.shapes("mentions")},
        )

    def above(self, external_id: str, *, below_another: bool) -> tuple[ContextPost, ...]:
        """The post, for those who see a comment on it; `below_another` comment, so that it is not what that one answers."""
        post = self.posts.get(external_id)
        if post is None:
            return ()
        person = post.maybe_shape("from")
        author = Author(person.maybe_identifier("id"), name=person.maybe_words("name")) if person else Author("")
        text, at = post.maybe_words("message").strip(), post.maybe_moment("created_time")
        return (ContextPost(external_id, "original" if below_another else "parent", author, text, at),)

    def named(self, event: Shape) -> Shape:
        """A private message with the names of those who were looked up."""
        people = {side: person for side in ("sender", "recipient") if (person := event.maybe_shape(side))}
        names = {side: self.people.get(person.maybe_identifier("id"), "") for side, person in people.items()}
        known = {side: {"name": name, **people[side].values} for side, name in names.items() if name}
        return Shape({**event.values, **known}, event.where)
