from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("webcare", "0016_what_people_think_of_it_and_whether_they_saw_it"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="incomplete_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="lacking",
            field=models.TextField(blank=True, db_default=""),
        ),
    ]
