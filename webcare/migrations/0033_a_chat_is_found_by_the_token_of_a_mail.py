from django.db import migrations, models

from webcare.lib.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("webcare", "0032_answers_of_the_chat_go_by_mail_too"),
    ]

    operations = [
        AddIndexBeside(
            model_name="chatsession",
            index=models.Index(
                fields=["mail_digest"], name="chat_session_by_mail", condition=~models.Q(mail_digest="")
            ),
        ),
    ]
