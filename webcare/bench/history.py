"""A company with a past: hundreds of thousands of conversations, made by the database itself from a few real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from webcare.bench.crowd import Crowd
from webcare.channels.receipt import keep
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.demo.crowd import crowd
from webcare.lib.now import now

DAYS = 90
LONG_EVERY, LONG = 200, 40  # each so many conversations one of 40 messages, as the pages are measured with
RARE, COMMON = "zeldzaamwoord", "flight"
TEXTS = 2_000
TABLES = ("webcare_message", "webcare_conversation", "webcare_handle", "webcare_clock", "webcare_event")


@dataclass(frozen=True, slots=True)
class Size:
    """How much past there is; every conversation has five messages, some have forty."""

    conversations: int
    open: int


def build(size: Size) -> None:
    """Fill the tables in a few statements, without their indexes, which are made again afterwards."""
    _begin()
    with _without_indexes():
        for table, overrides, source in _plan(size):
            _multiply(table, overrides, source)
        _wind()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def long_conversations(count: int) -> list[int]:
    """The newest of those with `LONG` messages and more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conversation_id FROM webcare_message GROUP BY 1 HAVING count(*) BETWEEN %s AND %s "
            "ORDER BY 1 DESC LIMIT %s",
            [LONG, LONG + 1, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _begin() -> None:
    """Posts that came in as posts do: what they became is the pattern for all rows, and their words for all texts."""
    for post in Crowd(7).posts(TEXTS):
        keep("x", post.signature, post.body)
    while receive_waiting():
        pass
    names = [person.name for person in crowd(7)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE said AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, text, language, config, "
            "searchable, need FROM webcare_message"
        )
        cursor.execute("CREATE UNIQUE INDEX ON said (n)")
        cursor.execute(
            "CREATE TEMP TABLE called AS SELECT ordinality - 1 AS n, name "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS x (name, ordinality)",
            [names],
        )
        cursor.execute("CREATE UNIQUE INDEX ON called (n)")
        cursor.execute("ANALYZE said")
        cursor.execute("ANALYZE called")


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is true of conversation number `i`, as SQL."""

    size: Size
    texts: int
    names: int
    first: int  # keys are counted from here
    until: str

    @property
    def numbers(self) -> str:
        return f"generate_series(1, {self.size.conversations}) AS i"

    @property
    def key(self) -> str:
        return f"{self.first} + i"

    @property
    def name(self) -> str:
        given = f"(SELECT name FROM called WHERE n = i % {self.names})"  # noqa: S608 - our own
        family = f"(SELECT split_part(name, ' ', 2) FROM called WHERE n = i / {self.names} % {self.names})"  # noqa: S608 - the same
        return f"{given} || ' ' || {family}"

    @property
    def asked(self) -> str:
        step = timedelta(days=DAYS) / self.size.conversations
        return (
            f"(timestamptz '{self.until}' - interval '8 hours' - ({self.size.conversations} - i) * interval '{step}')"
        )

    @property
    def is_open(self) -> str:
        return f"(i > {self.size.conversations - self.size.open})"

    @property
    def waits(self) -> str:
        return f"({self.is_open} AND i % 4 <> 0)"

    @property
    def length(self) -> str:
        """How many messages: an even number, one more where the customer waits."""
        answered = f"CASE WHEN i % {LONG_EVERY} = 0 THEN {LONG} ELSE 4 + i % 2 * 2 END"
        return f"({answered} + CASE WHEN {self.waits} THEN 1 ELSE 0 END)"

    @property
    def newest(self) -> str:
        return f"({self.asked} + {self.length} * interval '10 minutes')"

    @property
    def word(self) -> str:
        """At the end of every message, so that hardly two are alike; the rare one once in the middle of the past."""
        once = f"j = 1 AND i = {self.size.conversations // 2}"
        return f"CASE WHEN {once} THEN ' {RARE}' ELSE ' ' || substr(md5(i::text), 1, 6) END"


def _plan(size: Size) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Which table, what differs from the pattern, and from which numbers that is counted."""
    texts, first = Message.objects.count(), Conversation.objects.latest("pk").pk + 1_000_000
    c = _Counted(size, texts, len(crowd(7)), first, now().isoformat())
    yield "webcare_customer", {"id": c.key, "name": c.name}, c.numbers
    handle = {"id": c.key, "external_id": "'h' || i", "handle": "'customer' || i", "name": c.name, "customer_id": c.key}
    yield "webcare_handle", handle, c.numbers
    yield "webcare_conversation", _conversation(c), c.numbers
    each = f"CROSS JOIN LATERAL generate_series(1, {c.length}) AS j JOIN said s ON s.n = (i + j * 7) % {texts}"
    yield "webcare_message", _message(c), f"{c.numbers} {each}"
    event = {"id": _own_key("webcare_event", first), "at": c.newest, "verb": "done.verb", "subject_id": c.key,
             "subject_kind": "'conversation'"}  # fmt: skip
    verbs = "CROSS JOIN unnest(ARRAY['conversation.claimed', 'conversation.closed']) AS done (verb)"
    yield "webcare_event", event, f"{c.numbers} {verbs}"


def _conversation(c: _Counted) -> Mapping[str, str]:
    said = f"FROM said WHERE n = i % {c.texts}"
    return {
        "id": c.key, "handle_id": c.key, "thread_key": "'t' || i", "opened_at": c.asked, "last_message_at": c.newest,
        "language": f"(SELECT language {said})", "preview": f"(SELECT left(text, 300) {said})",
        "waiting_since": f"CASE WHEN {c.waits} THEN {c.newest} END",
        "waiting_messages": f"CASE WHEN {c.waits} THEN 1 ELSE 0 END",
        "urgent": f"CASE WHEN {c.waits} AND i % 9 = 0 THEN 'stranded' ELSE '' END",
        "closed_at": f"CASE WHEN NOT {c.is_open} THEN {c.newest} END",
        "close_reason": f"CASE WHEN {c.is_open} THEN '' ELSE 'answered' END",
        "answered_at": c.newest,
    }  # fmt: skip


def _message(c: _Counted) -> Mapping[str, str]:
    at = f"{c.asked} + j * interval '10 minutes'"
    return {
        "id": _own_key("webcare_message", c.first), "conversation_id": c.key, "external_id": "'m' || i || '.' || j",
        "ours": "j % 2 = 0", "handle_id": f"CASE WHEN j % 2 = 1 THEN {c.key} END", "text": f"s.text || {c.word}",
        "language": "s.language", "config": "s.config", "searchable": f"s.searchable || {c.word}", "need": f"CASE WHEN j = {c.length} THEN 'question' ELSE s.need END",
        "sent_at": at, "received_at": at, "counts_from": at,
    }  # fmt: skip


def _own_key(table: str, first: int = 0) -> str:
    return f"nextval(pg_get_serial_sequence('{table}', 'id')) + {first}"


def _multiply(table: str, overrides: Mapping[str, str], source: str) -> None:
    """As many copies of one row as the source has numbers, each with what is its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
        values = ", ".join(overrides.get(column, f"pattern.{column}") for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "  # noqa: S608 - names of our own tables
            f"FROM {source} CROSS JOIN (SELECT * FROM {table} ORDER BY id LIMIT 1) AS pattern"
        )


def _wind() -> None:
    """Each conversation has one clock: it runs where somebody waits, and was stopped where nobody does."""
    hour = "interval '1 hour'"
    runs = "c.waiting_since IS NOT NULL"
    _multiply(
        "webcare_clock",
        {
            "id": _own_key("webcare_clock"), "conversation_id": "c.id",
            "first_message": "c.first_message", "language": "c.language", "started_at": "c.started_at",
            "arrived_at": "c.started_at", "due_at": f"c.started_at + {hour}", "soon_from": f"c.started_at + {hour} * 0.75",
            "wake_at": "NULL", "fired_at": "NULL", "cancelled_at": "NULL",
            "stopped_at": f"CASE WHEN {runs} THEN NULL ELSE c.started_at + {hour} * 0.5 END",
        },
        "(SELECT c.id, c.language, c.waiting_since, coalesce(c.waiting_since, c.opened_at) AS started_at, "
        "min(m.id) AS first_message FROM webcare_conversation c JOIN webcare_message m ON m.conversation_id = c.id "
        "WHERE NOT EXISTS (SELECT 1 FROM webcare_clock k WHERE k.conversation_id = c.id) GROUP BY c.id) AS c",
    )  # fmt: skip


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Filling a table first and making its indexes afterwards takes a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname) "
            "AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [list(TABLES)],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)
