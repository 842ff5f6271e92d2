import django.db.models.deletion
import webcare.lib.now
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0026_to_which_of_our_addresses_it_was_written'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='notice_kind',
            field=models.CharField(choices=[('mention', 'a colleague mentions me'), ('assigned', 'something is assigned to me'), ('taken_over', 'somebody takes over what I held'), ('answered', 'a customer answers in a conversation of mine'), ('failed', 'an answer of mine could not be delivered'), ('soon', 'a promise of mine is about to be broken'), ('waiting', 'new work waits that I can take'), ('budget', 'what a network may cost in a month is nearly spent'), ('dark', 'a network seems to be away, or back')], max_length=16),
        ),
        migrations.AlterField(
            model_name='noticepreference',
            name='notice_kind',
            field=models.CharField(choices=[('mention', 'a colleague mentions me'), ('assigned', 'something is assigned to me'), ('taken_over', 'somebody takes over what I held'), ('answered', 'a customer answers in a conversation of mine'), ('failed', 'an answer of mine could not be delivered'), ('soon', 'a promise of mine is about to be broken'), ('waiting', 'new work waits that I can take'), ('budget', 'what a network may cost in a month is nearly spent'), ('dark', 'a network seems to be away, or back')], max_length=16),
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=webcare.lib.now.real_now)),
                ('network', models.CharField(max_length=32)),
                ('since', models.DateTimeField()),
                ('declared_at', models.DateTimeField(default=webcare.lib.now.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('caught_up_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Crossing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=webcare.lib.now.real_now)),
                ('text', models.TextField(blank=True)),
                ('approved_at', models.DateTimeField(default=webcare.lib.now.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crossings', to='webcare.conversation')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='webcare.message')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webcare.conversation')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='crossed_from', to='webcare.conversation')),
                ('outage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crossings', to='webcare.outage')),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=32, unique=True)),
                ('texts', models.JSONField(blank=True, default=dict)),
                ('refuge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='webcare.account')),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=16)),
                ('trouble', models.CharField(blank=True, max_length=16)),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('last_at', models.DateTimeField(blank=True, null=True)),
                ('times', models.PositiveIntegerField(default=0)),
                ('why', models.TextField(blank=True)),
                ('well_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='webcare.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'act'), name='contact_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('network',), name='outage_once'),
        ),
        migrations.AddIndex(
            model_name='crossing',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['next_attempt_at', 'id'], name='crossing_pending'),
        ),
        migrations.AddConstraint(
            model_name='crossing',
            constraint=models.UniqueConstraint(fields=('outage', 'conversation'), name='crossing_once'),
        ),
    ]
