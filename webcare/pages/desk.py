"""What this person may see: the only door to the rooms for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from webcare.answers.macro import Macro
from webcare.cases.case import Case, Category
from webcare.channels.account import Account
from webcare.conversations.attaching import CannotAttach
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.conversations.note import Note
from webcare.conversations.restriction import Restriction
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.lib.read_once import read_once
from webcare.pages.shell import shell
from webcare.routing.view import SavedView
from webcare.team.brand import Brand
from webcare.team.notice import Notice, QuietHours
from webcare.team.organisation import answered_languages
from webcare.team.person import Person, PersonQuerySet
from webcare.team.team import Team

__all__ = ["Desk", "DeskMiddleware", "shell"]
Row = TypeVar("Row", bound=Model)


class Desk:
    """One person's view of the house, for one request. What is not in here does not exist for them (404)."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def at(self) -> datetime:
        """The business time of this request, the same in every part of the page."""
        return now()

    def brands(self) -> QuerySet[Brand]:
        return self.person.brands()

    def accounts(self) -> QuerySet[Account]:
        return Account.objects.filter(brand__among=self.person.brand_keys())

    def conversations(self) -> ConversationQuerySet:
        return Conversation.objects.visible_to(self.person)

    def conversation(self, pk: int) -> Conversation:
        around = ("account__application", "brand", "handle__customer", "assignee", "team", "holder")
        return _one(self.conversations().select_related(*around), pk)

    def messages(self) -> QuerySet[Message]:
        return Message.objects.filter(conversation__brand__among=self.person.brand_keys())

    def message(self, pk: int) -> Message:
        return _one(self.messages().select_related("conversation", "delivery", "handle", "account"), pk)

    def notes(self) -> QuerySet[Note]:
        return Note.objects.filter(conversation__brand__among=self.person.brand_keys())

    def note(self, pk: int) -> Note:
        return _one(self.notes().select_related("conversation"), pk)

    def attachment(self, key: UUID) -> Attachment:
        """One that came or went with a message, or that this person has just put beside a draft."""
        seen = Q(message__conversation__brand__among=self.person.brand_keys()) | Q(message=None, uploader=self.person)
        attachment: Attachment = get_object_or_404(Attachment.objects.filter(seen), key=key)
        return attachment

    def uploads(self, keys: Sequence[str]) -> list[int]:
        """The numbers of files that this person put beside a draft. Raises CannotAttach where one of them is none."""
        try:
            wanted = {UUID(key) for key in keys}
        except ValueError:
            wanted = set()
        mine = list(Attachment.objects.filter(key__in=wanted, uploader=self.person).values_list("pk", flat=True))
        if len(mine) < len(set(keys)):
            raise CannotAttach(_("A file is missing; attach it again."))
        return mine

    def cases(self) -> QuerySet[Case]:
        return Case.objects.visible_to(self.person)

    def case(self, pk: int) -> Case:
        return _one(self.cases().select_related("brand", "customer", "category", "owner"), pk)

    def categories(self) -> QuerySet[Category]:
        return Category.objects.all()

    def handles(self) -> QuerySet[Handle]:
        return Handle.objects.filter(conversations__brand__among=self.person.brand_keys()).distinct()

    def handle(self, pk: int) -> Handle:
        return _one(self.handles().select_related("customer"), pk)

    def customers(self) -> QuerySet[Customer]:
        """Those who wrote to a brand of mine, under whatever handle."""
        return Customer.objects.filter(handles__conversations__brand__among=self.person.brand_keys()).distinct()

    def customer(self, pk: int) -> Customer:
        return _one(self.customers(), pk)

    def heir(self, pk: int) -> Customer | None:
        """Who took over a customer that has no handle of their own any more; None where nobody did."""
        passed: set[int] = set()
        heir = Customer.objects.filter(pk=pk, handles=None).first()
        while heir and heir.merged_into_id and heir.pk not in passed:
            passed.add(heir.pk)
            heir = heir.merged_into
        return self.customer(heir.pk) if heir and heir.pk != pk else None

    def languages(self) -> list[str]:
        """Those that we answer in, by code."""
        return sorted(answered_languages())

    def labels(self) -> QuerySet[Label]:
        return Label.objects.all()

    def label(self, pk: int) -> Label:
        return _one(self.labels(), pk)

    def macros(self) -> QuerySet[Macro]:
        mine = Q(brand=None) | Q(brand__among=self.person.brand_keys())
        return Macro.objects.for_person(self.person).filter(mine).prefetch_related("texts")

    def people(self) -> PersonQuerySet:
        """The colleagues who still work here."""
        return Person.objects.get_queryset().working()

    def names(self, ids: Iterable[int | None]) -> dict[int, str]:
        """What people are called, those who left too."""
        return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))

    def colleague(self, pk: int) -> Person:
        return _one(self.people(), pk)

    def teams(self) -> QuerySet[Team]:
        return Team.objects.all()

    def team(self, pk: int) -> Team:
        return _one(self.teams(), pk)

    def views(self) -> QuerySet[SavedView]:
        return SavedView.objects.for_person(self.person)

    def own_view(self, pk: int) -> SavedView:
        return _one(SavedView.objects.filter(owner=self.person), pk)

    def keep_view(self, name: str, filters: Mapping[str, str], *, shared: bool) -> SavedView:
        """Keep filters under a name; the same name again replaces them."""
        kept = {"filters": dict(filters), "shared": shared}
        return SavedView.objects.update_or_create(owner=self.person, name=name, defaults=kept)[0]

    def restrictions(self) -> QuerySet[Restriction]:
        return Restriction.objects.filter(account__brand__among=self.person.brand_keys())

    def restriction(self, pk: int) -> Restriction:
        rows = self.restrictions()
        return _one(rows.select_related("handle", "account"), pk)

    def notices(self) -> QuerySet[Notice]:
        return Notice.objects.filter(person=self.person)

    def notice(self, pk: int) -> Notice:
        return _one(self.notices(), pk)

    def quiet_hours(self) -> QuietHours | None:
        return QuietHours.objects.filter(person=self.person).first()

    def history(self, kind: str, pk: int) -> QuerySet[Event]:
        """What happened to a thing that this person was given, newest first."""
        here = Q(subject_kind=kind, subject_id=pk) | Q(under_kind=kind, under_id=pk)
        return Event.objects.filter(here).order_by("-at", "-pk")

    def events(self, kind: str, ids: Sequence[int]) -> QuerySet[Event]:
        """What happened to things of one kind that this person was given, newest first."""
        return Event.objects.filter(subject_kind=kind, subject_id__in=ids).order_by("-at", "-pk")

    def story(self, case: Case, conversation_ids: Sequence[int]) -> QuerySet[Event]:
        """What happened to a case that this person was given, and to its conversations, newest first."""
        talks = Q(subject_kind="conversation", subject_id__in=conversation_ids)
        under = Q(under_kind="conversation", under_id__in=conversation_ids)
        here = Q(subject_kind="case", subject_id=case.pk) | Q(under_kind="case", under_id=case.pk)
        return Event.objects.filter(here | talks | under).order_by("-at", "-pk")

    def category(self, pk: int) -> Category:
        return _one(self.categories(), pk)

    def batch(self, batch: UUID) -> UUID:
        """A bulk act of this person."""
        if not Event.objects.filter(batch=batch, actor_kind="person", actor_id=self.person.pk).exists():
            raise Http404
        return batch

    def own_event(self, pk: int) -> Event:
        """Something that this person did."""
        return _one(Event.objects.filter(actor_kind="person", actor_id=self.person.pk), pk)


class DeskMiddleware:
    """Puts `request.desk` on every request of somebody signed in, speaks their language, and forbids caches to keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return self.get_response(request)
        person = request.user
        request.desk = Desk(person)  # type: ignore[attr-defined]  # pages.base.DeskRequest declares it
        translation.activate(person.interface_language)
        request.LANGUAGE_CODE = translation.get_language() or ""
        with timezone.override(ZoneInfo(person.time_zone)), read_once():
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _one(rows: QuerySet[Row], pk: int) -> Row:
    return get_object_or_404(rows, pk=pk)
