"""LinkedIn's one place: the feed, in which everybody posts for themselves."""

from sandbox.linkedin import naming, telling
from sandbox.meta.square import Square
from sandbox.network import Network

LONGEST_POST, LONGEST_COMMENT = 3_000, 1_250


def feed(network: Network) -> Square:
    """A page's posts are its wall; nobody else posts there."""
    told = (naming, telling.entry_changed, LONGEST_POST, LONGEST_COMMENT)
    return Square(network, network.world.feed, *told, lets_others_post=False)
