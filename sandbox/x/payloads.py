"""The payloads of activity events: posts as API v2 shows them, direct messages still in their old shape."""

import mimetypes
from collections.abc import Iterable

from sandbox.clock import iso
from sandbox.network import Network
from sandbox.wording import HASHTAG, LINK, mention_spans
from sandbox.world.media import Media
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.x.naming import named
from sandbox.x.shapes import (
    ALL_POST_FIELDS,
    Shape,
    avatar_url,
    media_of,
    media_shape,
    media_url,
    post_shape,
    user_shape,
)


def of_post(network: Network, post: Post) -> Shape:
    return post_shape(network, post)


def includes_of_post(network: Network, post: Post) -> Shape:
    """The people and posts that the payload names."""
    near = network.world.posts.several(post_id for post_id in (post.reply_to, post.quoted) if post_id)
    people = [post.author_id, *(each.author_id for each in near), *network.world.posts.mentioned_in(post.id)]
    shape: Shape = {"users": users(network, people)}
    if near:
        shape["tweets"] = [post_shape(network, each, ALL_POST_FIELDS) for each in near]
    if media := media_of(network, post):
        shape["media"] = [media_shape(network, each) for each in media]
    return named(network.faults.now.dialect, shape)


def users(network: Network, ids: Iterable[str]) -> list[Shape]:
    return [user_shape(network, user) for user in network.world.users.several(ids)]


def of_like(post: Post, by: User, at: int) -> Shape:
    return {
        "id": f"{by.id}_{post.id}",
        "created_at": iso(at),
        "liked_tweet_id": post.id,
        "tweet_author_id": post.author_id,
        "timestamp_ms": at,
    }


def of_message(network: Network, message: Message) -> Shape:
    data: Shape = {"text": message.text, "entities": _old_entities(network, message.text)}
    media = network.world.media.get(message.media_id or "")
    if media is not None:
        data["attachment"] = {"type": "media", "media": _old_media(network, media)}
    event = {
        "type": "message_create",
        "id": message.id,
        "created_timestamp": str(message.created_at),
        "message_create": {
            "target": {"recipient_id": message.recipient_id},
            "sender_id": message.sender_id,
            "message_data": data,
        },
    }
    people = network.world.users.several([message.sender_id, message.recipient_id])
    return {"direct_message_events": [event], "users": {user.id: _old_user(network, user) for user in people}}


def _old_user(network: Network, user: User) -> Shape:
    ties = network.world.ties
    return {
        "id": user.id,
        "created_timestamp": str(user.created_at),
        "name": user.name,
        "screen_name": user.username,
        "description": user.description,
        "protected": False,
        "verified": user.verified,
        "followers_count": user.followers + ties.count_to(Tie.FOLLOW, user.id),
        "friends_count": ties.count_from(Tie.FOLLOW, user.id),
        "statuses_count": network.world.posts.count(user.id),
        "profile_image_url": avatar_url(network, user),
        "profile_image_url_https": avatar_url(network, user),
    }


def _old_entities(network: Network, text: str) -> Shape:
    mentions = [
        {"screen_name": found[1], "id_str": user.id, "name": user.name, "indices": [found.start(), found.end()]}
        for found in mention_spans(text)
        if (user := network.world.users.named(found[1]))
    ]
    return {
        "hashtags": [{"text": tag[1], "indices": [tag.start(), tag.end()]} for tag in HASHTAG.finditer(text)],
        "symbols": [],
        "user_mentions": mentions,
        "urls": [
            {"url": link[0], "expanded_url": link[0], "indices": [link.start(), link.end()]}
            for link in LINK.finditer(text)
        ],
    }


def _old_media(network: Network, media: Media) -> Shape:
    address = media_url(network, media)
    shape: Shape = {
        "id": int(media.id),
        "id_str": media.id,
        "type": media.kind,
        "media_url": address,
        "media_url_https": address,
        "url": address,
        "expanded_url": address,
        "display_url": address.removeprefix("http://"),
    }
    if media.alt_text:
        shape["ext_alt_text"] = media.alt_text
    if media.kind != "photo":
        extension = (mimetypes.guess_extension(media.media_type) or "").removeprefix(".")
        shape["video_info"] = {"variants": [{"content_type": media.media_type, "url": f"{address}.{extension}"}]}
    return shape
