"""One of each thing that an address can name, so that every route can be asked."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from tests.world import World
from webcare.answers.macro import Macro
from webcare.cases.case import Category
from webcare.cases.opening import open_case
from webcare.channels.application import Application
from webcare.channels.connecting import Wish, connect
from webcare.channels.delivery import Delivery
from webcare.channels.outage import declare
from webcare.channels.receipt import Receipt
from webcare.clocks.clock import Hours, StoredPromise
from webcare.clocks.introduction import Introduction
from webcare.conversations import bulk, filing
from webcare.conversations.attachment import Attachment
from webcare.conversations.label import Label
from webcare.conversations.note import Note
from webcare.conversations.restriction import Restriction
from webcare.customers.handle import Handle
from webcare.demo import cast
from webcare.lib.now import now
from webcare.routing.view import SavedView
from webcare.team.invitation import Invitation
from webcare.team.notice import Notice, NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import tell

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)  # a PNG of one pixel


@dataclass(frozen=True, slots=True)
class Sample:
    """What to put into the address, and what a form there names. `is_shared`: it belongs to a brand, so that a newcomer
    without a team must not find it."""

    words: dict[str, Any]
    is_shared: bool = True
    form: dict[str, Any] = field(default_factory=dict)


UNTOLD: dict[str, dict[str, Any]] = {
    "": {},
    "bulk act": {"act": "snooze"},
    "key": {"key": "abc"},
    "reset key": {"uidb36": "1", "key": "abc"},
    "number": {"pk": 1},
    "provider": {"provider_id": "oidc"},
    "hook": {"network": "x", "key": "nobody"},
    "token": {"token": "guessed"},
    "network of mail": {"network": "email"},
    "network of posts": {"network": "x"},
}


def sample(world: World, visitor: Person, about: str) -> Sample:
    """One of what the table calls `about`; as far as such a thing is somebody's own, it is `visitor`'s."""
    if about in UNTOLD:
        return Sample(UNTOLD[about], is_shared=False)
    return MAKERS[about](world, visitor)


def _view(_world: World, visitor: Person) -> Sample:
    return Sample({"pk": SavedView.objects.create(name="mine", owner=visitor).pk}, is_shared=False)


def _conversation(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.conversation().pk})


def _conversation_and_label(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.conversation().pk, "label_pk": Label.objects.create(name="press").pk})


def _message(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.message(world.conversation()).pk})


def _mail(world: World, _visitor: Person) -> Sample:
    exchange = world.conversation(cast.BRAM, account=world.mail)
    return Sample({"pk": world.message(exchange, "Hello?", html="<p>Hello?</p>").pk})


def _answer(world: World, visitor: Person) -> Sample:
    delivery = Delivery.objects.create(
        account=world.x, key=uuid4().hex, outgoing={}, release_at=now(), unconfirmed_at=now()
    )
    return Sample({"pk": world.message(world.conversation(), "We look.", by=visitor, delivery=delivery).pk})


def _note(world: World, visitor: Person) -> Sample:
    return Sample({"pk": Note.objects.create(conversation=world.conversation(), author=visitor, text="Look").pk})


def _attachment(world: World, _visitor: Person) -> Sample:
    message = world.message(world.conversation())
    filed = asdict(filing.store(DOT, "seat.png"))
    return Sample({"key": Attachment.objects.create(message=message, fetched_at=now(), **filed).key})


def _restriction(world: World, visitor: Person) -> Sample:
    muted = Restriction.objects.create(
        handle=world.handle(cast.BRAM), account=world.x, act="mute", reason="shouts", by=visitor
    )
    world.conversation()  # so that the brand knows the handle
    return Sample({"pk": muted.pk})


def _event(world: World, visitor: Person) -> Sample:
    return Sample({"pk": world.conversation().close(visitor).pk}, is_shared=False)


def _batch(world: World, visitor: Person) -> Sample:
    return Sample({"batch": bulk.close([world.conversation().pk], visitor).batch}, is_shared=False)


def _brand(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.holidays.pk})


def _team(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.team(cast.SOCIAL).pk})


def _person(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.daniel.pk})


def _invitation(_world: World, visitor: Person) -> Sample:
    return Sample({"pk": Invitation.objects.create(email="mila@lowlandair.example", invited_by=visitor).pk})


def _case(world: World, visitor: Person) -> Sample:
    case = open_case(world.conversation(), _somebody_who_may(world, visitor))
    category = Category.objects.create(name="Baggage")
    form = {"conversation": world.conversation().pk, "person": world.daniel.pk, "category": category.pk}
    return Sample({"pk": case.pk}, form=form)


def _case_and_conversation(world: World, visitor: Person) -> Sample:
    conversation = world.conversation()
    case = open_case(conversation, _somebody_who_may(world, visitor))
    return Sample({"pk": case.pk, "conversation_pk": conversation.pk})


def _customer(world: World, _visitor: Person) -> Sample:
    other = world.conversation(cast.BRAM, account=world.mail).handle
    return Sample({"pk": world.conversation().handle.customer_id}, form={"handle": other.pk, "reason": "same code"})


def _handle(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.conversation().handle_id})


def _notice(_world: World, visitor: Person) -> Sample:
    tell(visitor, NoticeKind.ASSIGNED, uuid4().hex, "For you", "/")
    return Sample({"pk": Notice.objects.filter(person=visitor).latest("pk").pk}, is_shared=False)


def _promise(_world: World, _visitor: Person) -> Sample:
    hours = Hours.objects.create(name="Always")
    return Sample({"pk": StoredPromise.objects.create(name="Soon", promise_kind="first", minutes=60, hours=hours).pk})


def _hours(_world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Hours.objects.create(name="Always").pk})


def _introduction(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Introduction.objects.create(account=world.x, words="Hello. {wait}", language="en").pk})


def _label(_world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Label.objects.create(name="press").pk})


def _category(_world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Category.objects.create(name="Baggage").pk})


def _macro(_world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Macro.objects.create(name="Thanks").pk})


def _own_macro(_world: World, visitor: Person) -> Sample:
    return Sample({"pk": Macro.objects.create(name="Thanks", owner=visitor).pk})


def _account(world: World, _visitor: Person) -> Sample:
    return Sample({"pk": world.mail.pk})


def _application(_world: World, _visitor: Person) -> Sample:
    return Sample({"pk": Application.objects.create(network="x", name="Ours", secrets={}).pk})


def _consent(world: World, _visitor: Person) -> Sample:
    ours = Application.objects.create(network="x", name="Ours", secrets={})
    return Sample({}, is_shared=False, form={"application": ours.pk, "brand": world.air.pk})


def _widget(world: World, _visitor: Person) -> Sample:
    wish = Wish("webchat", world.air, None, {"sites": "https://www.lowlandair.example"}, {})
    return Sample({"key": connect(wish, world.joost).external_id})


def _file_of_a_chat(world: World, visitor: Person) -> Sample:
    return Sample(_widget(world, visitor).words | {"file": uuid4()})


def _receipt(world: World, _visitor: Person) -> Sample:
    aside = Receipt.objects.create(
        network="x", account=world.x, key=uuid4().hex, payload=b"{", set_aside_at=now(), error="Not JSON"
    )
    return Sample({"pk": aside.pk})


def _somebody_who_may(world: World, visitor: Person) -> Person:
    """Those who only read own no case."""
    return visitor if visitor.may(Role.AGENT) else world.anna


def _dark_network(world: World, _visitor: Person) -> Sample:
    return Sample({"network": declare("x", world.noor, now()).network}, is_shared=False)


def _crossing(world: World, _visitor: Person) -> Sample:
    waits, place = world.conversation(cast.BRAM), world.conversation(cast.BRAM, account=world.mail)
    Handle.objects.filter(pk=place.handle_id).update(customer=waits.handle.customer_id)
    declare("x", world.noor, now())
    return Sample({"pk": waits.pk}, form={"to": place.pk})


MAKERS: dict[str, Callable[[World, Person], Sample]] = {
    "view": _view,
    "conversation": _conversation,
    "conversation and label": _conversation_and_label,
    "message": _message,
    "dark network": _dark_network,
    "crossing": _crossing,
    "mail": _mail,
    "answer": _answer,
    "note": _note,
    "attachment": _attachment,
    "restriction": _restriction,
    "event": _event,
    "batch": _batch,
    "case": _case,
    "case and conversation": _case_and_conversation,
    "customer": _customer,
    "handle": _handle,
    "notice": _notice,
    "promise": _promise,
    "hours": _hours,
    "introduction": _introduction,
    "label": _label,
    "category": _category,
    "macro": _macro,
    "own macro": _own_macro,
    "account": _account,
    "application": _application,
    "consent": _consent,
    "receipt": _receipt,
    "widget": _widget,
    "file of a chat": _file_of_a_chat,
    "brand": _brand,
    "team": _team,
    "person": _person,
    "invitation": _invitation,
}
