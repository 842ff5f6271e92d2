from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webcare", "0033_a_chat_is_found_by_the_token_of_a_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="held_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="held_hours",
            field=models.PositiveIntegerField(db_default=24, default=24),
        ),
    ]
