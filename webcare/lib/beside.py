"""A step of a migration that makes an index beside those who work, and that can be tried again when it was cut off."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

_IS_UNFINISHED = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"


class AddIndexBeside(AddIndexConcurrently):
    """CREATE INDEX CONCURRENTLY: nobody waits for it, so it may wait for others as long as they take.

    Cut off in the middle it leaves an index that no query uses and every write pays for; the next try takes that away first.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Clear away what an earlier try left, then build without a limit for locks."""
        name = schema_editor.quote_name(self.index.name)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            limit = cursor.fetchone()[0]
            cursor.execute("SET lock_timeout = 0")
            try:
                cursor.execute(_IS_UNFINISHED, [name])
                if cursor.fetchone():
                    cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            finally:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [limit])
