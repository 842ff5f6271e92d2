from django.db import migrations, models

from webcare.lib.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0018_the_incomplete_ones_found_at_once"),
    ]

    operations = [
        AddIndexBeside(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("lacking", ""), _negated=True), fields=["-received_at"], name="receipt_lacking"
            ),
        ),
    ]
