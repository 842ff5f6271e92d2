"""Tell those who asked for it that new work waits which they can take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, IntegerField, Q, Value
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.conversations.claiming import free
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.lib.now import now
from webcare.lib.read_once import read_once
from webcare.routing.queue import takeable
from webcare.team.notice import NoticeKind, NoticePreference
from webcare.team.organisation import organisation
from webcare.team.person import Person, look_up
from webcare.team.telling import Telling, tell_each


def tell_of_work(conversation_ids: Collection[int]) -> None:
    """One notice a conversation that is nobody's, to those who want them and whose queue it is in."""
    wishes = NoticePreference.objects.filter(Q(browser=True) | Q(sound=True) | Q(email=True))
    wishing = Q(notice_preferences__in=wishes.filter(notice_kind=NoticeKind.WAITING))
    eager = list(Person.objects.get_queryset().answering().filter(wishing))
    if not eager:
        return
    at = now()
    rows = Conversation.objects.waiting().filter(free(at), pk__among=conversation_ids, assignee=None)
    waiting = {row.pk: row for row in rows.select_related("handle")}
    if waiting:
        people = {person.pk: person for person in eager}
        pairs = _who_can_take_what(eager, Conversation.objects.filter(pk__in=list(waiting)), at)
        tell_each(NoticeKind.WAITING, [_waits(people[person], waiting[pk]) for person, pk in pairs])


def _who_can_take_what(people: Sequence[Person], rows: ConversationQuerySet, at: datetime) -> list[tuple[int, int]]:
    """Pairs of a person and a conversation, asked in one statement however many there are of either."""
    with read_once():
        look_up(people)
        fallback = organisation().fallback_language
        first, *others = [
            takeable(rows.visible_to(person), person, at, fallback)
            .order_by()
            .values_list(Value(person.pk, output_field=IntegerField()), F("pk"))
            for person in people
        ]
    return list(first.union(*others, all=True))


def _waits(person: Person, conversation: Conversation) -> Telling:
    sentence = format_lazy(gettext_lazy("{handle} waits for an answer."), handle=conversation.handle.shown)
    key = f"waiting:{conversation.pk}:{conversation.waiting_since:%Y%m%dT%H%M%S.%f}"
    return Telling(person, key, sentence, conversation.path)
