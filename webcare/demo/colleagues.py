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

from webcare.answers.macro import MacroText
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.replying import CannotReply
from webcare.demo.floor import who_answers
from webcare.demo.matter import Matter
from webcare.demo.townsfolk import Townsfolk
from webcare.demo.wording import sign
from webcare.lib.now import now, real_now
from webcare.team.person import Person

BREATH = 1.5
AT_ONCE = 4  # how many colleagues write at the same time
PATIENCE = (90.0, 420.0)  # seconds that colleagues leave a message for the visitor, at least and at most
TYPING = (5.0, 14.0)
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
        waiting = Conversation.objects.waiting().filter(waiting_since__lte=old, holder=None, assignee=None)
        for conversation in (
            waiting.exclude(pk__in=busy).select_related("handle", "account").order_by("waiting_since")[:3]
        ):
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
        done_at = real_now() + timedelta(seconds=self.rng.uniform(*TYPING))
        text, reason = self._words(matter, newest, language)
        return Task(conversation, person, done_at, sign(text, agent), reason)

    def _words(self, matter: Matter | None, newest: Message, language: str) -> tuple[str, str]:
        if matter and matter.story.answer is None:
            return "", "spam" if matter.story.kind == "spam" else "chatter"
        if matter and matter.story.answer and newest.external_id == matter.last and not matter.answered:
            return matter.story.answer, ""
        general = MacroText.objects.filter(language=language).exclude(text__contains="{flight}").order_by("?").first()
        words = general.text if general else "Thank you for writing. We are looking into it. ^{initials}"
        return words.replace("{first_name}", newest.handle.shown.split()[0] if newest.handle else ""), ""

    def _finish(self) -> None:
        for task in [each for each in self.tasks if each.done_at <= real_now()]:
            self.tasks.remove(task)
            if task.text:
                task.conversation.reply(task.by, text=task.text, key=str(uuid.uuid4()))
            else:
                task.conversation.dismiss(task.by, task.reason)
