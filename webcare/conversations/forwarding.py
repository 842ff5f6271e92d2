"""An answer that nobody has seen in our own chat goes by mail as well, once, to whoever left an address for that."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing
from webcare.channels.delivery import Delivery, DeliveryQuerySet
from webcare.channels.registry import adapter, networks
from webcare.channels.wanting import WantsMail
from webcare.conversations.message import Message, MessageQuerySet
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now
from webcare.lib.waking import WORK, wake

UNSEEN = timedelta(minutes=5)
OLDEST = timedelta(days=2)  # a mail connected today does not send what was said long ago
BATCH = 50
WantedBy = Callable[[Account, str], WantsMail | None]


class Forwarding(models.Model):
    """`message` went by mail too, with `delivery`; both are there once, so that it leaves once."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="forwarding")
    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="forwarding")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"message {self.message_id} by mail"


def widgets() -> list[str]:
    """Networks that are a chat of our own."""
    return [network for network in networks() if adapter(network).capabilities.widget]


def mailboxes() -> dict[int, Account]:
    """By brand, the mailbox from which such answers leave."""
    mails = [network for network in networks() if adapter(network).capabilities.subject]
    rows = Account.objects.connected().filter(network__in=mails, reauth_at=None)
    return {row.brand_id: row for row in rows.order_by("-pk")}


def mail_unseen(threads: Collection[str], wanted_by: WantedBy) -> int:
    """Write the mails that are due in these threads, whose visitors left an address; returns how many."""
    at, posts = now(), mailboxes()
    if not threads or not posts:
        return 0
    unseen = Message.objects.filter(
        conversation__network__in=widgets(), conversation__thread_key__in=threads, conversation__brand__in=posts,
        ours=True, automatic=False, seen_at=None, deleted_at=None, forwarding=None,
        delivery__sent_at__lte=at - UNSEEN, counts_from__gt=at - OLDEST,
    )  # fmt: skip
    around = ("account", "author", "conversation")
    due = unseen.select_related(*around).order_by("pk")[:BATCH]
    return sum(_forward(one, posts[one.conversation.brand_id], wanted_by) for one in due)


def deliveries_of(messages: MessageQuerySet) -> DeliveryQuerySet:
    """Everything with which these left: each copy of their words, and where it went."""
    own = Q(pk__in=messages.exclude(delivery=None).values("delivery"))
    return Delivery.objects.filter(own | Q(forwarding__message__in=messages))


def _forward(message: Message, mailbox: Account, wanted_by: WantedBy) -> bool:
    wish = wanted_by(message.account, message.conversation.thread_key)
    if wish is None:
        return False
    with transaction.atomic():
        if not Message.objects.select_for_update(of=("self",)).filter(pk=message.pk, seen_at=None, forwarding=None):
            return False  # another worker, or the visitor, was first
        delivery = Delivery.objects.create(
            account=mailbox, key=f"chat-{message.pk}", outgoing=asdict(_letter(message, wish)),
            release_at=now(), next_attempt_at=real_now(),
        )  # fmt: skip
        Forwarding.objects.create(message=message, delivery=delivery)
        record("conversation.mailed", message.conversation, by=message.author)
        wake(WORK)
    return True


def _letter(message: Message, wish: WantsMail) -> Outgoing:
    with override(message.conversation.language or None):
        subject = _("Our answer to what you asked in the chat")
        foot = _("Answer this mail, or go on in the chat: %(link)s") % {"link": wish.link}
        if message.attachments.exists():
            foot = _("Files came along; they are in the chat.") + "\n" + foot
    return Outgoing(
        key=f"chat-{message.pk}",
        text=f"{message.text}\n\n-- \n{foot}",
        private=True,
        recipient=wish.address,
        recipient_name=wish.name,
        subject=subject,
        conversation_id=message.conversation_id,
    )
