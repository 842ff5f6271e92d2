"""Which exchanges are alive, so that a network is asked what was said in them while it told us nothing."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.collecting import collect_quiet
from webcare.conversations.conversation import Conversation
from webcare.lib.now import now

ALIVE = timedelta(days=7)  # since the last word in it
MOST = 600  # exchanges of an account that are asked about at once, the newest; networks ration how often they are asked


def collect_missed() -> int:
    """What accounts that brought nothing for a while have missed; returns how many events were new."""
    return collect_quiet(alive)


def alive(account: Account) -> list[str]:
    """The keys of the account's public exchanges in which somebody spoke lately, the newest first; spam is no exchange."""
    found = Conversation.objects.filter(account=account, private=False, last_message_at__gt=now() - ALIVE)
    keys = found.exclude(close_reason="spam").order_by("-last_message_at").values_list("thread_key", flat=True)
    return list(keys[:MOST])
