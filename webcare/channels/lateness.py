"""From when a customer's message counts, and whether the network kept them waiting before we could know of it."""

from datetime import datetime, timedelta

LATE_DELIVERY = timedelta(minutes=5)
"""Beyond this the network, not the team, kept the customer waiting; such messages are reported apart."""


def counts_from(network_time: datetime, received_at: datetime) -> datetime:
    """The instant a clock runs from: when the customer posted, by the network's own time.

    A network whose clock runs ahead would have us start in the future; then it is when we received the message.
    """
    return min(network_time, received_at)


def delivered_late(network_time: datetime, received_at: datetime) -> bool:
    """Whether it took the network too long to bring us the message."""
    return received_at - network_time > LATE_DELIVERY
