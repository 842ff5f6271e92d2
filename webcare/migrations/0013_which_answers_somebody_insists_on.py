"""How often an unknown outcome was looked up, and which answers a person wants sent although it may arrive twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webcare", "0012_what_could_be_seen_when")]

    operations = [
        migrations.AddField("delivery", "insisted", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("delivery", "looks", models.PositiveSmallIntegerField(db_default=0, default=0)),
    ]
