"""Send a one-time code to one handle, and link the handle from which it comes back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.registry import adapter, networks
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.customers.code import LinkCode, codes_in
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.team.brand import Brand
from webcare.team.person import Person

BLANK, PLACES = "{code}", "{networks}"


class CannotProve(NotPossible):
    """No code can be sent; the sentence says why."""


def place_for_code(conversations: ConversationQuerySet, handle: Handle) -> Conversation:
    """Where a private word reaches this handle: the newest private conversation, else one that can be handed over."""
    theirs = conversations.filter(handle=handle).select_related("account", "brand", "handle__customer")
    place = theirs.order_by("-private", "-last_message_at").first()
    if place is None or not (place.private or adapter(place.network).capabilities.hand_over):
        raise CannotProve(_("A code has to be sent privately, and this network has no private messages."))
    if not where_it_proves(place.brand):
        raise CannotProve(_("A code would prove nothing: on no network of the brand one signs in to write."))
    return place


def where_it_proves(brand: Brand) -> str:
    """The networks from which a code has to come back, as people name them: nobody can pretend to be somebody there."""
    ours = set(Account.objects.connected().filter(brand=brand).values_list("network", flat=True))
    known = [adapter(network).capabilities for network in networks() if network in ours]
    return ", ".join(one.name for one in known if one.proves_sender)


def code_text(place: Conversation) -> str:
    """What we would write, in the customer's language where we have it."""
    with override(place.language or get_language()):
        text = _(
            "To be sure that your other account is yours too: send us this code from your account on {networks}, within a "
            "day: {code}. It works once. Never give it to anybody else."
        )
    return text.replace(PLACES, where_it_proves(place.brand))


def send_code(place: Conversation, by: Person, text: str, key: str) -> LinkCode | None:
    """Send it; None where the same `key` sent one already. The clock runs on: a code answers no question."""
    if BLANK not in text:
        raise CannotProve(_("Leave {code} in the text: the code stands there.").replace("[", "{").replace("]", "}"))
    with transaction.atomic():
        if Message.objects.filter(key=key).exists():
            return None
        code = LinkCode.objects.create(handle=place.handle, by=by)
        place.reply(by, text=text.replace(BLANK, code.shown), key=key, private=True, automatic=True)
        record("handle.code_sent", place.handle, by=by, under=place)
    return code


def take_codes(conversation_ids: Collection[int]) -> None:
    """Look whether a code came back in the messages that have just arrived."""
    at = now()
    waiting = {code.code: code for code in LinkCode.objects.usable(at).select_related("handle__customer", "by")}
    if not waiting:
        return
    for message in arrived(conversation_ids, min(code.sent_at for code in waiting.values())):
        for code in codes_in(f"{message.subject} {message.text}") & waiting.keys():
            _prove(waiting[code], message, at)


def arrived(conversation_ids: Collection[int], since: datetime) -> list[Message]:
    """What customers have written in these conversations since then."""
    rows = Message.objects.shown().filter(
        conversation__in=conversation_ids, ours=False, received_at__gte=since, handle__isnull=False
    )
    return list(rows.select_related("handle__customer", "account", "conversation").order_by("received_at", "pk"))


def _prove(code: LinkCode, message: Message, at: datetime) -> None:
    handle = message.handle
    if handle is None or handle.pk == code.handle_id:
        return  # it came back from where it was sent: that proves nothing
    if not (adapter(handle.network).capabilities.proves_sender or message.proven_by):
        return  # anybody can write in this name; the code stays good, for whoever has the account
    if not LinkCode.objects.usable(at).filter(pk=code.pk).update(used_at=at, used_by=handle):
        return
    if handle.customer_id == code.handle.customer_id:
        return
    words = _("sent to %(there)s, came back from %(here)s") % {
        "there": f"{code.handle.network} {code.handle.handle}", "here": f"{handle.network} {handle.handle}",
    }  # fmt: skip
    handle.link(code.handle.customer, None, Proof.CODE, words)
