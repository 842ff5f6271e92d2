"""A table for what every web process has to know for a while: who tried to sign in how often, which codes were used."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("webcare", "0004_notes_written_once_and_codes_that_prove")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE webcare_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX webcare_cache_expires ON webcare_cache (expires);
            """,
            "DROP TABLE webcare_cache",
        )
    ]
