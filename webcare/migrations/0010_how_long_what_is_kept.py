"""Terms for what is kept, who was erased, and when the night's work was done."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0009_which_keys_open_this_database'),
    ]

    operations = [
        migrations.CreateModel(
            name='Night',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='conversation',
            name='emptied_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('erased_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('digest', 'erased_at'), name='erasure_once')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.CharField(choices=[('events', 'Raw events that were understood'), ('set_aside', 'Raw events that were set aside'), ('words', 'Words of closed conversations, and the names of those who then have no other'), ('files', 'Files of closed conversations'), ('notices', 'What colleagues were told'), ('ledger', 'Who did what')], max_length=16)),
                ('network', models.CharField(blank=True, max_length=32)),
                ('days', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kept', 'network'), name='term_once')],
            },
        ),
    ]
