"""WhatsApp's one place: what a brand's number and a person write each other."""

from sandbox.meta.talk import Talk
from sandbox.network import Network
from sandbox.whatsapp import events, naming

LONGEST = 4_096


def whatsapp(network: Network) -> Talk:
    """Between a number and a person."""
    return Talk(network, network.world.whatsapps, naming, events, LONGEST)
