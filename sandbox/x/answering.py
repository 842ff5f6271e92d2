"""Putting answers together: the data, what the caller wants beside it, and where the next page starts."""

from collections.abc import Sequence

from sandbox.network import Network
from sandbox.wording import mentioned_names
from sandbox.world.messages import Message
from sandbox.world.posts import Post
from sandbox.x.asking import Wish, page_token
from sandbox.x.naming import named
from sandbox.x.shapes import ALL_POST_FIELDS, Shape, media_of, media_shape, post_shape, user_shape


def posts_answer(network: Network, posts: Sequence[Post], wish: Wish) -> Shape:
    answer: Shape = {"data": [post_shape(network, post, wish.post_fields) for post in posts]}
    if includes := includes_of(network, posts, wish):
        answer["includes"] = includes
    return answer


def post_answer(network: Network, post: Post, wish: Wish) -> Shape:
    many = posts_answer(network, [post], wish)
    return {**many, "data": many["data"][0]}


def page_answer(network: Network, posts: Sequence[Post], wish: Wish, limit: int) -> Shape:
    """Like the real network it leaves `data` out when there is none."""
    answer = posts_answer(network, posts, wish)
    meta: Shape = {"result_count": len(posts)}
    if posts:
        ids = sorted((post.id for post in posts), key=int)
        meta |= {"newest_id": ids[-1], "oldest_id": ids[0]}
    else:
        answer.pop("data")
    if len(posts) == limit:
        meta["next_token"] = page_token(posts[-1].id)
    return {**answer, "meta": meta}


def includes_of(network: Network, posts: Sequence[Post], wish: Wish) -> Shape:
    world, expansions = network.world, wish.expansions
    people: list[str] = []
    if "author_id" in expansions:
        people += [post.author_id for post in posts]
    if "in_reply_to_user_id" in expansions:
        people += [post.reply_to_user for post in posts if post.reply_to_user]
    if "entities.mentions.username" in expansions:
        people += [
            user.id for post in posts for name in mentioned_names(post.text) if (user := world.users.named(name))
        ]
    near: list[Post] = []
    if "referenced_tweets" in expansions:
        near = world.posts.several(post_id for post in posts for post_id in (post.reply_to, post.quoted) if post_id)
    if "referenced_tweets.id.author_id" in expansions or "referenced_tweets.author_id" in expansions:
        people += [post.author_id for post in near]
    media = (
        [each for post in posts for each in media_of(network, post)] if "attachments.media_keys" in expansions else []
    )
    shape: Shape = {}
    if people:
        shape["users"] = [user_shape(network, user, wish.user_fields) for user in world.users.several(people)]
    if near:
        shape["tweets"] = [post_shape(network, post, wish.post_fields & ALL_POST_FIELDS) for post in near]
    if media:
        shape["media"] = [media_shape(network, each) for each in media]
    return named(network.faults.now.dialect, shape)


def message_includes(network: Network, messages: Sequence[Message], wish: Wish) -> Shape:
    shape: Shape = {}
    people = [message.sender_id for message in messages] if "sender_id" in wish.expansions else []
    if "participant_ids" in wish.expansions:
        people += [user_id for message in messages for user_id in (message.sender_id, message.recipient_id)]
    if people:
        shape["users"] = [user_shape(network, user, wish.user_fields) for user in network.world.users.several(people)]
    media = [each for message in messages if (each := network.world.media.get(message.media_id or ""))]
    if media and "attachments.media_keys" in wish.expansions:
        shape["media"] = [media_shape(network, each) for each in media]
    return shape
