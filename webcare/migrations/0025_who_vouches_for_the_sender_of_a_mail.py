from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0024_visitors_of_our_own_chat'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='proven_by',
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
    ]
