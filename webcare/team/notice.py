"""What somebody is told, and by which means: on the page, in the browser, by sound, by e-mail, outside quiet hours."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from webcare.lib.claiming import Leased, LeasedQuerySet
from webcare.lib.now import now
from webcare.team.person import Person


class NoticeKind(models.TextChoices):
    """What a notice may be about; each can be set per person."""

    MENTION = "mention", _("a colleague mentions me")
    ASSIGNED = "assigned", _("something is assigned to me")
    TAKEN_OVER = "taken_over", _("somebody takes over what I held")
    ANSWERED = "answered", _("a customer answers in a conversation of mine")
    FAILED = "failed", _("an answer of mine could not be delivered")
    SOON = "soon", _("a promise of mine is about to be broken")
    WAITING = "waiting", _("new work waits that I can take")
    BUDGET = "budget", _("what a network may cost in a month is nearly spent")
    DARK = "dark", _("a network seems to be away, or back")
    ACCESS = "access", _("the access to an account is about to end")


class NoticePreference(models.Model):
    """How one person wants one kind."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_preferences")
    notice_kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    browser = models.BooleanField(default=True)
    sound = models.BooleanField(default=False)
    email = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notice_kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.notice_kind}"


class QuietHours(models.Model):
    """When only the page itself may speak; local time of the person, may run past midnight."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="quiet_hours")
    starts = models.TimeField()
    ends = models.TimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.starts:%H:%M}–{self.ends:%H:%M}"


class NoticeQuerySet(LeasedQuerySet):
    def pending(self) -> Self:
        """E-mails that still have to leave."""
        return self.filter(email_wanted=True, emailed_at=None, seen_at=None)

    def put_off(self, at: datetime) -> Self:
        """In somebody's quiet hours a mail waits with good reason; whoever has none now waits for nothing."""
        from webcare.team.telling import in_quiet_hours  # noqa: PLC0415 - telling.py needs this file

        late = super().put_off(at)
        return late.exclude(person__in=in_quiet_hours(late.values("person")))

    def unseen(self) -> Self:
        """What the person has not looked at."""
        return self.filter(seen_at=None)


class Notice(Leased):
    """One thing told to one person, once: `key` keeps the same thing from being told twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    notice_kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    key = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)  # as a browser notification, by whichever tab came first
    email_wanted = models.BooleanField(default=False)
    emailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_person"),
            models.Index(
                fields=["next_attempt_at"],
                name="notice_to_mail",
                condition=models.Q(email_wanted=True, emailed_at=None, seen_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text
