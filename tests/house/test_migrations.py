"""Every migration leaves the processes of the version before in peace; what does not is refused with what to do instead."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Lower

from tests.house.sources import pyproject
from tests.house.steps import APP, Reading, forgotten, walk
from tests.releases import RECORD, changed, points, recorded, tags, write_down
from webcare.lib.beside import AddIndexBeside

VERSION = pyproject()["project"]["version"]
BEFORE_THE_FIRST_TAG = {
    "0002_what_networks_are_asked_to_do_to_posts_and_people": "nobody ran it beside an older version",
    "0003_what_an_organisation_sets_up": "the same",
    "0004_notes_written_once_and_codes_that_prove": "the same",
    "0014_files_by_keys_that_nobody_guesses": "the same",
}


WALK = list(walk())


def test_every_migration_leaves_others_in_peace() -> None:
    wrong = [
        sentence
        for migration, state in WALK
        if migration.name not in BEFORE_THE_FIRST_TAG
        for sentence in Reading(migration, state, VERSION, tags()).refusals()
    ]
    assert not wrong, "\n".join(wrong)


def test_what_was_let_go_needs_it() -> None:
    needing = {migration.name for migration, state in WALK if Reading(migration, state, VERSION, ()).refusals()}
    assert set(BEFORE_THE_FIRST_TAG) <= needing


def test_what_is_not_valid_is_validated_one_day() -> None:
    begun = {
        step.constraint.name for one, _ in WALK for step in one.operations if isinstance(step, AddConstraintNotValid)
    }
    done = {step.name for one, _ in WALK for step in one.operations if isinstance(step, ValidateConstraint)}
    assert begun == done


def _refused(*steps: Any, since: str | None = None, version: str = "0.4.0", tags: tuple[str, ...] = ()) -> str:
    migration: Any = type("Migration", (migrations.Migration,), {"operations": list(steps)})("0099_an_example", APP)
    if since is not None:
        migration.contract_since = since
    *_, (last, state) = WALK
    return "\n".join(Reading(migration, last.mutate_state(state, preserve=True), version, tags).refusals())


class Novelty(Operation):
    """An operation that the rule has never seen."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Changes nothing."""


INDEX = models.Index(fields=["sent_at"], name="an_index")
CHECK = models.CheckConstraint(condition=models.Q(direction="in"), name="a_check")
BAD = {
    "a column that others leave out": (
        migrations.AddField("message", "mood", models.CharField(max_length=9, default="")), "no db_default"),
    "a column with an index": (
        migrations.AddField("message", "mood", models.CharField(max_length=9, null=True, db_index=True)), "AddIndexBeside"),
    "a unique column": (
        migrations.AddField("message", "mood", models.CharField(max_length=9, null=True, unique=True)), "AddIndexBeside"),
    "a foreign key with its index": (
        migrations.AddField("message", "other", models.ForeignKey("webcare.Brand", models.CASCADE, null=True)), "AddIndexBeside"),
    "a column computed for every row": (
        migrations.AddField("message", "mood", models.UUIDField(db_default=RandomUUID())), "every row at once"),
    "a generated column": (
        migrations.AddField("message", "mood", models.GeneratedField(
            expression=Lower("text"), output_field=models.TextField(), db_persist=True)), "every row at once"),
    "a column that goes": (migrations.RemoveField("message", "text"), "in a later version"),
    "a table that goes": (migrations.DeleteModel("Draft"), "in a later version"),
    "a new name": (migrations.RenameField("message", "text", "words"), "loses the name"),
    "a table with a new name": (migrations.RenameModel("Draft", "Sketch"), "Draft loses the name"),
    "another table": (migrations.AlterModelTable("draft", "sketches"), "loses the name"),
    "shorter text": (migrations.AlterField("case", "title", models.CharField(max_length=3)), "rewrites"),
    "another type": (migrations.AlterField("message", "text", models.IntegerField()), "rewrites"),
    "never null any more": (migrations.AlterField("message", "seen_upto", models.DateTimeField()), "contract_since"),
    "no default any more": (
        migrations.AlterField("delivery", "insisted", models.BooleanField(default=False)), "contract_since"),
    "unique from now on": (migrations.AlterField("case", "title", models.TextField(unique=True)), "AddIndexBeside"),
    "an index": (migrations.AddIndex("message", INDEX), "AddIndexBeside"),
    "an index that cannot be tried again": (AddIndexConcurrently("message", INDEX), "AddIndexBeside"),
    "a constraint": (migrations.AddConstraint("message", CHECK), "AddConstraintNotValid"),
    "a constraint that others do not keep": (AddConstraintNotValid("message", CHECK), "contract_since"),
    "unique together": (migrations.AlterUniqueTogether("message", {("text", "language")}), "CONCURRENTLY"),
    "a column let go without a value": (
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("message", "text")]), "null or"),
    "a column let go whose database part is not": (
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("message", "text")]), "later version"),
    "SQL that drops": (migrations.RunSQL("ALTER TABLE webcare_message\n DROP COLUMN text"), "contract_since"),
    "SQL that drops second": (migrations.RunSQL(["SELECT 1", ("DROP TABLE webcare_draft", None)]), "contract_since"),
    "SQL that renames": (migrations.RunSQL("ALTER TABLE webcare_message RENAME text TO words"), "turns something"),
    "SQL that changes a type": (
        migrations.RunSQL("ALTER TABLE webcare_message ALTER COLUMN id TYPE numeric"), "turns something"),
    "SQL that binds": (migrations.RunSQL("ALTER TABLE webcare_message ALTER text SET NOT NULL"), "contract_since"),
    "SQL that checks all": (
        migrations.RunSQL("ALTER TABLE webcare_message ADD CONSTRAINT a CHECK (id > 0)"), "NOT VALID"),
    "SQL with an index": (migrations.RunSQL("CREATE UNIQUE INDEX a ON webcare_message (id)"), "CONCURRENTLY"),
    "SQL with a column that others leave out": (
        migrations.RunSQL("ALTER TABLE webcare_message ADD COLUMN mood text NOT NULL"), "no default"),
    "something new": (Novelty(), "nobody knows"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_example_is_refused(name: str) -> None:
    step, says = BAD[name]
    assert says in _refused(step), name


def test_an_index_beside_stands_alone() -> None:
    alone = AddIndexBeside("message", INDEX)
    assert not _refused(alone)
    assert "migration of its own" in _refused(
        alone, migrations.AddField("message", "mood", models.TextField(null=True))
    )


def test_a_constraint_is_not_validated_under_the_lock_that_added_it() -> None:
    both = AddConstraintNotValid("message", CHECK), ValidateConstraint("message", "a_check")
    assert "migration after" in _refused(*both, since="0.3.0")
    assert not _refused(both[0], since="0.3.0")
    assert not _refused(both[1])


@pytest.mark.parametrize(
    "step",
    [
        migrations.AddField("message", "mood", models.CharField(max_length=9, db_default="", default="")),
        migrations.AddField("message", "mood", models.CharField(max_length=9, null=True)),
        migrations.AlterField("message", "seen_upto", models.DateTimeField(null=True, help_text="only said")),
        migrations.AlterField("case", "title", models.TextField()),
        migrations.RunSQL("CREATE TABLE a (id bigint); CREATE INDEX b ON a (id)"),
        migrations.RunSQL("ALTER TABLE webcare_message ADD COLUMN mood text NOT NULL DEFAULT ''"),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY b ON webcare_message (id)"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("message", "seen_upto")]),
    ],
)
def test_what_only_adds_is_let_through(step: Any) -> None:
    assert not _refused(step)


def test_the_second_step_is_marked_with_a_version_that_is_out() -> None:
    drop = migrations.RunSQL("ALTER TABLE webcare_message DROP COLUMN text")
    assert not _refused(drop, since="0.3.0")
    assert not _refused(drop, since="0.3.0", tags=("v0.2.0", "v0.3.0"))
    assert "not older" in _refused(drop, since="0.4.0")
    assert "never released" in _refused(drop, since="0.3.0", tags=("v0.2.0",))


def test_what_the_code_forgot_may_still_be_in_the_tables() -> None:
    *_, (last, state) = WALK
    forget = migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("message", "seen_upto"), migrations.DeleteModel("Night")]
    )
    one: Any = type("Migration", (migrations.Migration,), {"operations": [forget]})("0099_an_example", APP)
    found = forgotten([(one, last.mutate_state(state, preserve=True))])
    assert found == {("webcare_message", "seen_upto"), ("webcare_night", "")}


def test_columns_of_a_new_table_may_be_as_they_like() -> None:
    table = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])
    assert not _refused(table, migrations.AddField("thing", "name", models.TextField(unique=True)))


def test_what_was_given_out_is_never_changed() -> None:
    """Who has it ran it as it was; only so the walk from there is the one that the tests go."""
    assert not changed(), f"{', '.join(changed())}: given out as it was; write another migration"
    assert len(recorded()) >= 30
    assert [one.name for one in recorded()] == sorted(one.name for one in recorded())
    assert {tag.removeprefix("v") for tag in tags()} <= set(",".join(one.last_of for one in recorded()).split(",")), (
        "python -m tests.releases"
    )


def test_what_a_release_brought_is_written_down_and_a_change_of_it_is_seen(tmp_path: Path) -> None:
    folder, record = tmp_path / "webcare/migrations", tmp_path / RECORD
    folder.mkdir(parents=True)
    record.parent.mkdir()
    record.touch()
    for release, numbers in (("0.9.0", range(1, 4)), ("0.9.1", range(0)), ("0.10.0", range(4, 14))):
        for number in numbers:
            (folder / f"{number:04}_step.py").write_text(f"{number}")
        write_down(release, tmp_path)
    assert points(tmp_path) == ["0001_step", "0003_step", "0011_step", "0013_step"]
    assert [one.last_of for one in recorded(tmp_path) if one.last_of] == ["0.9.0,0.9.1", "0.10.0"]
    (folder / "0014_step.py").write_text("not given out yet")
    assert not changed(tmp_path)
    (folder / "0002_step.py").write_text("something else")
    (folder / "0005_step.py").unlink()
    assert changed(tmp_path) == ["0002_step", "0005_step"]


def test_versions_are_those_that_git_has_tagged(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        said = ["git", "-c", "user.name=Anna", "-c", "user.email=anna@example.org", *words]
        subprocess.run(said, cwd=tmp_path, check=True, capture_output=True)

    assert tags(tmp_path) == ()
    git("init", "-q")
    for version in ("v0.9.0", "v0.10.0", "a-picture"):
        git("commit", "-q", "--allow-empty", "-m", version)
        git("tag", version)
    tags.cache_clear()
    assert tags(tmp_path) == ("v0.9.0", "v0.10.0")
