"""Numbers that an administrator chose for a registration with a network, such as how often it is asked."""

from __future__ import annotations

from webcare.channels.account import Account


def chosen(account: Account, name: str, usual: int) -> int:
    """A number of our registration's settings; the usual one where none stands there."""
    told = str(account.application.settings.get(name, "")) if account.application else ""
    return int(told) if told.isascii() and told.isdigit() and int(told) > 0 else usual
