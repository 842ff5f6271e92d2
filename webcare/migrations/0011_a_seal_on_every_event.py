"""The chain that proves that nobody changed the ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0010_how_long_what_is_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(unique=True)),
                ('words', models.BinaryField()),
                ('salt', models.BinaryField(null=True)),
                ('seal', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-sealed_at'], name='seal_age')],
            },
        ),
    ]
