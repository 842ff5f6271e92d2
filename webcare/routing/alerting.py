"""Tell those who asked for it that new work waits which they can take."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.conversations.conversation import Conversation
from webcare.team.notice import NoticeKind, NoticePreference
from webcare.team.person import Person
from webcare.team.telling import tell_all


def tell_of_work(conversation_ids: Collection[int]) -> None:
    """One notice a conversation, to those who want them, see the brand and speak the language."""
    wishes = NoticePreference.objects.filter(Q(browser=True) | Q(sound=True) | Q(email=True))
    eager = Person.objects.working().filter(notice_preferences__in=wishes.filter(notice_kind=NoticeKind.WAITING))
    if not eager.exists():
        return
    rows = Conversation.objects.waiting().filter(pk__in=conversation_ids, assignee=None, holder=None)
    for conversation in rows.select_related("handle"):
        able = eager.seeing(conversation.brand_id)
        if conversation.language:
            able = able.filter(languages__language=conversation.language)
        sentence = format_lazy(gettext_lazy("{handle} waits for an answer."), handle=conversation.handle.shown)
        key = f"waiting:{conversation.pk}:{conversation.waiting_since:%Y%m%dT%H%M%S.%f}"
        tell_all(able, NoticeKind.WAITING, key, sentence, conversation.path)
