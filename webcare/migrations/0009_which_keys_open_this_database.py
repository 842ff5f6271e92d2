"""What the keys of the installation are held against, and the secret behind our own proofs."""

from django.db import migrations, models

import webcare.lib.secret


class Migration(migrations.Migration):
    dependencies = [("webcare", "0008_which_prepared_answers_somebody_uses")]

    operations = [
        migrations.CreateModel(
            name="Keyring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", webcare.lib.secret.SecretField(default=dict)),
                ("writers", models.JSONField(default=list)),
            ],
        ),
    ]
