"""What X sends along with an event: the people, posts and media that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from webcare.channels.inbound import Author, InboundAttachment
from webcare.channels.x.fields import Shape

CONTENT_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
                 ".gif": "image/gif", ".mp4": "video/mp4"}  # fmt: skip
PLAYABLE = frozenset({"video/mp4", "video/webm", "video/quicktime"})  # the rest are play lists for streaming
URL_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Includes:
    """Everything by its id; what is not here, X did not tell."""

    authors: dict[str, Author]
    posts: dict[str, Shape]
    media: dict[str, Shape]

    @classmethod
    def of(cls, *envelopes: Shape) -> Includes:
        """X writes `includes` inside of `data`, the API's answers beside it."""
        found = [each for envelope in envelopes if (each := envelope.maybe_shape("includes"))]
        return cls(
            authors={author.external_id: author for each in found for author in map(author_of, each.shapes("users"))},
            posts={post.identifier("id"): post for each in found for post in each.shapes("tweets", "posts")},
            media={item.short("media_key"): item for each in found for item in each.shapes("media")},
        )

    def author(self, external_id: str) -> Author:
        """Who that is, as far as X told."""
        return self.authors.get(external_id) or Author(external_id)

    def attachments(self, holder: Shape) -> tuple[InboundAttachment, ...]:
        """The files of a post or direct message that can be fetched."""
        attached = holder.maybe_shape("attachments")
        keys = attached.keys("media_keys") if attached else ()
        return tuple(found for key in keys if key in self.media and (found := attachment_of(key, self.media[key])))


def author_of(user: Shape) -> Author:
    """A user object, in the shape of API v2 or in the old one of direct messages."""
    metrics = user.maybe_shape("public_metrics") or user
    return Author(
        external_id=user.identifier("id", "id_str"),
        handle=user.maybe_words("username", "screen_name"),
        name=user.maybe_words("name"),
        followers=metrics.maybe_count("followers_count"),
        verified=user.flag("verified"),
    )


def attachment_of(key: str, media: Shape) -> InboundAttachment | None:
    """A medium that has an address: a photo itself, a video as its best file, else its preview."""
    file = _best_file(media)
    url, content_type = file or (media.maybe_words("media_url_https", "url", "preview_image_url"), "")
    if not url or len(url) > URL_CHARACTERS:
        return None
    name = _file_name(url)
    return InboundAttachment(
        external_id=key,
        url=url,
        content_type=content_type or CONTENT_TYPES.get(PurePosixPath(name).suffix.lower(), ""),
        filename=name,
        alt=media.maybe_words("alt_text", "ext_alt_text"),
    )


def _best_file(media: Shape) -> tuple[str, str] | None:
    old = media.maybe_shape("video_info")
    playable = [
        (variant.maybe_count("bit_rate") or variant.maybe_count("bitrate") or 0, variant.words("url"), kind)
        for variant in (old or media).shapes("variants")
        if (kind := variant.maybe_words("content_type")) in PLAYABLE
    ]
    return max(playable)[1:] if playable else None


def _file_name(url: str) -> str:
    try:
        name = PurePosixPath(urlsplit(url).path).name
    except ValueError:  # an address that is none; fetching it will say so
        return ""
    return re.sub(r"[^\w.\-]", "_", name)[:120]
