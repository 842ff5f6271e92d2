from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webcare", "0034_answers_that_wait_for_their_account"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="forwarded_by",
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
    ]
