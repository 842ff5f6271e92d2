"""What a case forgets when a message is purged: the title that was taken from its words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from webcare.cases.case import Case
from webcare.conversations.message import Message

TITLE_CHARACTERS = 200


def untitle(message: Message) -> None:
    """A case that is still called after the first words of this message is called nothing; own words of people stay."""
    said = message.text[:TITLE_CHARACTERS].strip()
    for case in Case.objects.filter(conversations=message.conversation_id):
        if said and case.title.strip() == said:
            Case.objects.filter(pk=case.pk).update(title=_("Without a title"))
