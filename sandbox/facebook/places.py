"""Facebook's two places: the walls of pages and people, and Messenger."""

from sandbox.facebook import events, naming
from sandbox.meta.square import Square
from sandbox.meta.talk import Talk
from sandbox.network import Network

LONGEST_POST, LONGEST_COMMENT, LONGEST_MESSAGE = 63_206, 8_000, 2_000


def walls(network: Network) -> Square:
    """Everybody has a wall, and pages let others write on theirs."""
    told = (naming, events.entry_changed, LONGEST_POST, LONGEST_COMMENT)
    return Square(network, network.world.wall, *told, liked=events.entry_liked)


def messenger(network: Network) -> Talk:
    """Between a page and a person."""
    return Talk(network, network.world.chats, naming, events, LONGEST_MESSAGE)
