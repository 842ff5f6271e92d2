"""What the app's lists show: people, posts with their pictures and quotes, and how the one who asks stands to them."""

from typing import Any

from sandbox.bluesky import naming, repo
from sandbox.bluesky.naming import BLOCK, LIKE, POST, REPOST
from sandbox.clock import iso
from sandbox.network import Network
from sandbox.world.sky import Notice, Record
from sandbox.world.ties import Tie
from sandbox.world.users import User

Json = dict[str, Any]
KINDS = {"image/png": "png", "image/webp": "webp"}


class Views:
    """As one account sees it, with pictures at this address."""

    def __init__(self, network: Network, viewer: User, base: str) -> None:
        self.network, self.viewer, self.base = network, viewer, base
        self.sky = network.world.sky

    def basic(self, user: User) -> Json:
        told: Json = {"did": naming.did_of(user.id), "handle": naming.handle_of(user), "displayName": user.name}
        told |= {"avatar": f"{self.base}/avatar/{user.username}.svg", "createdAt": iso(user.created_at), "labels": []}
        if user.verified:
            told["verification"] = {"verifications": [], "verifiedStatus": "valid", "trustedVerifierStatus": "none"}
        return told | {"viewer": self._between(user)}

    def detailed(self, user: User) -> Json:
        posts = len(self.sky.listed(POST, owner_id=user.id, limit=1000))
        follows = self.network.world.ties.count_from(Tie.FOLLOW, user.id)
        counts = {"followersCount": self.network.world.followers(user), "followsCount": follows, "postsCount": posts}
        profile = self.sky.get(naming.uri_of(naming.did_of(user.id), naming.PROFILE, "self"))
        told = {"description": profile.value.get("description", "") if profile else user.description, **counts}
        return {**self.basic(user), **told, "indexedAt": iso(user.created_at)}

    def post(self, record: Record, *, quotes: bool = True) -> Json | None:
        """None where its author is nobody any more, or one of the two blocks the other."""
        author = self.network.world.users.get(record.owner_id)
        if author is None or self._apart(author):
            return None
        told: Json = {"uri": record.uri, "cid": record.cid, "author": self.basic(author), "record": record.value}
        told |= {"replyCount": len(self.sky.below(record.uri)), "repostCount": len(self.sky.about(REPOST, record.uri))}
        told |= {"likeCount": len(self.sky.about(LIKE, record.uri)), "quoteCount": 0, "labels": []}
        embed = self._embed(record, quotes=quotes)
        told |= {"embed": embed} if embed else {}
        return told | {
            "indexedAt": iso(record.indexed_at),
            "viewer": {"threadMuted": False, "embeddingDisabled": False},
        }

    def notice(self, notice: Notice) -> Json | None:
        record = self.sky.get(notice.record)
        author = self.network.world.users.get(record.owner_id) if record else None
        if record is None or author is None or self._apart(author):
            return None
        told: Json = {"uri": record.uri, "cid": record.cid, "author": self.basic(author), "reason": notice.reason}
        told |= {"reasonSubject": notice.subject} if notice.subject else {}
        return told | {"record": record.value, "isRead": False, "indexedAt": iso(record.indexed_at), "labels": []}

    def _between(self, user: User) -> Json:
        ties, me = self.network.world.ties, self.viewer.id
        told: Json = {"muted": ties.stands(Tie.MUTE, me, user.id), "blockedBy": ties.stands(Tie.BLOCK, user.id, me)}
        own = [each for each in self.sky.about(BLOCK, naming.did_of(user.id)) if each.owner_id == me]
        return told | ({"blocking": own[0].uri} if own else {})

    def _apart(self, user: User) -> bool:
        ties, me = self.network.world.ties, self.viewer.id
        return ties.stands(Tie.BLOCK, me, user.id) or ties.stands(Tie.BLOCK, user.id, me)

    def _embed(self, record: Record, *, quotes: bool) -> Json | None:
        embed = record.value.get("embed") or {}
        kind = str(embed.get("$type", ""))
        if kind.endswith(".images"):
            return self._images(record, embed)
        if kind.endswith(".record") and quotes:
            return {"$type": "app.bsky.embed.record#view", "record": self.quoted(repo.quoted_in(record.value))}
        if kind.endswith(".recordWithMedia") and quotes:
            inner = {"record": self.quoted(repo.quoted_in(record.value))}
            media = self._images(record, embed["media"])
            return {"$type": "app.bsky.embed.recordWithMedia#view", "record": inner, "media": media}
        return None

    def _images(self, record: Record, embed: Json) -> Json:
        images = [self._image(record, each) for each in embed["images"]]
        return {"$type": "app.bsky.embed.images#view", "images": images}

    def _image(self, record: Record, image: Json) -> Json:
        cid = image["image"]["ref"]["$link"]
        kind = KINDS.get(image["image"].get("mimeType", ""), "jpeg")
        place = f"plain/{naming.did_of(record.owner_id)}/{cid}@{kind}"
        sizes = {
            "thumb": f"{self.base}/img/feed_thumbnail/{place}",
            "fullsize": f"{self.base}/img/feed_fullsize/{place}",
        }
        return {**sizes, "alt": image["alt"]}

    def quoted(self, uri: str) -> Json:
        record = self.sky.get(uri)
        view = self.post(record, quotes=False) if record else None
        if view is None:
            return {"$type": "app.bsky.embed.record#viewNotFound", "uri": uri, "notFound": True}
        told = {name: view[name] for name in ("uri", "cid", "author", "indexedAt")}
        return {"$type": "app.bsky.embed.record#viewRecord", **told, "value": view["record"]}
