"""Who waits since when: computed from the messages, so that any order of arrival ends in the same truth.

A message of a customer waits unless it needs no answer, was settled by a person, or is covered by an answer of ours:
one that was written here by somebody who could see the message, or one that was given in the network's own app later.
What covers another conversation answers that one; it answers its own too when the other is one of another account, whose
customer goes on here while that network is dark.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction

from webcare.conversations.known import Known
from webcare.conversations.message import ASKING
from webcare.ledger.change import changed
from webcare.ledger.recording import drafted, record_all

_LOCK = "SELECT id FROM webcare_conversation WHERE id = ANY(%s) ORDER BY id FOR UPDATE"

_SETTLE = """
WITH answer AS (
    SELECT c.id AS conversation_id,
           max(coalesce(m.seen_upto, m.received_at)) FILTER (WHERE m.delivery_id IS NOT NULL) AS seen_upto,
           max(m.sent_at) FILTER (WHERE m.delivery_id IS NULL) AS echoed_upto,
           max(m.counts_from) AS answered_at
    FROM webcare_conversation c
    JOIN webcare_message m ON m.conversation_id = c.id OR m.covers_id = c.id
    LEFT JOIN webcare_conversation o ON o.id = m.covers_id
    LEFT JOIN webcare_delivery d ON d.id = m.delivery_id
    WHERE c.id = ANY(%(ids)s) AND m.ours AND NOT m.automatic
      AND (o.id IS NULL OR o.id = c.id OR o.account_id <> c.account_id)
      AND (d.id IS NULL OR (d.failed_at IS NULL AND d.cancelled_at IS NULL))
    GROUP BY c.id
), ask AS (
    SELECT m.conversation_id, m.counts_from, coalesce(m.stored_at, m.received_at) AS stored_at, m.urgent
    FROM webcare_message m LEFT JOIN answer a USING (conversation_id)
    WHERE m.conversation_id = ANY(%(ids)s) AND NOT m.ours AND NOT m.automatic AND m.deleted_at IS NULL
      AND m.settled_at IS NULL AND m.need = ANY(%(asking)s)
      AND (a.seen_upto IS NULL OR coalesce(m.stored_at, m.received_at) > a.seen_upto)
      AND (a.echoed_upto IS NULL OR m.counts_from > a.echoed_upto)
), waits AS (
    SELECT conversation_id, min(counts_from) AS since, count(*) AS messages, max(stored_at) AS newest,
           coalesce((array_agg(urgent ORDER BY counts_from) FILTER (WHERE urgent <> ''))[1], '') AS urgent
    FROM ask GROUP BY conversation_id
), newest AS (
    SELECT DISTINCT ON (m.conversation_id) m.conversation_id, left(m.text, 300) AS text
    FROM webcare_message m
    WHERE m.conversation_id = ANY(%(ids)s) AND NOT m.ours AND m.deleted_at IS NULL
    ORDER BY m.conversation_id, m.counts_from DESC, m.id DESC
), tongue AS (
    SELECT DISTINCT ON (m.conversation_id) m.conversation_id, m.language
    FROM webcare_message m
    WHERE m.conversation_id = ANY(%(ids)s) AND NOT m.ours AND m.language <> ''
    ORDER BY m.conversation_id, m.counts_from DESC, m.id DESC
), latest AS (
    SELECT m.conversation_id, max(m.counts_from) AS at
    FROM webcare_message m WHERE m.conversation_id = ANY(%(ids)s) GROUP BY m.conversation_id
), before AS (
    SELECT id, closed_at, snoozed_until, waiting_since FROM webcare_conversation WHERE id = ANY(%(ids)s)
)
UPDATE webcare_conversation c SET
    waiting_since = w.since,
    waiting_messages = coalesce(w.messages, 0),
    urgent = CASE WHEN w.since IS NULL THEN c.urgent ELSE w.urgent END,
    answered_at = a.answered_at,
    last_message_at = coalesce(l.at, c.last_message_at),
    preview = coalesce(n.text, ''),
    language = CASE WHEN c.language_corrected THEN c.language ELSE coalesce(t.language, c.language) END,
    closed_at = CASE WHEN w.since IS NOT NULL THEN NULL ELSE c.closed_at END,
    close_reason = CASE WHEN w.since IS NOT NULL THEN '' ELSE c.close_reason END,
    snoozed_until = CASE WHEN w.newest > c.snoozed_at THEN NULL ELSE c.snoozed_until END,
    version = c.version + 1
FROM before b
LEFT JOIN waits w ON w.conversation_id = b.id
LEFT JOIN answer a ON a.conversation_id = b.id
LEFT JOIN newest n ON n.conversation_id = b.id
LEFT JOIN latest l ON l.conversation_id = b.id
LEFT JOIN tongue t ON t.conversation_id = b.id
WHERE c.id = b.id
RETURNING c.id, b.closed_at IS NOT NULL AND c.closed_at IS NULL,
          b.snoozed_until IS NOT NULL AND c.snoozed_until IS NULL,
          b.waiting_since IS NULL AND c.waiting_since IS NOT NULL
"""


def settle(ids: Collection[int], *, why: str = "") -> None:
    """Bring the conversations up to date with their messages, in one statement.

    Closing settles everything that waits, so whatever waits in a closed conversation came in afterwards, was on its way
    while somebody closed it, or has lost the answer that covered it: it opens again. `why` is for the ledger: "customer"
    when it was the customer who did something.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [wanted])
            cursor.execute(_SETTLE, {"ids": wanted, "asking": list(ASKING)})
            rows = cursor.fetchall()
        record_all(
            [drafted("conversation.reopened", Known(pk), why=why) for pk, reopened, _, _ in rows if reopened]
            + [drafted("conversation.woken", Known(pk), why=why) for pk, _, woken, _ in rows if woken]
        )
        changed(["queue", *(f"conversation:{pk}" for pk in wanted)])
