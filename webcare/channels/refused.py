"""A network's no, with what it said kept beside what that means for us, for code that can do something about it."""

from __future__ import annotations

from typing import Generic, TypeVar

from webcare.channels.adapter import DeliveryError

Said = TypeVar("Said")


class Refused(DeliveryError, Generic[Said]):
    """A DeliveryError that still knows the problem in the network's own terms."""

    def __init__(self, problem: Said, like: DeliveryError) -> None:
        super().__init__(
            like.message, like.permanent, retry_after=like.retry_after, unknown=like.unknown, reauth=like.reauth,
            duplicate=like.duplicate, gone=like.gone,
        )  # fmt: skip
        self.problem = problem
