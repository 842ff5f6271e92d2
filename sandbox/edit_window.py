"""How long and how often a post may be edited."""

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.world.posts import Post

EDITS_ALLOWED = 5


def edits_left(network: Network, post: Post) -> int:
    return EDITS_ALLOWED + 1 - len(network.world.posts.versions(post.first_version))


def is_editable(network: Network, post: Post, at: int | None = None) -> bool:
    """Replies to others never are."""
    to_other = post.reply_to_user is not None and post.reply_to_user != post.author_id
    in_time = (at or now_ms()) < editable_until(network, post)
    return not to_other and post.replaced_by is None and in_time and edits_left(network, post) > 0


def editable_until(network: Network, post: Post) -> int:
    first = network.world.posts.get(post.first_version)
    return (first or post).created_at + network.settings.edit_window * 1000
