"""The text of a post or direct message as its author wrote it: without X's escapes and shortened links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from webcare.channels.x.fields import Shape

ESCAPE = re.compile(r"&(amp|lt|gt);")
PLAIN = {"amp": "&", "lt": "<", "gt": ">"}
SHORTENED = re.compile(r"https?://t\.co/\w+")
OWN_MEDIA = re.compile(r"https://(?:x|twitter)\.com/(?:\w+/status/\d+/(?:photo|video)/\d+|messages/media/\d+)\Z")
STATUS = re.compile(r"https://(?:x|twitter)\.com/\w+/status/(\d+)")
MENTION = re.compile(r"[@＠]\w+")
NO_WORD = re.compile(r"[\s.,:;\-\u200b-\u200f\u2060-\u2069\ufeff]*\Z")


def plain(text: str, links: Mapping[str, str]) -> str:
    """Unescaped once, each shortened link replaced by where it leads; one that leads to "" was added by X."""
    unescaped = ESCAPE.sub(lambda found: PLAIN[found[1]], text)
    return SHORTENED.sub(lambda found: links.get(found[0], found[0]), unescaped).strip()


def links_of(entities: Shape | None, *, shown_media: bool, shown_post: str = "") -> dict[str, str]:
    """Shortened link → where it leads, or "" where what it leads to is shown with the text anyhow."""
    found = {}
    for link in entities.shapes("urls") if entities else []:
        leads_to = link.maybe_words("expanded_url", "unwound_url")
        if leads_to:
            found[link.maybe_words("url")] = "" if _is_shown(leads_to, shown_media, shown_post) else leads_to
    return found


def is_only_a_tag(text: str) -> bool:
    """Whether the text names people and says nothing."""
    rest, names = MENTION.subn("", text)
    return names > 0 and NO_WORD.match(rest) is not None


def _is_shown(leads_to: str, shown_media: bool, shown_post: str) -> bool:
    if shown_media and OWN_MEDIA.match(leads_to):
        return True
    status = STATUS.match(leads_to)
    return bool(shown_post) and status is not None and status[1] == shown_post
