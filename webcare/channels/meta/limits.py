"""How long, how much and how late, wherever Meta decides it alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Length

CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
BUSY = 80.0  # percent of a quota from which on we read nothing that can wait
MESSAGE_WINDOW = timedelta(hours=24)  # after the customer's last message
AGENT_WINDOW = timedelta(days=7)  # the same, where Meta allows people of ours to answer later
PRIVATE_REPLY_WINDOW = timedelta(days=7)  # after a comment
INSIGHTS = 50  # comments of ours in one call
COMPLETING = timedelta(minutes=2)  # that an event may wait for what Meta left out; it can be answered without


def length(account: Account, usual: Length, name: str) -> Length:
    """Meta publishes few limits, so that our registration with it may name others under `name`."""
    told = str(account.application.settings.get(name, "")) if account.application else ""
    return replace(usual, limit=int(told)) if told.isascii() and told.isdigit() and int(told) > 0 else usual


def answers_late(account: Account) -> bool:
    """Whether Meta lets people of this account answer up to seven days later."""
    return str(account.settings.get("human_agent", "")).lower() in {"true", "on", "1", "yes"}


def reply_window(account: Account, private: bool, handed_over: bool) -> timedelta | None:
    """How long after the customer's word; comments can be answered for ever."""
    if not private:
        return None
    if handed_over:
        return PRIVATE_REPLY_WINDOW
    return AGENT_WINDOW if answers_late(account) else MESSAGE_WINDOW
