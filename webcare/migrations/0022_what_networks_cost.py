import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webcare', '0021_files_to_fetch_have_one_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='notice_kind',
            field=models.CharField(choices=[('mention', 'a colleague mentions me'), ('assigned', 'something is assigned to me'), ('taken_over', 'somebody takes over what I held'), ('answered', 'a customer answers in a conversation of mine'), ('failed', 'an answer of mine could not be delivered'), ('soon', 'a promise of mine is about to be broken'), ('waiting', 'new work waits that I can take'), ('budget', 'what a network may cost in a month is nearly spent')], max_length=16),
        ),
        migrations.AlterField(
            model_name='noticepreference',
            name='notice_kind',
            field=models.CharField(choices=[('mention', 'a colleague mentions me'), ('assigned', 'something is assigned to me'), ('taken_over', 'somebody takes over what I held'), ('answered', 'a customer answers in a conversation of mine'), ('failed', 'an answer of mine could not be delivered'), ('soon', 'a promise of mine is about to be broken'), ('waiting', 'new work waits that I can take'), ('budget', 'what a network may cost in a month is nearly spent')], max_length=16),
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('item', models.CharField(max_length=40)),
                ('count', models.BigIntegerField()),
                ('micros', models.BigIntegerField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spendings', to='webcare.application')),
            ],
            options={
                'indexes': [models.Index(fields=['application', 'hour', 'item'], name='spending_by_hour')],
            },
        ),
    ]
