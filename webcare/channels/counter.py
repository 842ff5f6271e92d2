"""The counter where web threads hand in events: whoever comes first writes for all who wait, in one commit.

A commit waits for the disk, and while it does others arrive. Each gets its answer only when its own event is kept, or after a
while that the most impatient network allows: whoever is asked to come again brings what is known already, and nothing is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, OperationalError

from webcare.channels.handed import Handed
from webcare.channels.receipt import keep_all

MOST = 200  # events in one statement
PATIENCE = 2.0  # seconds in the queue; WeChat gives up after five, LinkedIn after three


@dataclass(slots=True, eq=False)
class _Slip:
    """An event whose request waits; `told` is let go when it is kept, refused, or has to write itself."""

    handed: Handed
    told: threading.Lock = field(default_factory=threading.Lock)
    is_settled: bool = False
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.told.acquire()


class Counter:
    """One a process."""

    def __init__(self, write: Callable[[Sequence[Handed]], object], patience: float = PATIENCE) -> None:
        self._write, self._patience = write, patience
        self._lock = threading.Lock()
        self._waiting: list[_Slip] = []
        self._is_manned = False

    def hand_in(self, handed: Handed) -> None:
        """Return when the event is kept, whoever wrote it. Raises django.db.Error when it is not, or not known to be."""
        slip = _Slip(handed)
        with self._lock:
            self._waiting.append(slip)
            is_first, self._is_manned = not self._is_manned, True
        if not is_first and not slip.told.acquire(timeout=self._patience):
            self._leave(slip)
        if not slip.is_settled:
            self._serve()
        if slip.error is not None:
            raise slip.error

    def _leave(self, slip: _Slip) -> None:
        """Give up, unless it is settled or our turn at this very moment; what is being written may be kept all the same."""
        with self._lock:
            if slip.told.acquire(blocking=False):
                return
            if slip in self._waiting:
                self._waiting.remove(slip)
        raise OperationalError("Others wait at the counter for longer than a network does.")

    def _serve(self) -> None:
        """Write for those who wait now, ourselves among them; then hand the counter to the next one."""
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._settle(batch)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._is_manned = following is not None
                if following is not None:  # told while nobody can leave
                    following.told.release()

    def _settle(self, batch: Sequence[_Slip]) -> None:
        error: BaseException | None = None
        try:
            self._write([slip.handed for slip in batch])
        except (DataError, IntegrityError) as trouble:
            if len(batch) > 1:  # something is wrong with one of them, and the others are not to blame
                for slip in batch:
                    self._settle([slip])
                return
            error = trouble
        except BaseException as trouble:  # noqa: BLE001 - raised to each of those who wait, who would else wait for ever
            error = trouble
        for slip in batch:
            slip.error, slip.is_settled = error, True
            slip.told.release()


counter = Counter(keep_all)
