"""Where a conversation goes on: because its network is dark, or because its customer took it along."""

from __future__ import annotations

from webcare.conversations import crossing, passage
from webcare.conversations.conversation import Conversation


def goes_on_in(conversation: Conversation) -> Conversation | None:
    """What is written here leaves there; None where it goes on here."""
    return crossing.goes_on_in(conversation) or passage.passed_to(conversation)


def comes_from(conversation: Conversation) -> list[Conversation]:
    """The conversations that go on in this one, those that still wait first."""
    return [*crossing.comes_from(conversation), *passage.passed_from(conversation)]


def origin_of(conversation: Conversation) -> Conversation | None:
    """The one of them that waits longest: what is said here answers it."""
    return next((origin for origin in comes_from(conversation) if origin.is_waiting), None)
