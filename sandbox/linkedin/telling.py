"""What LinkedIn tells programs: notifications about a page, kept to be asked for, and sent where a webhook listens."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.linkedin.naming import activity_urn, actor_urn, comment_urn, share_urn, short_comment_urn
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.world.organizations import Notice
from sandbox.world.wall import Entry

KIND = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"
ACTIONS = {"add": "COMMENT", "edited": "COMMENT_EDIT", "remove": "COMMENT_DELETE"}
Json = dict[str, Any]


def entry_changed(network: Network, entry: Entry, verb: str) -> None:
    """A page hears of comments below its posts, and of posts that mention it."""
    for organization_id, action in _heard(network, entry, verb):
        notice = network.world.organizations.note(organization_id, action, entry.id, entry.post_id)
        body = json.dumps({"type": KIND, "notifications": [notice_shape(network, notice)]}, ensure_ascii=False)
        hooks = network.world.organizations.listening(organization_id)
        send_off(network, [Told(hook.id, action, body.encode()) for hook in hooks])


def notice_shape(network: Network, notice: Notice) -> Json:
    """Decorated where the thing still stands there; with the fault `bare` it has only names."""
    entry, post = network.world.feed.get(notice.entry_id), network.world.feed.get(notice.post_id)
    is_comment = notice.entry_id != notice.post_id
    told: Json = {
        "notificationId": int(notice.id),
        "organizationalEntity": f"urn:li:organization:{notice.organization_id}",
        "action": notice.action,
        "lastModifiedAt": notice.created_at,
        "subscriber": f"urn:li:person:steward{notice.organization_id}",
        "sourcePost": activity_urn(notice.post_id) if is_comment else share_urn(notice.post_id),
        "generatedActivity": short_comment_urn(notice.post_id, notice.entry_id)
        if is_comment
        else share_urn(notice.post_id),
    }
    if network.faults.now.bare_notices:
        return told
    if post is not None and is_comment:
        told["decoratedSourcePost"] = {
            **_decoration(network, post),
            "entity": share_urn(post.id),
            "mediaCategory": "NONE",
        }
    if entry is not None and notice.action != "COMMENT_DELETE":
        urn = comment_urn(entry.post_id, entry.id) if is_comment else share_urn(entry.id)
        shown = {"entity": urn, **_decoration(network, entry)}
        told["decoratedGeneratedActivity"] = {"comment" if is_comment else "share": shown}
    return told


def _heard(network: Network, entry: Entry, verb: str) -> Iterator[tuple[str, str]]:
    if entry.is_post:
        named = network.world.feed.mentioned_in(entry.id) if verb == "add" else []
        brands = [user for user in network.world.users.several(named) if user.is_brand and user.id != entry.author_id]
        yield from ((brand.id, "SHARE_MENTION") for brand in brands)
        return
    owner = network.world.users.get(entry.wall_id)
    if owner is not None and owner.is_brand and verb in ACTIONS:
        by_itself = entry.author_id == owner.id and verb == "add"
        yield owner.id, "ADMIN_COMMENT" if by_itself else ACTIONS[verb]


def _decoration(network: Network, entry: Entry) -> Json:
    author = network.world.users.get(entry.author_id)
    return {"owner": actor_urn(author) if author else "", "text": entry.text}
