"""Attachments are asked for by a number that nobody guesses."""

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0013_which_answers_somebody_insists_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='key',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
        ),
    ]
