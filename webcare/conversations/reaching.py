"""Where else a customer of a dark network can be reached in private: by a handle that was proven to be theirs, and allowed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from webcare.channels.outage import Outage, dark_networks
from webcare.channels.refuge import Plan, open_refuge, plan_of, sentence
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.crossing import Crossing
from webcare.conversations.replying import CannotReply, check
from webcare.conversations.windows import Windows
from webcare.lib.now import now
from webcare.lib.read_once import read_once
from webcare.team.person import Person


@dataclass(frozen=True, slots=True)
class Prospect:
    """A conversation that waits; `place` is where its customer can be told `text`. Without one, `why` says why not."""

    conversation: Conversation
    place: Conversation | None
    text: str
    why: str


def waiting_on(network: str, by: Person) -> ConversationQuerySet:
    """Who waits on this network, of what this person sees."""
    rows = Conversation.objects.visible_to(by).waiting().filter(network=network)
    return rows.select_related("handle__customer").order_by("waiting_since", "pk")


def prospects(network: str, by: Person, outage: Outage | None = None) -> list[Prospect]:
    """Everybody who waits there and is not taken along yet, with where they can be reached."""
    waiting = waiting_on(network, by)
    if outage is not None:
        waiting = waiting.exclude(pk__in=Crossing.objects.filter(outage=outage).values("conversation"))
    rows, plan = list(waiting), plan_of(network)
    places = _places(rows, network)
    windows = Windows(place for found in places.values() for place in found)
    refuge = open_refuge(plan)
    with read_once():
        return [
            _prospect(row, plan, _best_first(places[row.handle.customer_id], refuge.pk if refuge else 0), windows)
            for row in rows
        ]


def ways_on(conversation: Conversation) -> list[Conversation]:
    """Where the same customer can be reached in private, for whoever goes on with this one by hand."""
    found = _places([conversation], conversation.network)[conversation.handle.customer_id]
    return [place for place in found if place.brand_id == conversation.brand_id]


def _places(rows: Iterable[Conversation], network: str) -> dict[int, list[Conversation]]:
    """By customer: the newest place of each proven handle on another network that is there, and lets us write in private."""
    away = {network, *dark_networks()}
    muted = Q(handle__muted_until__gt=now()) | Q(handle__blocked_at__isnull=False)
    known = (
        Conversation.objects.filter(handle__customer__among=[row.handle.customer_id for row in rows])
        .filter(account__connected_at__isnull=False, account__disconnected_at=None, account__reauth_at=None)
        .exclude(network__in=away)
        .exclude(muted)
        .select_related("account__application", "brand", "handle__customer")
    )
    found: dict[int, list[Conversation]] = defaultdict(list)
    met: set[tuple[int, int]] = set()
    for place in known.order_by("-private", "-last_message_at", "-pk"):
        if (place.account_id, place.handle_id) not in met and _is_read(place):
            met.add((place.account_id, place.handle_id))
            found[place.handle.customer_id].append(place)
    return found


def _is_read(place: Conversation) -> bool:
    """Whether what we write privately comes there by itself: a note about a call is read by nobody but us."""
    can = adapter(place.network).capabilities
    return not can.noted and (place.private or (can.hand_over and can.private is not None))


def _best_first(places: Sequence[Conversation], refuge: int) -> list[Conversation]:
    """The refuge of the plan before others, then whoever wrote last."""
    newest = sorted(places, key=lambda place: place.last_message_at, reverse=True)
    return sorted(newest, key=lambda place: place.account_id != refuge)


def _prospect(conversation: Conversation, plan: Plan, places: Sequence[Conversation], windows: Windows) -> Prospect:
    why = _("No other account of theirs is proven, or none that we can write to in private.")
    for place in places:
        if place.brand_id != conversation.brand_id:
            continue
        text = sentence(plan, conversation.language, place.account)
        try:
            check_place(place, text, windows)
        except CannotReply as error:
            why = str(error)
        else:
            return Prospect(conversation, place, text, "")
    return Prospect(conversation, None, "", why)


def check_place(place: Conversation, text: str, windows: Windows | None = None) -> None:
    """Raise CannotReply unless the network takes this text in private there now: windows, rations, length."""
    said_in = place
    if not place.private:
        said_in = Conversation(account=place.account, network=place.network, handle=place.handle, private=True)
    check(place, said_in, text, (), windows=windows)
