from django.db import migrations, models

from webcare.lib.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0029_access_that_ends"),
    ]

    operations = [
        AddIndexBeside(
            model_name="chatfile",
            index=models.Index(fields=["created_at"], name="chat_file_by_time"),
        ),
    ]
