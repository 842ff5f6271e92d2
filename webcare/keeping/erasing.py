"""Forget one customer: names, words, files, raw events, whatever colleagues wrote about them. Only counts stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from webcare.cases.case import Case, CaseNote
from webcare.channels.moderation import Moderation
from webcare.channels.receipt import Receipt, ReceiptPost
from webcare.channels.webchat.forgetting import forget_visitor
from webcare.conversations.conversation import Conversation
from webcare.conversations.forwarding import deliveries_of
from webcare.conversations.message import KnownId, Message
from webcare.conversations.passage import Passage
from webcare.conversations.reacting import trace
from webcare.conversations.reaction import Reaction
from webcare.conversations.restriction import Restriction
from webcare.customers.code import LinkCode
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.keeping.emptying import empty
from webcare.keeping.erasure import Erasure, digest_of, note
from webcare.ledger.change import changed
from webcare.ledger.erasing import blank
from webcare.ledger.recording import Actor, record
from webcare.lib.now import now, real_now


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went."""

    handles: int
    conversations: int
    messages: int


def erase(customer: Customer, by: Actor, why: str) -> Erased:
    """Forget a customer with every handle that was linked to them, and everybody who led on to them."""
    with transaction.atomic():
        handles = list(Handle.objects.select_for_update().filter(customer=customer))
        note([digest_of(handle) for handle in handles], real_now())
        erased = _erase(handles)
        Customer.objects.filter(Q(pk=customer.pk) | Q(merged_into=customer)).update(name="")
        record("customer.erased", customer, by=by, why=why, data={"messages": erased.messages})
    return erased


def erase_again(known: Iterable[Erasure]) -> int:
    """After a restore: whoever was erased since goes again, unless they wrote for the first time after it."""
    latest: dict[str, Erasure] = {}
    for one in known:
        if one.digest not in latest or latest[one.digest].erased_at < one.erased_at:
            latest[one.digest] = one
    if not latest:
        return 0
    Erasure.objects.bulk_create([Erasure(digest=o.digest, erased_at=o.erased_at) for o in known], ignore_conflicts=True)
    met = (handle for handle in Handle.objects.iterator(chunk_size=5000) if digest_of(handle) in latest)
    back = [handle for handle in met if handle.first_seen_at <= latest[digest_of(handle)].erased_at]
    with transaction.atomic():
        _erase(back)
        Customer.objects.filter(pk__in=[handle.customer_id for handle in back]).update(name="")
        for customer in Customer.objects.filter(pk__in={handle.customer_id for handle in back}):
            record("customer.erased", customer, why="restore")
    return len(back)


def anonymise(handles: Collection[int]) -> None:
    """Names and ids go; a number stays, so that rows which point there still do."""
    for handle in Handle.objects.filter(pk__in=handles):
        Moderation.objects.filter(handle_external_id=handle.external_id).update(handle_external_id="", target="")
        theirs = Reaction.objects.filter(account__network=handle.network, author_external_id=handle.external_id)
        theirs.update(author_external_id=f"erased:{handle.pk}", author_name="")
        forget_visitor(handle.network, handle.external_id)
        Handle.objects.filter(pk=handle.pk).update(
            external_id=f"erased:{handle.pk}", handle="", name="", followers=None, verified=False, proof=""
        )
    Passage.objects.filter(Q(conversation__handle__in=handles) | Q(to__handle__in=handles)).delete()
    LinkCode.objects.filter(Q(handle__in=handles) | Q(used_by__in=handles)).delete()
    Restriction.objects.filter(handle__in=handles).update(reason="")
    named = Handle.objects.filter(customer=OuterRef("pk")).exclude(external_id__startswith="erased:")
    Customer.objects.filter(~Exists(named), handles__in=handles).update(name="")


def _erase(handles: list[Handle]) -> Erased:
    ids = [handle.pk for handle in handles]
    places = list(Conversation.objects.filter(handle__in=ids).values_list("pk", flat=True))
    stray = Message.objects.filter(handle__in=ids).exclude(conversation__in=places)
    places += list(stray.values_list("conversation_id", flat=True).distinct())
    cases = Case.objects.filter(Q(customer__handles__in=ids) | Q(conversations__in=places))
    case_ids = list(cases.values_list("pk", flat=True).distinct())
    _drop_events(handles, places)
    _drop_beside(places)
    messages = empty(places)
    _drop_ids(places)
    CaseNote.objects.filter(case__in=case_ids).delete()
    Case.objects.filter(pk__in=case_ids).update(title="–", resolution="")
    answers = list(Message.objects.filter(conversation__in=places).values_list("pk", flat=True))
    blank({"conversation": places, "handle": ids, "case": case_ids, "message": answers})
    anonymise(ids)
    customers = {handle.customer_id for handle in handles}
    changed([f"conversation:{pk}" for pk in places] + [f"customer:{pk}" for pk in customers] + ["queue"])
    return Erased(len(ids), len(places), messages)


def _drop_events(handles: list[Handle], places: list[int]) -> None:
    """Raw events that hold posts or reactions of these people and of nobody else; from the others their words are taken."""
    messages = Message.objects.filter(conversation__in=places).exclude(external_id=None)
    ids = set(messages.values_list("external_id", flat=True))
    ids |= set(KnownId.objects.filter(message__in=messages).values_list("external_id", flat=True))
    ids |= {trace(handle.external_id) for handle in handles}
    held = Receipt.objects.filter(posts__external_id__in=ids)
    others = ReceiptPost.objects.filter(receipt=OuterRef("pk")).exclude(external_id__in=ids)
    theirs = Message.objects.filter(external_id=OuterRef("external_id"))
    Receipt.objects.filter(pk__in=held.filter(~Exists(others.filter(Exists(theirs)))).values("pk")).delete()
    for handle in handles:
        Reaction.objects.filter(account__network=handle.network, author_external_id=handle.external_id).delete()
        unread = Receipt.objects.set_aside() | Receipt.objects.incomplete(handle.network)
        rows = unread.filter(network=handle.network).values_list("pk", "payload")
        wanted = handle.external_id.encode()
        Receipt.objects.filter(pk__in=[pk for pk, payload in rows.iterator() if wanted in bytes(payload)]).delete()


def _drop_beside(places: list[int]) -> None:
    """Copies of these posts beside messages of others, by looking at all of them: it is rare, and must find each."""
    theirs = Message.objects.filter(conversation__in=places).exclude(external_id=None)
    ids = set(theirs.values_list("external_id", flat=True))
    shown = RawSQL(
        "EXISTS (SELECT FROM jsonb_array_elements(context) AS p WHERE p->>'external_id' = ANY(%s))",
        [list(ids)],
        BooleanField(),
    )
    for message in Message.objects.exclude(context=[]).exclude(conversation__in=places).filter(shown):
        context = [post for post in message.context if post["external_id"] not in ids]
        Message.objects.filter(pk=message.pk).update(context=context)


def _drop_ids(places: list[int]) -> None:
    """What leads to the posts on the network, and whatever is still on its way."""
    messages = Message.objects.filter(conversation__in=places)
    for delivery in deliveries_of(messages):
        nowhere = {"recipient": "", "thread_key": "", "in_reply_to": "", "goes_on_from": "", "references": []}
        delivery.outgoing |= nowhere
        delivery.external_id, delivery.error = "", ""
        if delivery.sent_at is None:  # nobody may try again
            delivery.cancelled_at = delivery.cancelled_at or now()
        delivery.save(update_fields=["outgoing", "external_id", "error", "cancelled_at"])
    KnownId.objects.filter(message__in=messages).delete()
    messages.update(external_id=None, permalink="", parent_external_id="", quoted_external_id="")
    for place in places:
        Conversation.objects.filter(pk=place).update(thread_key=f"erased:{place}")
