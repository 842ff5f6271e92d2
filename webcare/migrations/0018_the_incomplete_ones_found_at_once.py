from django.db import migrations, models

from webcare.lib.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0017_what_networks_leave_out_of_events"),
    ]

    operations = [
        AddIndexBeside(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("incomplete_at__isnull", False), ("parsed_at", None), ("set_aside_at", None)),
                fields=["network", "next_attempt_at", "id"],
                name="receipt_incomplete",
            ),
        ),
    ]
