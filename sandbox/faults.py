"""What may go wrong here on purpose, as it does on the real network, so that others can prove that they survive it."""

import random
from dataclasses import dataclass, field, replace
from enum import StrEnum


class SendFault(StrEnum):
    """How the network answers a call; `…_accepted` means that it did happen although the answer never says so."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    SERVER_ERROR_ACCEPTED = "server_error_accepted"
    UNAVAILABLE = "unavailable"
    DUPLICATE = "duplicate"
    FORBIDDEN = "forbidden"
    UNAUTHORIZED = "unauthorized"
    SUSPENDED = "suspended"
    MALFORMED = "malformed"
    MALFORMED_ACCEPTED = "malformed_accepted"
    DROPPED = "dropped"
    DROPPED_ACCEPTED = "dropped_accepted"
    HANGING = "hanging"
    HANGING_ACCEPTED = "hanging_accepted"

    @property
    def accepts(self) -> bool:
        return self.value.endswith("_accepted")

    @property
    def is_silent(self) -> bool:
        """No answer of the network comes."""
        return self.value.startswith(("dropped", "hanging", "malformed"))


class Dialect(StrEnum):
    """How fields are named: as live answers do (`referenced_tweets`) or as the specification does (`referenced_posts`)."""

    LIVE = "live"
    SPEC = "spec"


@dataclass(frozen=True)
class Faults:
    """Times in seconds. `sends` answers the next sends in turn, `reads` other calls; the rest holds until it is cleared.

    Without `retry_after` (0) nobody says for how long a caller has to wait.
    """

    repeat: int = 1
    shuffle: float = 0.0
    delay: float = 0.0
    stale: int = 0
    pause: bool = False
    corrupt_signature: int = 0
    malformed: int = 0  # so many events leave broken, though rightly sealed
    surprises: bool = False  # events and answers have members that nobody has seen before
    slow: float = 0.0  # so much later each answer of a network comes
    sends: tuple[SendFault, ...] = ()
    reads: tuple[SendFault, ...] = ()
    hang_seconds: float = 30.0
    retry_after: int = 2
    rate_limit_scale: float = 1.0
    dialect: Dialect = Dialect.LIVE
    bare_notices: bool = False  # LinkedIn tells only the names of things
    away: tuple[str, ...] = ()  # whole networks that nobody reaches, as `sandbox.blackout` calls them
    hides_members: bool = False  # LinkedIn keeps the names of people to itself

    def lateness(self) -> int:
        """Milliseconds by which the next event is late; differs each time when events are shuffled."""
        return round(1000 * (self.delay + random.uniform(0, self.shuffle)))


@dataclass
class FaultBoard:
    """The faults in force, changed by the admin API and read by everything that answers or delivers."""

    usual: Faults = field(default_factory=Faults)
    now: Faults = field(default_factory=Faults)

    def clear(self) -> None:
        self.now = self.usual

    def next_fault(self, *, sends: bool) -> SendFault | None:
        """What goes wrong with this call, if anything."""
        waiting = self.now.sends if sends else self.now.reads
        if not waiting:
            return None
        fault, *rest = waiting
        self.now = replace(self.now, sends=tuple(rest)) if sends else replace(self.now, reads=tuple(rest))
        return fault

    def breaks_next(self) -> bool:
        if self.now.malformed <= 0:
            return False
        self.now = replace(self.now, malformed=self.now.malformed - 1)
        return True

    def corrupts_next(self) -> bool:
        if self.now.corrupt_signature <= 0:
            return False
        self.now = replace(self.now, corrupt_signature=self.now.corrupt_signature - 1)
        return True
