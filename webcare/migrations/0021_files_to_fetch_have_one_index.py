from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0020_files_that_wait_for_a_scanner"),
    ]

    operations = [
        RemoveIndexConcurrently(model_name="attachment", name="attachment_to_fetch"),
    ]
