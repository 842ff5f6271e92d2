"""One of each thing that an address can name, so that every route can be asked."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

from tests.world import World
from webcare.channels.delivery import Delivery
from webcare.conversations import bulk, filing
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
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


def samples(world: World, visitor: Person) -> dict[str, Sample]:
    """Everything, as far as it is somebody's own, `visitor`'s."""
    conversation = world.conversation()
    asked = world.message(conversation)
    return {
        "": Sample({}, is_shared=False),
        "bulk act": Sample({"act": "snooze"}, is_shared=False),
        "key": Sample({"key": "abc"}, is_shared=False),
        "reset key": Sample({"uidb36": "1", "key": "abc"}, is_shared=False),
        "number": Sample({"pk": 1}, is_shared=False),
        "provider": Sample({"provider_id": "oidc"}, is_shared=False),
        "hook": Sample({"network": "x", "key": "nobody"}, is_shared=False),
        "token": Sample({"token": "guessed"}, is_shared=False),
        "brand": Sample({"pk": world.holidays.pk}),
        "team": Sample({"pk": world.team(cast.SOCIAL).pk}),
        "person": Sample({"pk": world.daniel.pk}),
        "invitation": Sample({"pk": _invitation(visitor).pk}),
        "view": Sample({"pk": SavedView.objects.create(name="mine", owner=visitor).pk}, is_shared=False),
        "conversation": Sample({"pk": conversation.pk}),
        "conversation and label": Sample(
            {"pk": conversation.pk, "label_pk": Label.objects.create(name="press").pk},
        ),
        "message": Sample({"pk": asked.pk}),
        "mail": Sample({"pk": _mail(world).pk}),
        "answer": Sample({"pk": _answer(world, conversation, visitor).pk}),
        "note": Sample({"pk": Note.objects.create(conversation=conversation, author=visitor, text="Look").pk}),
        "attachment": Sample({"pk": _picture(asked).pk}),
        "restriction": Sample({"pk": _restriction(world, visitor).pk}),
        **_done(conversation, visitor),
    }


def _done(conversation: Conversation, visitor: Person) -> dict[str, Sample]:
    """Something that the visitor did a moment ago, alone and in bulk."""
    outcome = bulk.close([conversation.pk], visitor)
    bulk.reopen([conversation.pk], visitor)
    conversation.refresh_from_db()
    event = conversation.close(visitor)
    conversation.reopen(visitor)
    return {
        "event": Sample({"pk": event.pk}, is_shared=False),
        "batch": Sample({"batch": outcome.batch}, is_shared=False),
    }


def _mail(world: World) -> Any:
    exchange = world.conversation(cast.BRAM, account=world.mail)
    return world.message(exchange, "Hello?", html="<p>Hello?</p>")


def _answer(world: World, conversation: Conversation, visitor: Person) -> Any:
    delivery = Delivery.objects.create(
        account=world.x, key=uuid4().hex, outgoing={}, release_at=now(), unconfirmed_at=now()
    )
    return world.message(conversation, "We look.", by=visitor, delivery=delivery)


def _picture(message: Any) -> Attachment:
    return Attachment.objects.create(message=message, fetched_at=now(), **asdict(filing.store(DOT, "seat.png")))


def _restriction(world: World, visitor: Person) -> Restriction:
    return Restriction.objects.create(
        handle=world.handle(cast.BRAM), account=world.x, act="mute", reason="shouts", by=visitor
    )


def _invitation(visitor: Person) -> Invitation:
    return Invitation.objects.create(email="mila@lowlandair.example", invited_by=visitor)
