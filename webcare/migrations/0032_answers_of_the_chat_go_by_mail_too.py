import django.db.models.deletion
from django.db import migrations, models

import webcare.lib.now


class Migration(migrations.Migration):
    dependencies = [
        ("webcare", "0031_conversations_taken_along_to_another_network"),
    ]

    operations = [
        migrations.AddField(
            model_name="chatsession",
            name="answer_to",
            field=models.CharField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.AddField(
            model_name="chatsession",
            name="mail_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=webcare.lib.now.now)),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forwarding", to="webcare.delivery"
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forwarding", to="webcare.message"
                    ),
                ),
            ],
        ),
    ]
