"""How the admin API shows what there is: one flat object each, times in ISO 8601."""

from sandbox.admin.door import Json
from sandbox.clock import iso
from sandbox.network import Network
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.world.users import User


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "handle": user.username,
        "name": user.name,
        "description": user.description,
        "verified": user.verified,
        "is_brand": user.is_brand,
        "followers": user.followers,
        "hue": user.hue,
    }


def post_json(network: Network, post: Post) -> Json:
    author = network.world.users.get(post.author_id)
    metrics = network.world.posts.metrics(post)
    return {
        "id": post.id,
        "handle": author.username if author else "",
        "author_id": post.author_id,
        "text": post.text,
        "own_text": post.text[post.prefix :],
        "created_at": iso(post.created_at),
        "conversation_id": post.conversation_id,
        "in_reply_to": post.reply_to,
        "quotes": post.quoted,
        "versions": network.world.posts.versions(post.first_version),
        "hidden": post.hidden_at is not None,
        "source": post.source,
        "media_ids": list(post.media_ids),
        "deep_link": post.deep_link,
        "likes": metrics.likes,
        "replies": metrics.replies,
    }


def message_json(network: Network, message: Message) -> Json:
    sender = network.world.users.get(message.sender_id)
    recipient = network.world.users.get(message.recipient_id)
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "from": sender.username if sender else "",
        "to": recipient.username if recipient else "",
        "text": message.text,
        "media_id": message.media_id,
        "created_at": iso(message.created_at),
    }
