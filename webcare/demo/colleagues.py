"""The agents of the demo who are nobody's visitor: visibly at work, so that the desk is alive from the first minute."""

from __future__ import annotations

import logging
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import close_old_connections
from django.db.models import Q

from webcare.answers.macro import MacroText
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.replying import CannotReply
from webcare.demo import begun
from webcare.demo.floor import who_answers
from webcare.demo.matter import Matter
from webcare.demo.townsfolk import Townsfolk
from webcare.demo.wording import sign
from webcare.lib.now import now, real_now
from webcare.team.person import Person

BREATH = 1.5
AT_ONCE = 4  # how many colleagues write at the same time
PATIENCE = (90.0, 420.0)  # seconds that colleagues leave a message for the visitor, at least and at most
URGENT_PATIENCE = timedelta(seconds=20)
LONGEST_WAIT = timedelta(minutes=45)  # before the promise is broken
LEFT_FOR_VISITORS = 12  # a desk on which nothing waits shows nothing
VISITORS_TURN = timedelta(minutes=7)  # what a visitor wrote as a customer is left to the visitor for so long
LOOKED_AT = 50
TYPING = (5.0, 14.0)
ANYTHING = "Booking code, in private please"  # the prepared answer that fits when nobody knows what it is about
VISITED = timedelta(hours=12)  # whoever signed in within it is a visitor, and nobody plays them
log = logging.getLogger(__name__)


@dataclass
class Task:
    """An answer that a colleague is writing."""

    conversation: Conversation
    by: Person
    done_at: datetime
    text: str  # empty: it needs no answer
    reason: str = ""


class Colleagues:
    """They take what has waited for a while, type, and send."""

    def __init__(self, town: Townsfolk, seed: int, zone: ZoneInfo) -> None:
        self.town, self.zone = town, zone
        self.rng = Random(seed)
        self.tasks: list[Task] = []
        self.begun = begun.answers()

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a conversation that somebody else took is left to them."""
        while not stop.wait(BREATH):
            close_old_connections()
            try:
                self._finish()
                self._begin()
                for task in self.tasks:
                    task.conversation.look(task.by, typing=True)
            except (NotPossible, CannotReply) as refusal:
                log.info("A colleague leaves it: %s", refusal)

    def _begin(self) -> None:
        if len(self.tasks) >= AT_ONCE:
            return
        busy = [task.conversation.pk for task in self.tasks]
        old = now() - timedelta(seconds=self.rng.uniform(*PATIENCE))
        ripe = Q(waiting_since__lte=now() - URGENT_PATIENCE) & ~Q(urgent="") | Q(
            waiting_since__lte=now() - LONGEST_WAIT
        )
        waiting = Conversation.objects.waiting()
        if waiting.count() > LEFT_FOR_VISITORS:
            ripe |= Q(waiting_since__lte=old)
        mine = waiting.filter(ripe, holder=None, assignee=None).exclude(pk__in=busy)
        for conversation in mine.select_related("handle", "account").order_by("waiting_since")[:LOOKED_AT]:
            if task := self._task(conversation):
                conversation.claim(task.by)
                self.tasks.append(task)
                return

    def _task(self, conversation: Conversation) -> Task | None:
        newest = conversation.messages.filter(ours=False).order_by("-counts_from").first()
        if newest is None:
            return None
        matter = self.town.matter_of(newest.external_id or "")
        language = matter.story.language if matter else conversation.language or "en"
        agent = who_answers(language, real_now().astimezone(self.zone), self.rng)
        person = Person.objects.get(email=agent.email)
        if person.last_login and real_now() - person.last_login < VISITED:
            return None
        text, reason = self._words(matter, newest, language)
        if not (text or reason):
            return None
        done_at = real_now() + timedelta(seconds=self.rng.uniform(*TYPING))
        return Task(conversation, person, done_at, sign(text, agent), reason)

    def _words(self, matter: Matter | None, newest: Message, language: str) -> tuple[str, str]:
        """What to answer, or why there is no need to; neither where only a visitor would know."""
        if matter and matter.story.answer is None:
            return "", "spam" if matter.story.kind == "spam" else "chatter"
        if matter and matter.reply and newest.external_id == matter.last:
            return matter.reply, ""
        if known := self.begun.get(newest.external_id or ""):
            return known, ""
        if newest.private or now() - newest.received_at < VISITORS_TURN:
            return "", ""
        general = MacroText.objects.filter(language=language, macro__name=ANYTHING).first()
        name = newest.handle.shown.split()[0] if newest.handle else ""
        return (general.text.replace("{first_name}", name) if general else ""), ""

    def _finish(self) -> None:
        for task in [each for each in self.tasks if each.done_at <= real_now()]:
            self.tasks.remove(task)
            if task.text:
                task.conversation.reply(task.by, text=task.text, key=str(uuid.uuid4()))
            else:
                task.conversation.dismiss(task.by, task.reason)
