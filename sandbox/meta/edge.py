"""What answers at an address of the Graph."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.meta.call import Call, Json

Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Edge:
    """What answers, and whether the faults for sends apply to it."""

    handler: Handler
    sends: bool = False
