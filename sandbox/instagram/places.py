"""Instagram's two places: the profiles with their pictures, and direct messages."""

from sandbox.instagram import events, naming
from sandbox.meta.square import Square
from sandbox.meta.talk import Talk
from sandbox.network import Network

LONGEST_TEXT, LONGEST_MESSAGE = 2_200, 1_000


def profiles(network: Network) -> Square:
    """Everybody posts pictures in their own profile."""
    world = network.world
    return Square(network, world.grams, naming, events.entry_changed, LONGEST_TEXT, LONGEST_TEXT, pictured=True)


def directs(network: Network) -> Talk:
    """Between an account and a person; texts are counted in bytes."""
    return Talk(network, network.world.directs, naming, events, LONGEST_MESSAGE, "bytes")
