"""A mail that answers what we forwarded from our own chat is said there: same visitor, same conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webcare.channels.account import Account
from webcare.channels.inbound import Received
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.forwarding import Forwarding, widgets
from webcare.conversations.purging import redact

Told = tuple[Received, Account, Receipt]
Says = Callable[[Account, str, Received], bool]
_mouths: list[Says] = []


def when_answered_by_mail(say: Says) -> None:
    """Let `say` put it into the thread; False where it is none of that visitor's. From reactions.py only."""
    _mouths.append(say)


def relay(network: str, told: Sequence[Told]) -> list[Told]:
    """What is left to be taken in as it is. Only who got our mail knows its id or its reply address."""
    places = _places(told) if adapter(network).capabilities.subject else {}
    if not places:
        return list(told)
    said = [one for one in told if _is_said(*one[:2], places)]
    for received, _, receipt in said:  # its words stand in the chat's own event from now on
        redact(Receipt.objects.filter(pk=receipt.pk), [received.external_id])
    return [one for one in told if one not in said]


def _places(told: Sequence[Told]) -> dict[int | str, Conversation]:
    """By the number that a reply address proves, and by the id of a mail of ours."""
    numbers = {received.conversation_id for received, _, _ in told if received.conversation_id}
    ids = {parent for received, _, _ in told for parent in received.parents if not received.ours}
    found: dict[int | str, Conversation] = {}
    if numbers:
        rows = Conversation.objects.filter(pk__in=numbers, network__in=widgets()).select_related("account")
        found.update({row.pk: row for row in rows})
    if ids:
        sent = Forwarding.objects.filter(delivery__external_id__in=ids)
        for one in sent.select_related("delivery", "message__conversation__account"):
            found[one.delivery.external_id] = one.message.conversation
    return found


def _is_said(received: Received, account: Account, places: dict[int | str, Conversation]) -> bool:
    if received.ours or received.automatic:
        return False
    keys: list[int | str] = [received.conversation_id or 0, *received.parents]
    known = [places.get(one) for one in keys]
    place = next((one for one in known if one and one.account.brand_id == account.brand_id), None)
    return place is not None and any(say(place.account, place.thread_key, received) for say in _mouths)
