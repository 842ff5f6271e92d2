from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0025_who_vouches_for_the_sender_of_a_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='addressed_to',
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
    ]
