"""Somebody comes to Messenger by a link that carries a word along: into an exchange that stands, or to the button of a new one."""

from sandbox.facebook import events
from sandbox.facebook.places import messenger
from sandbox.meta.talk import Words
from sandbox.network import Network
from sandbox.publishing import Manner
from sandbox.world.users import User

BUTTON = "Get started"


def came(network: Network, page: User, person: User, ref: str) -> None:
    """The page hears of it at once."""
    events.person_came(network, page, person, ref)


def begin(network: Network, page: User, person: User, ref: str) -> None:
    """What the button says is what the person said; the page hears of the button."""
    with network.world.database.together():
        chat = messenger(network).write(Words(page, person, False, BUTTON), Manner(told=False))
        events.person_began(network, chat, ref)
