"""What a migration may do while processes of the version before still work: the rule that every migration is read by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.postgres import operations as postgres
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import connection, models
from django.db.migrations import operations as steps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.expressions import Value

from webcare.lib.beside import AddIndexBeside

APP = "webcare"
GOES = re.compile(r"\bdrop\s+(table|column|schema|view)\b|\balter\s+column\s+\S+\s+drop\s+default\b", re.IGNORECASE)
TURNS = re.compile(r"\brename\b(?!\s+constraint)|\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b", re.IGNORECASE)
BINDS = re.compile(r"\bset\s+not\s+null\b|\badd\s+constraint\b|\badd\s+check\b", re.IGNORECASE)
SCANS = re.compile(r"\badd\s+(constraint|check)\b(?!.*\b(not\s+valid|using\s+index)\b)", re.IGNORECASE)
LEFT_OUT = re.compile(r"\badd\s+column\b(?=.*\bnot\s+null\b)(?!.*\bdefault\b)", re.IGNORECASE)
INDEXES = re.compile(
    r"\bcreate\s+(?:unique\s+)?index\s+(?!concurrently\b)(?:if\s+not\s+exists\s+)?\S*\s*on\s+(?:only\s+)?(\S+)",
    re.IGNORECASE,
)
NEW_TABLES = re.compile(r"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(\S+)", re.IGNORECASE)

HOW = "docs/developers.md, “A column, a table, an index”, says how"
CONTRACT = 'say `contract_since = "0.3.0"`, the released version since which nothing needs it'
LATER = "let the code forget it first (SeparateDatabaseAndState), and take it away in a later version"
HARMLESS = (
    steps.CreateModel, steps.RemoveConstraint, steps.RemoveIndex, steps.RenameIndex, steps.AlterModelOptions,
    steps.AlterModelManagers, steps.AlterModelTableComment, steps.AlterOrderWithRespectTo, steps.RunPython,
    postgres.CreateExtension, postgres.CreateCollation, postgres.RemoveIndexConcurrently, AddIndexBeside, ValidateConstraint,
)  # fmt: skip


class Reading:
    """One migration being read, from the state that the tables are in before it."""

    def __init__(self, migration: Any, state: ProjectState, version: str, tags: Sequence[str]) -> None:
        self.migration, self.state = migration, state.clone()
        self.before = state
        self.made: set[str] = set()  # tables that this migration makes are nobody's yet
        self.is_contract = hasattr(migration, "contract_since")
        self.version, self.tags = version, tags

    def refusals(self) -> list[str]:
        """A sentence for everything that somebody would have to stand still for."""
        found = [*self._marker(), *self._company()]
        for step in self.migration.operations:
            found += self._step(step)
            step.state_forwards(APP, self.state)
        return [f"{self.migration.name}: {one}; {HOW}" for one in found]

    def _marker(self) -> Iterator[str]:
        since = getattr(self.migration, "contract_since", None)
        if since is None:
            return
        if _number(since) >= _number(self.version):
            yield f"contract_since = {since!r} is not older than this version, {self.version}"
        elif self.tags and _number(since) not in {_number(tag) for tag in self.tags}:
            yield f"contract_since = {since!r} was never released"

    def _company(self) -> Iterator[str]:
        """What is tried again as a whole must be one thing, or be undone as a whole."""
        beside = [step for step in self.migration.operations if isinstance(step, AddIndexBeside)]
        if beside and len(self.migration.operations) > 1:
            yield "an index beside those who work needs a migration of its own, so that it can be tried again"
        begun = {step.constraint.name for step in self.migration.operations if isinstance(step, AddConstraintNotValid)}
        if begun & {step.name for step in self.migration.operations if isinstance(step, ValidateConstraint)}:
            yield "a constraint is validated in the migration after the one that adds it, else the lock is kept"

    def _step(self, step: Any) -> Iterator[str]:
        if isinstance(step, steps.CreateModel):
            self.made.add(step.name_lower)
        if isinstance(step, steps.SeparateDatabaseAndState):
            yield from self._apart(step)
        elif isinstance(step, HARMLESS) or getattr(step, "model_name_lower", None) in self.made:
            return
        else:
            reader = READERS.get(type(step))
            yield from reader(self, step) if reader else [f"nobody knows what {type(step).__name__} locks"]

    def _apart(self, step: Any) -> Iterator[str]:
        """The code forgets what the tables keep; whoever still writes rows leaves it out."""
        for inner in step.database_operations:
            yield from self._step(inner)
        for inner in step.state_operations:
            if isinstance(inner, steps.RemoveField) and not _may_be_left_out(self._field(inner)):
                yield f"{inner.model_name}.{inner.name} stays without a value: make it null or give it a db_default first"

    def _field(self, step: Any) -> Any:
        return self.state.apps.get_model(APP, step.model_name)._meta.get_field(step.name)

    def _add_field(self, step: Any) -> Iterator[str]:
        field, name = step.field, f"{step.model_name}.{step.name}"
        if field.many_to_many:
            return
        if isinstance(field, models.GeneratedField) or not _is_constant(field):
            yield f"{name} is computed for every row at once, while all wait: add it empty and fill it in parts"
        elif not _may_be_left_out(field):
            yield f"{name} has no db_default, and processes of the version before leave it out"
        if field.unique or field.db_index:
            yield f"{name} builds its index while all wait: db_index=False, and AddIndexBeside in a migration of its own"

    def _alter_field(self, step: Any) -> Iterator[str]:
        old, new, name = self._field(step), step.field.clone(), f"{step.model_name}.{step.name}"
        new.set_attributes_from_name(step.name)
        if old.many_to_many or new.many_to_many:
            return
        if not _is_wider(old.db_type(connection), _type_of(new, self.state)):
            yield f"{name} changes its type, which rewrites the table: make a new column"
        if old.column != new.column:
            yield f"{name} changes the name of its column: make a new one"
        if (new.unique and not old.unique) or (new.db_index and not old.db_index):
            yield f"{name} builds its index while all wait: AddIndexBeside in a migration of its own"
        if old.null and not new.null and not self.is_contract:
            yield f"{name} becomes NOT NULL while others may leave it out: {CONTRACT}"
        if old.has_db_default() and not new.has_db_default() and not self.is_contract:
            yield f"{name} loses its db_default while others count on it: {CONTRACT}"

    def _removal(self, step: Any) -> Iterator[str]:
        yield f"{_what(step)} goes while processes of the version before ask for it: {LATER}"

    def _renaming(self, step: Any) -> Iterator[str]:
        yield f"{_what(step)} loses the name by which others ask for it: add the new one, fill it, {LATER}"

    def _index(self, step: Any) -> Iterator[str]:
        yield f"{step.index.name} keeps everybody from writing while it is built: AddIndexBeside"

    def _constraint(self, step: Any) -> Iterator[str]:
        yield (
            f"{step.constraint.name} reads the whole table while all wait: AddConstraintNotValid and then ValidateConstraint, "
            "or a unique index made CONCURRENTLY"
        )

    def _unvalidated(self, step: Any) -> Iterator[str]:
        if not self.is_contract:
            yield f"{step.constraint.name} refuses what others still write: {CONTRACT}"

    def _together(self, step: Any) -> Iterator[str]:
        yield f"{type(step).__name__} builds an index while all wait: a unique index made CONCURRENTLY"

    def _sql(self, step: Any) -> Iterator[str]:
        for text in _statements(step.sql):
            self.made |= set(NEW_TABLES.findall(text))
            if GOES.search(text) and not self.is_contract:
                yield f"“{text}” takes away what others may need: {CONTRACT}"
            if TURNS.search(text):
                yield f"“{text}” turns something into something else: add the new one, fill it, {LATER}"
            if BINDS.search(text) and not self.is_contract:
                yield f"“{text}” refuses what others still write: {CONTRACT}"
            if LEFT_OUT.search(text):
                yield f"“{text}” has no default, and processes of the version before leave it out"
            if SCANS.search(text):
                yield f"“{text}” reads the whole table while all wait: NOT VALID, and VALIDATE in the next migration"
            if set(INDEXES.findall(text)) - self.made:
                yield f"“{text}” keeps everybody from writing while it is built: CONCURRENTLY, or AddIndexBeside"


READERS: dict[type, Callable[[Reading, Any], Iterator[str]]] = {
    steps.AddField: Reading._add_field,
    steps.AlterField: Reading._alter_field,
    steps.RemoveField: Reading._removal,
    steps.DeleteModel: Reading._removal,
    steps.RenameField: Reading._renaming,
    steps.RenameModel: Reading._renaming,
    steps.AlterModelTable: Reading._renaming,
    steps.AddIndex: Reading._index,
    postgres.AddIndexConcurrently: Reading._index,  # without what makes it safe to try again
    steps.AddConstraint: Reading._constraint,
    AddConstraintNotValid: Reading._unvalidated,
    steps.AlterUniqueTogether: Reading._together,
    steps.AlterIndexTogether: Reading._together,
    steps.RunSQL: Reading._sql,
}


def _what(step: Any) -> str:
    return ".".join(filter(None, [getattr(step, "model_name", ""), getattr(step, "name", "")])) or step.old_name


def _may_be_left_out(field: Any) -> bool:
    return bool(field.null or field.has_db_default() or isinstance(field, models.GeneratedField))


def _is_constant(field: Any) -> bool:
    return not field.has_db_default() or isinstance(field.db_default, Value) or not hasattr(field.db_default, "as_sql")


def _type_of(field: Any, state: ProjectState) -> str | None:
    """A foreign key has the type of what it points at."""
    if field.is_relation:
        to = field.remote_field.model
        target = state.apps.get_model(to) if isinstance(to, str) else to
        return str(target._meta.pk.rel_db_type(connection))
    own: str | None = field.db_type(connection)
    return own


def _is_wider(old: str | None, new: str | None) -> bool:
    """PostgreSQL only rewrites no row where text stays text that may be longer."""
    if old == new:
        return True
    lengths = [re.fullmatch(r"varchar\((\d+)\)", one or "") for one in (old, new)]
    return bool(lengths[0] and (new == "text" or (lengths[1] and int(lengths[1][1]) >= int(lengths[0][1]))))


def _statements(sql: Any) -> list[str]:
    parts = [sql] if isinstance(sql, str) else [one if isinstance(one, str) else one[0] for one in sql]
    return [" ".join(one.split()) for part in parts for one in part.split(";") if one.strip()]


def forgotten(walk: Iterable[tuple[Any, ProjectState]]) -> set[tuple[str, str]]:
    """(table, column) of what the code no longer knows and the tables may still have; no column is the whole table."""
    found = set()
    for migration, state in walk:
        for step in migration.operations:
            for inner in getattr(step, "state_operations", []):
                if isinstance(inner, steps.RemoveField):
                    model = state.apps.get_model(APP, inner.model_name)
                    found.add((model._meta.db_table, model._meta.get_field(inner.name).column))
                elif isinstance(inner, steps.DeleteModel):
                    found.add((state.apps.get_model(APP, inner.name)._meta.db_table, ""))
    return found


def walk() -> Iterator[tuple[Any, ProjectState]]:
    """Every migration of ours in order, each with the state before it."""
    loader = MigrationLoader(None)
    state = ProjectState()
    for key in loader.graph.forwards_plan(loader.graph.leaf_nodes(APP)[0]):
        migration = loader.get_migration(*key)
        if key[0] == APP:
            yield migration, state
        state = migration.mutate_state(state, preserve=True)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
