"""What the network tells apps: one activity event for each subscription that asked for it, put into the outbox."""

import json
import random
from collections.abc import Iterable
from typing import Any

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.world.users import User
from sandbox.world.webhooks import Subscription
from sandbox.x import payloads

LARGEST = (1 << 63) - 1


def post_made(network: Network, post: Post, mentioned: Iterable[str]) -> None:
    """A reply that mentions its reader is told twice, once as each, as on the real network."""
    told = [("post.create", post.author_id)]
    told += [("post.mention.create", user_id) for user_id in mentioned]
    parent = network.world.posts.get(post.reply_to)
    quoted = network.world.posts.get(post.quoted)
    told += [("post.reply.create", parent.author_id)] if parent else []
    told += [("post.quote.create", quoted.author_id)] if quoted else []
    asked = [
        (event_type, subscription)
        for event_type, user_id in told
        if event_type == "post.create" or user_id != post.author_id
        for subscription in network.world.webhooks.listening(event_type, user_id)
    ]
    if asked:
        payload, includes = payloads.of_post(network, post), payloads.includes_of_post(network, post)
        _put(network, [(event_type, each, payload, includes) for event_type, each in asked])


def post_deleted(network: Network, post: Post) -> None:
    """On the real network only a subscription to the author hears of it; a setting widens that to those mentioned."""
    readers = [post.author_id]
    if network.settings.delete_reaches_mentioned:
        readers += [*network.world.posts.mentioned_in(post.id), *([post.reply_to_user] if post.reply_to_user else [])]
    payload = {"id": post.id, "author_id": post.author_id}
    _put(
        network,
        [
            ("post.delete", each, payload, None)
            for user_id in dict.fromkeys(readers)
            for each in network.world.webhooks.listening("post.delete", user_id)
        ],
    )


def post_liked(network: Network, post: Post, by: User) -> None:
    at = now_ms()
    payload = payloads.of_like(post, by, at)
    includes = {"users": payloads.users(network, [by.id, post.author_id])}
    inbound = [
        each for each in network.world.webhooks.listening("like.create", post.author_id) if each.direction != "outbound"
    ]
    outbound = [each for each in network.world.webhooks.listening("like.create", by.id) if each.direction != "inbound"]
    _put(network, [("like.create", each, payload, includes) for each in [*inbound, *outbound]])


def message_written(network: Network, message: Message) -> None:
    told = [("dm.received", message.recipient_id), ("dm.sent", message.sender_id)]
    asked = [(kind, each) for kind, user_id in told for each in network.world.webhooks.listening(kind, user_id)]
    if asked:
        payload = payloads.of_message(network, message)
        _put(network, [(event_type, each, payload, None) for event_type, each in asked])


def _put(network: Network, told: Iterable[tuple[str, Subscription, dict[str, Any], dict[str, Any] | None]]) -> None:
    send_off(
        network,
        [
            Told(subscription.webhook_id, event_type, _body(event_type, subscription, payload, includes))
            for event_type, subscription, payload, includes in told
            if subscription.webhook_id is not None
        ],
    )


def _body(
    event_type: str, subscription: Subscription, payload: dict[str, Any], includes: dict[str, Any] | None
) -> bytes:
    asked = {"user_id": subscription.user_id}
    if subscription.direction is not None:
        asked["direction"] = subscription.direction
    data: dict[str, Any] = {"event_uuid": _uuid(), "filter": asked, "event_type": event_type, "payload": payload}
    if subscription.tag is not None:
        data["tag"] = subscription.tag
    if includes is not None:
        data["includes"] = includes
    return json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def _uuid() -> str:
    """A signed 64-bit number, as live events carry: one in four is negative."""
    number = random.randint(1, LARGEST)
    return str(-number if random.random() < 0.25 else number)
