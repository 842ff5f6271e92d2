"""One of each thing that an address can name, so that every route can be asked."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.conversations import bulk, filing
from webcare.conversations.attachment import Attachment
from webcare.conversations.label import Label
from webcare.conversations.note import Note
from webcare.conversations.restriction import Restriction
from webcare.demo import cast
from webcare.lib.now import now
from webcare.routing.view import SavedView
from webcare.team.invitation import Invitation
from webcare.team.person import Person

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)  # a PNG of one pixel


@dataclass(frozen=True, slots=True)
class Sample:
    """What to put into the address. `is_shared`: it belongs to a brand, so a newcomer without a team must not find it."""

    words: dict[str, Any]
    is_shared: bool = True


UNTOLD: dict[str, dict[str, Any]] = {
    "": {},
    "bulk act": {"act": "snooze"},
    "key": {"key": "abc"},
    "reset key": {"uidb36": "1", "key": "abc"},
    "number": {"pk": 1},
    "provider": {"provider_id": "oidc"},
    "hook": {"network": "x", "key": "nobody"},
    "token": {"token": "guessed"},
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
    return Sample({"pk": Attachment.objects.create(message=message, fetched_at=now(), **filed).pk})


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


MAKERS: dict[str, Callable[[World, Person], Sample]] = {
    "view": _view,
    "conversation": _conversation,
    "conversation and label": _conversation_and_label,
    "message": _message,
    "mail": _mail,
    "answer": _answer,
    "note": _note,
    "attachment": _attachment,
    "restriction": _restriction,
    "event": _event,
    "batch": _batch,
    "brand": _brand,
    "team": _team,
    "person": _person,
    "invitation": _invitation,
}
