"""Write down what a customer said by phone or at a counter, so that the same promise holds there as on networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.channels.heard import Heard
from webcare.channels.receipt import keep
from webcare.channels.registry import adapter, networks
from webcare.conversations.moving import NotPossible
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.lib.waking import WORK, wake
from webcare.team.organisation import organisation
from webcare.team.person import Person

OLDEST = timedelta(days=366)
AHEAD = timedelta(minutes=2)  # a clock on a desk may be that much ahead of ours


class Place(models.TextChoices):
    """Where it was said."""

    PHONE = "phone", gettext_lazy("By phone")
    COUNTER = "counter", gettext_lazy("At the counter")
    ELSEWHERE = "elsewhere", gettext_lazy("Elsewhere")


@dataclass(frozen=True, slots=True)
class Said:
    """What the form tells; `key` makes a double click one note. `answer`: what they were told at once, if anything."""

    key: str
    place: Place
    at: datetime
    words: str
    language: str = ""
    name: str = ""
    reach: str = ""
    booking: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A customer that we know already, and how whoever heard them knows that it is them."""

    customer: Customer
    proof: Proof | None
    words: str


def where_it_is_noted() -> list[str]:
    """The networks without wires."""
    return [network for network in networks() if adapter(network).capabilities.noted]


def note_down(account: Account, said: Said, by: Person, known: Known | None = None) -> bool:
    """Keep it; False where the same key was kept before. Raises NotPossible with what to change."""
    handle = _handle_of(account, known)
    if known and handle is None and not (known.proof and known.words.strip()):
        raise NotPossible(_("Say how you know that it is %(name)s, in a few words.") % {"name": known.customer})
    heard = _heard(said, by)
    if handle:
        heard = replace(heard, person=handle.external_id, name=handle.name, reach=heard.reach or handle.handle)
    elif known:
        heard = replace(heard, name=heard.name or known.customer.name)
    event = adapter(account.network).note_down(account, heard)
    with transaction.atomic():
        fresh = keep(account.network, event.key, event.payload, account=account, received_at=event.received_at)
        if fresh:
            if known and handle is None:
                _introduce(account.network, heard, known, by)
            record("account.noted", account, by=by, data={"key": event.key})
            wake(WORK)
    return fresh


def _heard(said: Said, by: Person) -> Heard:
    at = now()
    if not said.words.strip():
        raise NotPossible(_("Write down what they said."))
    if said.at > at + AHEAD:
        raise NotPossible(_("It cannot have been said later than now."))
    if said.at < at - OLDEST:
        raise NotPossible(_("That is more than a year ago. Look at the date again."))
    if said.language and said.language not in organisation().languages:
        raise NotPossible(_("Choose one of the languages that we answer in."))
    where = [said.place.label, _("booking %(code)s") % {"code": said.booking} if said.booking else ""]
    where.append(_("noted by %(name)s") % {"name": by.name})
    return Heard(
        key=said.key,
        said_at=min(said.at, at),
        noted_at=at,
        words=said.words.strip(),
        person=said.key,
        name=said.name.strip()[:255],
        reach=said.reach.strip()[:320],
        language=said.language,
        subject=" · ".join(str(part) for part in where if part),
        answer=said.answer.strip(),
    )


def _handle_of(account: Account, known: Known | None) -> Handle | None:
    """Under which they spoke to us here before."""
    if known is None:
        return None
    return known.customer.handles.filter(network=account.network).order_by("-pk").first()


def _introduce(network: str, heard: Heard, known: Known, by: Person) -> None:
    """A customer who speaks to us here for the first time; it can be taken back like any link."""
    handle = Handle.objects.create(
        network=network,
        external_id=heard.person,
        handle=heard.reach,
        name=heard.name,
        customer=Customer.objects.create(name=heard.name or heard.reach),
    )
    if known.proof:
        handle.link(known.customer, by, known.proof, known.words)
