"""Whoever has a conversation hears that the customer wrote again, in one go for a whole batch."""

from __future__ import annotations

from datetime import timedelta

from tests.budget import same_cost
from tests.world import World
from webcare.conversations.alerting import tell_of_messages
from webcare.conversations.conversation import Conversation
from webcare.lib.now import now
from webcare.team.notice import Notice, NoticeKind


def test_the_assignee_is_told_or_else_who_holds_it_now(world: World) -> None:
    assigned, held, lapsed, nobodys = (world.conversation() for _ in range(4))
    for conversation in (assigned, held, lapsed):
        conversation.claim(world.daniel)
    Conversation.objects.filter(pk=assigned.pk).update(assignee=world.anna)
    Conversation.objects.filter(pk=lapsed.pk).update(held_until=now() - timedelta(days=2))
    tell_of_messages([assigned.pk, held.pk, lapsed.pk, nobodys.pk])
    told = set(Notice.objects.filter(notice_kind=NoticeKind.ANSWERED).values_list("person", "path"))
    assert told == {(world.anna.pk, assigned.path), (world.daniel.pk, held.path)}


def test_a_batch_of_messages_costs_as_much_as_one(world: World) -> None:
    few, many = ([world.conversation().pk for _ in range(count)] for count in (1, 12))
    Conversation.objects.filter(pk__in=few + many).update(assignee=world.anna)
    same_cost(lambda: tell_of_messages(few), lambda: tell_of_messages(many), lambda: None)
    assert Notice.objects.filter(person=world.anna).count() == 13
