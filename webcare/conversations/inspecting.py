"""What a file is, by its bytes; a name or a sender's word decides nothing. Pure."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

import filetype

UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PLAYED = frozenset({"video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/mp4", "audio/x-wav"})
_HEAD = 4096
_MARKUP = re.compile(rb"^\s*(?:<\?xml|<!--|<!doctype|<[a-z!?])", re.IGNORECASE)
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>/]", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|title|meta|a|div|p|table)[\s>/]", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ALIASES = {
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/wav": "audio/x-wav",
    "video/x-m4v": "video/mp4",
}
_NEVER_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


def content_type(content: bytes) -> str:
    """The type of the bytes; UNKNOWN where we cannot tell."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    known: str | None = filetype.guess_mime(content)
    return _ALIASES.get(known, known) if known else _text_type(content)


def is_picture(kind: str) -> bool:
    """Whether it can be shown as a picture; SVG is a program and never is."""
    return kind in PICTURES


def filename(name: str) -> str:
    """A name that is safe to offer for saving: no path, no control or direction marks, at most 120 characters."""
    flat = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(sign for sign in flat if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    shown = _NEVER_IN_NAMES.sub("_", shown).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: 119 - len(ending)]}{dot}{ending}" if dot and len(ending) <= 10 else shown[:120]


def _text_type(content: bytes) -> str:
    text = _as_utf8(content)
    if text is None:
        return UNKNOWN
    head = text[:_HEAD]
    if _MARKUP.match(head):
        if _SVG.search(head):
            return "image/svg+xml"
        if _HTML.search(head):
            return "text/html"
        return "application/xml" if _XML.match(head) else "text/plain"
    return "text/plain"


def _as_utf8(content: bytes) -> bytes | None:
    """The bytes as UTF-8 when they are text, else None."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).lstrip("\ufeff").encode()
            except UnicodeDecodeError:
                return None
    if b"\x00" in content:
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    return content
