"""What we sent and got no answer about: the network tells later that it stands there, by the key that went along."""

from __future__ import annotations

from webcare.channels.account import Account
from webcare.channels.adapter import Sent
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Stands
from webcare.conversations.sending import accepted


def stands(account: Account, told: Stands) -> None:
    """It was sent after all, also where somebody was to look for it. What is known to stand there is not touched."""
    lost = Delivery.objects.filter(account=account, key=told.key, sent_at=None, cancelled_at=None)
    bounced = lost.exclude(external_id="")  # it stood there, and came back
    for delivery in lost.exclude(pk__in=bounced):
        accepted(delivery, Sent(told.external_id, told.at))
