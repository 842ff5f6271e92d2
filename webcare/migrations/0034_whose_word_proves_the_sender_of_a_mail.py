from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webcare", "0033_a_chat_is_found_by_the_token_of_a_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="forwarded_by",
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
    ]
