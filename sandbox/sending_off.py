"""Puts events into the outbox as the faults in force want it: late, several times, with old ones among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.world.outbox import NewEnvelope


@dataclass(frozen=True)
class Told:
    """One event for one webhook."""

    webhook_id: str
    event_type: str
    body: bytes


def send_off(network: Network, told: Iterable[Told]) -> None:
    faults = network.faults.now
    envelopes: list[NewEnvelope] = []
    for event in told:
        old = network.world.outbox.some_old(event.webhook_id, faults.stale) if faults.stale else []
        for body in [*[event.body] * faults.repeat, *old]:
            due_at = now_ms() + faults.lateness()
            envelopes.append(NewEnvelope(event.webhook_id, event.event_type, body, due_at))
    if envelopes:
        network.world.outbox.put(envelopes)
        network.mail_waiting.set()
