"""How users, posts, messages and media look in an answer or an event, field by field."""

from typing import Any

from sandbox.clock import iso
from sandbox.edit_window import editable_until, edits_left, is_editable
from sandbox.network import Network
from sandbox.wording import HASHTAG, LINK, mention_spans
from sandbox.world.media import Media
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.x.naming import named

Shape = dict[str, Any]

ALL_POST_FIELDS = frozenset(
    {
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "display_text_range",
        "edit_controls",
        "entities",
        "in_reply_to_user_id",
        "lang",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
        "source",
        "possibly_sensitive",
    }
)
ALL_USER_FIELDS = frozenset(
    {
        "created_at",
        "description",
        "profile_image_url",
        "protected",
        "public_metrics",
        "verified",
        "verified_type",
        "url",
    }
)
ALL_MESSAGE_FIELDS = frozenset(
    {
        "attachments",
        "created_at",
        "dm_conversation_id",
        "sender_id",
        "participant_ids",
        "entities",
        "text",
        "event_type",
    }
)
MESSAGE_DEFAULTS = frozenset({"text", "event_type"})


def post_shape(network: Network, post: Post, fields: frozenset[str] = ALL_POST_FIELDS) -> Shape:
    """`id`, `text` and the edit history are always there, everything else when it is asked for."""
    posts = network.world.posts
    shape: Shape = {
        "id": post.id,
        "text": post.text,
        "edit_history_tweet_ids": posts.versions(post.first_version),
        "author_id": post.author_id,
        "conversation_id": post.conversation_id,
        "created_at": iso(post.created_at),
        "lang": post.lang,
        "source": post.source,
        "reply_settings": "everyone",
        "possibly_sensitive": False,
        "display_text_range": [post.prefix, len(post.text)],
    }
    if post.reply_to_user is not None:
        shape["in_reply_to_user_id"] = post.reply_to_user
    if references := _references(post):
        shape["referenced_tweets"] = references
    if post.media_ids:
        shape["attachments"] = {"media_keys": [media.key for media in media_of(network, post)]}
    if "entities" in fields and (entities := _entities(network, post.text)):
        shape["entities"] = entities
    if "public_metrics" in fields:
        shape["public_metrics"] = named(network.faults.now.dialect, _metrics(network, post))
    if "edit_controls" in fields:
        shape["edit_controls"] = _edit_controls(network, post)
    always = {"id", "text", "edit_history_tweet_ids"}
    kept = {key: value for key, value in shape.items() if key in always or key in fields}
    return named(network.faults.now.dialect, kept)


def user_shape(network: Network, user: User, fields: frozenset[str] = ALL_USER_FIELDS) -> Shape:
    shape: Shape = {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "created_at": iso(user.created_at),
        "description": user.description,
        "protected": False,
        "verified": user.verified,
        "verified_type": ("business" if user.is_brand else "blue") if user.verified else "none",
        "profile_image_url": avatar_url(network, user),
        "url": f"{network.settings.public_url}/@{user.username}",
    }
    if "public_metrics" in fields:
        shape["public_metrics"] = named(network.faults.now.dialect, _user_metrics(network, user))
    always = {"id", "name", "username"}
    kept = {key: value for key, value in shape.items() if key in always or key in fields}
    return named(network.faults.now.dialect, kept)


def message_shape(network: Network, message: Message, fields: frozenset[str] = ALL_MESSAGE_FIELDS) -> Shape:
    shape: Shape = {
        "id": message.id,
        "event_type": "MessageCreate",
        "text": message.text,
        "sender_id": message.sender_id,
        "dm_conversation_id": message.conversation_id,
        "created_at": iso(message.created_at),
        "participant_ids": [message.sender_id, message.recipient_id],
    }
    media = network.world.media.get(message.media_id or "")
    if media is not None:
        shape["attachments"] = {"media_keys": [media.key]}
    if "entities" in fields and (entities := _entities(network, message.text)):
        shape["entities"] = entities
    return {key: value for key, value in shape.items() if key == "id" or key in fields}


def media_shape(network: Network, media: Media) -> Shape:
    shape: Shape = {"media_key": media.key, "type": media.kind}
    address = media_url(network, media)
    if media.kind == "photo":
        shape["url"] = address
    else:
        shape["preview_image_url"] = address
        shape["variants"] = [{"content_type": media.media_type, "url": address}]
    if media.alt_text:
        shape["alt_text"] = media.alt_text
    return shape


def media_of(network: Network, post: Post) -> list[Media]:
    return [media for media_id in post.media_ids if (media := network.world.media.get(media_id))]


def media_url(network: Network, media: Media) -> str:
    return f"{network.settings.public_url}/media/{media.id}"


def avatar_url(network: Network, user: User) -> str:
    return f"{network.settings.public_url}/avatar/{user.username}.svg"


def _references(post: Post) -> list[Shape]:
    replied = [{"type": "replied_to", "id": post.reply_to}] if post.reply_to else []
    quoted = [{"type": "quoted", "id": post.quoted}] if post.quoted else []
    return replied + quoted


def _metrics(network: Network, post: Post) -> Shape:
    metrics = network.world.posts.metrics(post)
    return {
        "retweet_count": 0,
        "reply_count": metrics.replies,
        "like_count": metrics.likes,
        "quote_count": metrics.quotes,
        "bookmark_count": 0,
        "impression_count": network.world.views.of(post.place),
    }


def _user_metrics(network: Network, user: User) -> Shape:
    ties = network.world.ties
    return {
        "followers_count": network.world.followers(user),
        "following_count": ties.count_from(Tie.FOLLOW, user.id),
        "tweet_count": network.world.posts.count(user.id),
        "listed_count": 0,
        "like_count": ties.count_from(Tie.LIKE, user.id),
    }


def _edit_controls(network: Network, post: Post) -> Shape:
    return {
        "editable_until": iso(editable_until(network, post)),
        "edits_remaining": max(edits_left(network, post), 0),
        "is_edit_eligible": is_editable(network, post, post.created_at),
    }


def _entities(network: Network, text: str) -> Shape:
    mentions = []
    for found in mention_spans(text):
        mention: Shape = {"start": found.start(), "end": found.end(), "username": found[1]}
        if user := network.world.users.named(found[1]):
            mention["id"] = user.id
        mentions.append(mention)
    kinds = {
        "mentions": mentions,
        "hashtags": [{"start": tag.start(), "end": tag.end(), "tag": tag[1]} for tag in HASHTAG.finditer(text)],
        "urls": [
            {"start": link.start(), "end": link.end(), "url": link[0], "expanded_url": link[0]}
            for link in LINK.finditer(text)
        ],
    }
    return {kind: found for kind, found in kinds.items() if found}
