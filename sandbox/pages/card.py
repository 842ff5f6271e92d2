"""A post, a message and a person as a page shows them."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sandbox.clock import iso
from sandbox.edit_window import is_editable
from sandbox.network import Network
from sandbox.wording import HASHTAG, LINK, MENTION
from sandbox.world.media import Media
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.x.shapes import media_of


@dataclass(frozen=True)
class Card:
    id: str
    author: User
    when: str
    text: SafeString
    plain: str
    media: tuple[Media, ...]
    likes: int
    replies: int
    liked: bool
    mine: bool
    editable: bool
    edited: bool
    hidden: bool
    answers: User | None
    quoted: "Card | None"
    deep_link: str | None


@dataclass(frozen=True)
class Bubble:
    id: str
    author: User
    when: str
    text: SafeString
    media: Media | None
    mine: bool
    signs: tuple[str, ...] = ()  # reactions that stand there
    react_at: str = ""  # where the visitor can leave one
    unsend_at: str = ""  # where the visitor takes it back


@dataclass(frozen=True)
class Talk:
    """The last of a conversation, for the list of them."""

    other: User
    when: str
    last: str
    mine: bool


def cards(network: Network, posts: list[Post], visitor: User | None) -> list[Card]:
    made = [card(network, post, visitor) for post in posts]
    return [each for each in made if each is not None]


def card(network: Network, post: Post, visitor: User | None, *, with_quoted: bool = True) -> Card | None:
    author = network.world.users.get(post.author_id)
    if author is None:
        return None
    metrics = network.world.posts.metrics(post)
    quoted = network.world.posts.get(post.quoted) if with_quoted else None
    mine = visitor is not None and visitor.id == author.id
    return Card(
        id=post.id,
        author=author,
        when=iso(post.created_at),
        text=marked(post.text[post.prefix :]),
        plain=post.text[post.prefix :],
        media=tuple(media_of(network, post)),
        likes=metrics.likes,
        replies=metrics.replies,
        liked=visitor is not None and network.world.ties.stands(Tie.LIKE, visitor.id, post.id),
        mine=mine,
        editable=mine and is_editable(network, post),
        edited=post.first_version != post.id,
        hidden=post.hidden_at is not None,
        answers=network.world.users.get(post.reply_to_user),
        quoted=card(network, quoted, visitor, with_quoted=False) if quoted else None,
        deep_link=post.deep_link,
    )


def bubble(network: Network, message: Message, visitor: User) -> Bubble | None:
    author = network.world.users.get(message.sender_id)
    if author is None:
        return None
    media = network.world.media.get(message.media_id or "")
    return Bubble(message.id, author, iso(message.created_at), marked(message.text), media, author.id == visitor.id)


def talk(network: Network, message: Message, visitor: User) -> Talk | None:
    mine = message.sender_id == visitor.id
    other = network.world.users.get(message.recipient_id if mine else message.sender_id)
    return None if other is None else Talk(other, iso(message.created_at), message.text or "A picture", mine)


def marked(text: str) -> SafeString:
    """The text with its mentions, hashtags and links to click on; everything else is escaped."""
    found = sorted(
        (each for pattern in (LINK, MENTION, HASHTAG) for each in pattern.finditer(text)), key=lambda each: each.start()
    )
    pieces: list[SafeString] = []
    position = 0
    for each in found:
        if each.start() < position:
            continue
        pieces.append(format_html("{}", text[position : each.start()]))
        pieces.append(_link(each[0]))
        position = each.end()
    pieces.append(format_html("{}", text[position:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _link(word: str) -> SafeString:
    if word.startswith("@"):
        return format_html('<a href="/@{}">{}</a>', word[1:], word)
    if word.startswith("#"):
        return format_html('<a href="/search?q=%23{}">{}</a>', word[1:], word)
    shown = word.partition("://")[2]
    return format_html('<a href="{}" rel="nofollow noopener" target="_blank">{}</a>', word, shown[:40])
