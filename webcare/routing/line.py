"""A line of the list of what waits: what it says of a conversation and no more, of all of them in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from webcare.team.person import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation. `due_at` and `soon_from` are of the running clock that began first; `rough`: its last words are."""

    pk: int
    network: str
    preview: str
    language: str
    urgent: str
    private: bool
    waiting_messages: int
    waiting_since: datetime | None
    last_message_at: datetime
    snoozed_until: datetime | None
    closed_at: datetime | None
    shown: str
    handle: str
    holder_id: int | None
    holder: str
    held_until: datetime | None
    assignee: str
    due_at: datetime | None
    soon_from: datetime | None
    rough: bool
    labels: tuple[str, ...]
    cases: tuple[int, ...]

    def holder_at(self, at: datetime) -> str:
        """Who holds it, unless the claim has lapsed."""
        return self.holder if self.held_until and self.held_until > at else ""


def listed(person: Person, ids: Sequence[int]) -> list[Line]:
    """Those of `ids` that this person sees, in the same order."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(ids), list(person.brand_keys())])
        return [Line(*row[:-2], *map(tuple, row[-2:])) for row in cursor.fetchall()]


_LINES = """
SELECT c.id, c.network, c.preview, c.language, c.urgent, c.private, c.waiting_messages, c.waiting_since, c.last_message_at,
       c.snoozed_until, c.closed_at, COALESCE(NULLIF(h.name, ''), NULLIF(h.handle, ''), h.external_id),
       CASE WHEN h.name <> '' THEN h.handle ELSE '' END,
       c.holder_id, COALESCE(holder.name, ''), c.held_until, COALESCE(assignee.name, ''), clock.due_at, clock.soon_from,
       COALESCE((SELECT m.abusive FROM webcare_message m
                 WHERE m.conversation_id = c.id AND NOT m.ours AND m.deleted_at IS NULL
                 ORDER BY m.counts_from DESC, m.id DESC LIMIT 1), FALSE),
       ARRAY(SELECT l.name FROM webcare_label l JOIN webcare_label_conversations o ON o.label_id = l.id
             WHERE o.conversation_id = c.id ORDER BY l.name),
       ARRAY(SELECT g.case_id FROM webcare_gathering g WHERE g.conversation_id = c.id ORDER BY g.case_id)
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN webcare_conversation c USING (id)
JOIN webcare_handle h ON h.id = c.handle_id
LEFT JOIN webcare_person holder ON holder.id = c.holder_id
LEFT JOIN webcare_person assignee ON assignee.id = c.assignee_id
LEFT JOIN LATERAL (SELECT due_at, soon_from FROM webcare_clock k
                   WHERE k.conversation_id = c.id AND k.stopped_at IS NULL AND k.cancelled_at IS NULL
                   ORDER BY k.started_at LIMIT 1) clock ON TRUE
WHERE c.brand_id = ANY(%s::bigint[])
ORDER BY wanted.place
"""
