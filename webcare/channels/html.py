"""Makes the HTML of a mail safe to show: an allow list, no remote image, nothing that runs, links that lead outside.

What comes in is somebody's guess at an attack; what goes out is built anew by nh3 from a parsed tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

import nh3

LIMIT = 600_000  # characters; more is cut, and the mail itself still holds it
DEEPEST = 2_000  # elements within each other, beyond which the parser gets slow; mail programs make a few dozen

_TAGS = {
    "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED_WHOLE = {
    "applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math", "noembed", "noframes",
    "noscript", "object", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    "xmp",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"align", "border", "cellpadding", "cellspacing", "width"},
    "td": {"align", "colspan", "rowspan", "valign", "width"},
    "th": {"align", "colspan", "rowspan", "valign", "width"},
}
_SIZE = re.compile(r"\d{1,4}%?")
_SIZES = {"width", "height", "colspan", "rowspan", "border", "cellpadding", "cellspacing"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20\x7f]+", re.IGNORECASE)
_BLOCKED = re.compile(r'<div data-blocked-images="(\d{1,9})">(.*)</div>', re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_MARKUP = re.compile(r"<[^<>]*>")
# Elements that end by themselves, so that honest mail opens many and closes none.
_SELF_ENDING = {
    "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Safe:
    """HTML that a page may show as it is, and how many remote images are missing from it."""

    html: str
    blocked_images: int = 0

    @property
    def stored(self) -> str:
        """The form that is kept with the message; `shown` reads it again."""
        if not (self.html and self.blocked_images):
            return self.html
        return f'<div data-blocked-images="{self.blocked_images}">{self.html}</div>'


def safe(html: str, images: Mapping[str, str] | None = None) -> Safe:
    """Sanitise. `images` says where the picture of a Content-ID is found; others that came along are left out."""
    html = html[:LIMIT].replace("\x00", "")
    if _too_deep(html):
        return Safe(escape(" ".join(unescape(_MARKUP.sub(" ", html)).split())))
    rules = _Rules(images or {})
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=rules.keep,
        link_rel="noopener nofollow noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
    )
    return Safe(cleaned.strip(), rules.blocked)


def shown(stored: str, images: Mapping[str, str]) -> Safe:
    """What was stored, with each picture that came along at the address where we keep it."""
    wrapped = _BLOCKED.fullmatch(stored)
    blocked, html = (int(wrapped[1]), wrapped[2]) if wrapped else (0, stored)
    again = safe(html, images)
    return Safe(again.html, blocked + again.blocked_images)


class _Rules:
    """What nh3 asks for every attribute that the allow list lets through."""

    def __init__(self, images: Mapping[str, str]) -> None:
        self.images = images
        self.blocked = 0

    def keep(self, tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return self._image(value)
        if attribute == "href":
            link = value.strip()
            return link if _LINK.fullmatch(link) else None
        if attribute in _SIZES:
            return value if _SIZE.fullmatch(value) else None
        if attribute == "dir":
            return value if value.lower() in ("ltr", "rtl", "auto") else None
        return value

    def _image(self, value: str) -> str | None:
        source = value.strip()
        if source[:4].lower() == "cid:":
            return self.images.get(source[4:])
        if source[:5].lower() != "data:":
            self.blocked += 1
        return None


def _too_deep(html: str) -> bool:
    """Whether the tree would grow so deep that it can only have been made to bring its reader down."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _SELF_ENDING:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > DEEPEST:
                return True
    return False
