"""Saying something in private, and the small deeds between people: liking, following, muting, blocking."""

from dataclasses import dataclass

from sandbox import events
from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotThere, NotYours, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import MESSAGE_LIMIT
from sandbox.world.messages import Message, conversation_between
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import User


@dataclass(frozen=True)
class Letter:
    sender: User
    recipient: User
    text: str
    media_id: str | None = None
    at: int | None = None


def write(network: Network, letter: Letter, manner: Manner = USUAL) -> Message:
    """Raises a Refusal when the network would not take it."""
    _check(network, letter)
    at = letter.at or now_ms()
    message = Message(
        id=network.world.snowflakes.at(at),
        conversation_id=conversation_between(letter.sender.id, letter.recipient.id),
        sender_id=letter.sender.id,
        recipient_id=letter.recipient.id,
        text=letter.text,
        media_id=letter.media_id,
        created_at=at,
    )
    with network.world.database.together():
        network.world.messages.add(message)
        if manner.told:
            events.message_written(network, message)
    network.watchers.tell(News(Happening.MESSAGE, message.conversation_id, by=message.sender_id))
    return message


def unwrite(network: Network, by: User, message_id: str) -> Message:
    message = network.world.messages.get(message_id)
    if message is None:
        raise NotThere(f"There is no message {message_id}.")
    if message.sender_id != by.id:
        raise NotYours("Only the sender can take a message back.")
    network.world.messages.delete(message_id, now_ms())
    network.watchers.tell(News(Happening.MESSAGE, message.conversation_id, by=by.id))
    return message


def like(network: Network, by: User, post_id: str, manner: Manner = USUAL) -> Post:
    post = network.world.posts.get(post_id)
    if post is None:
        raise NotThere(f"There is no post {post_id}.")
    with network.world.database.together():
        if network.world.ties.make(Tie.LIKE, by.id, post.id) and manner.told:
            events.post_liked(network, post, by)
    network.watchers.tell(News(Happening.LIKE, post.id, post.conversation_id, by.id))
    return post


def unlike(network: Network, by: User, post_id: str) -> None:
    network.world.ties.undo(Tie.LIKE, by.id, post_id)
    post = network.world.posts.get(post_id)
    if post is not None:
        network.watchers.tell(News(Happening.LIKE, post.id, post.conversation_id, by.id))


def _check(network: Network, letter: Letter) -> None:
    if not letter.text.strip() and letter.media_id is None:
        raise Empty("A message needs a text or a picture.")
    if len(letter.text) > MESSAGE_LIMIT:
        raise TooLong(f"The message is too long: {len(letter.text)} of {MESSAGE_LIMIT} characters.")
    ties = network.world.ties
    if any(ties.stands(kind, letter.recipient.id, letter.sender.id) for kind in (Tie.BLOCK, Tie.DM_BLOCK)):
        raise BlockedByThem("You cannot send messages to this user.")
    if letter.media_id is not None:
        media = network.world.media.get(letter.media_id)
        if media is None or not media.is_ready(now_ms()):
            raise MediaNotReady(f"Your media IDs are invalid: {letter.media_id}.")
