"""Turns the bytes and encoded words of mail into text that a database takes and a screen can show."""

from __future__ import annotations

import base64
import binascii
import re

ENCODED = re.compile(r"=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the writing direction of all that follows, and characters without width or meaning in one line.
# Joiners and plain direction marks stay: Persian, Indic scripts and emoji need them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\u00ad\u180e]")
_PASSED_ON = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_SPACE = re.compile(r"\s+")

# What clients mean when they say it: supersets, as browsers take them.
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-8859-9": "cp1254",
    "tis-620": "cp874", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8",
}  # fmt: skip
# Python's own codecs that are no charsets; punycode also takes quadratic time.
_NO_CHARSETS = {"punycode", "idna", "unicode_escape", "unicode-escape", "raw_unicode_escape", "undefined"}


def decoded(raw: bytes, charset: str = "") -> str:
    """Text in the charset that was claimed if it fits, else in UTF-8, else in the one most wrong claims mean."""
    claimed = charset.strip().strip("\"'").lower()
    claimed = _MEANT.get(claimed, claimed)
    if claimed == "cp1252" or not claimed:
        return _first_that_fits(raw, "utf-8", "cp1252")
    return _first_that_fits(raw, claimed, "utf-8", "cp1252")


def _first_that_fits(raw: bytes, *charsets: str) -> str:
    for charset in charsets:
        text = _strictly(raw, charset)
        if text is None and charset == "utf-8":
            text = _mostly_utf8(raw)
        if text is not None:
            return text
    return raw.decode("cp1252", "replace")


def _mostly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a hole in it; None where most of its letters beyond ASCII are wrong, so that it was never UTF-8."""
    text = raw.decode("utf-8", "replace")
    high = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    return text if text.count("\ufffd") * 2 < high else None


def _strictly(raw: bytes, charset: str) -> str | None:
    if charset in _NO_CHARSETS:
        return None
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return None


def readable(value: str) -> str:
    """A header field whose eight-bit bytes the parser could only pass on, as the letters that they mean."""
    if not _PASSED_ON.search(value):
        return value
    return decoded(value.encode("utf-8", "surrogateescape" if not _HALF.search(value) else "replace"))


def unfolded(value: str) -> str:
    """A header field as text: raw eight-bit bytes and encoded words decoded, however badly they were made."""
    words = _BETWEEN.sub(r"\1", readable(value))
    out: list[str] = []
    pending, pending_charset, end = b"", "", 0
    for word in ENCODED.finditer(words):
        gap = words[end : word.start()]
        charset = word[1].split("*")[0].lower()
        if gap or charset != pending_charset:
            out += [decoded(pending, pending_charset), gap]
            pending = b""
        pending, pending_charset, end = pending + _word(word[2], word[3]), charset, word.end()
    out += [decoded(pending, pending_charset), words[end:]]
    return clean("".join(out))


def _word(encoding: str, text: str) -> bytes:
    if encoding.lower() == "q":
        return binascii.a2b_qp(text.encode("ascii", "replace"), header=True)
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + "=" * (-len(letters) % 4))


def clean(text: str) -> str:
    """Without NULs, control characters and halves of surrogate pairs; newlines and tabs stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, longest: int) -> str:
    """For subjects, names and file names: one line that cannot turn the writing around it."""
    return _SPACE.sub(" ", _TURNING.sub("", clean(text))).strip()[:longest].strip()
