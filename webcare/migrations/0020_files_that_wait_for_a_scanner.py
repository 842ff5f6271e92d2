from django.db import migrations, models

from webcare.lib.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0019_what_went_on_without_found_at_once"),
    ]

    operations = [
        AddIndexBeside(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("failed_at", None), ("fetched_at", None)),
                fields=["next_attempt_at", "id"],
                name="attachment_pending",
            ),
        ),
    ]
