"""Sorts the leaves of a mail into what is read and what came along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from webcare.channels import html
from webcare.channels.email.mail import BROKEN, MOST_PARTS, Mail, content
from webcare.channels.email.plaintext import from_html, tidy, unflowed, without_uuencoded
from webcare.channels.email.words import clean, decoded, one_line, unfolded
from webcare.channels.inbound import InboundAttachment
from webcare.lib.limits import TEXT_CHARACTERS

_NAMES = {"message/rfc822": "mail.eml", "text/calendar": "invitation.ics", "text/plain": "text.txt",
          "text/html": "page.html", "application/ms-tnef": "winmail.dat"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bodies:
    """The text to read, its HTML made safe, and the files."""

    text: str
    html: str
    attachments: tuple[InboundAttachment, ...]


def sort_out(mail: Mail) -> Bodies:
    """Everything that the mail holds, each part in one place."""
    texts: list[str] = []
    pages: list[str] = []
    files: list[InboundAttachment] = []
    for part in mail.leaves():
        kind = part.get_content_type()
        is_file = part is not mail.message and _is_file(part)
        if kind == "text/plain" and not is_file:
            text, hidden = without_uuencoded(_text(part))
            texts.append(text)
            files += [_file(content, "application/octet-stream", name) for name, content in hidden]
        elif kind == "text/html" and not is_file and not pages:
            pages.append(_text(part))
        else:
            files.append(_attachment(part, kind))
    return _put_together(texts, pages, files[:MOST_PARTS])


def _put_together(texts: list[str], pages: list[str], files: list[InboundAttachment]) -> Bodies:
    ids = {file.external_id: f"cid:{file.external_id}" for file in files if file.external_id}
    page = html.safe(pages[0], ids) if pages else html.Safe("")
    text = tidy("\n\n".join(text for text in texts if text.strip()))
    if not text.strip() and pages:
        text = from_html(page.html)
    if len(text) > TEXT_CHARACTERS:
        files = [*files, _file(text.encode("utf-8", "replace"), "text/plain", "whole-text.txt")]
        text = text[:TEXT_CHARACTERS]
    return Bodies(text, page.stored, tuple(files))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_filename(part))


def _text(part: Message) -> str:
    text = clean(decoded(content(part), str(part.get_content_charset() or "")))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = unflowed(text, str(part.get_param("delsp") or "").lower() == "yes")
    return text


def _attachment(part: Message, kind: str) -> InboundAttachment:
    named = _filename(part) or _NAMES.get(kind, "")
    name = named or f"attachment.{re.sub('[^a-z0-9]', '', kind.partition('/')[2])[:10] or 'bin'}"
    content_id = one_line(str(part.get("Content-ID") or ""), 255).strip("<> ")
    return _file(content(part), kind, name, content_id)


def _file(content: bytes, kind: str, name: str, content_id: str = "") -> InboundAttachment:
    return InboundAttachment(
        external_id=content_id, content=content, content_type=one_line(kind, 120), filename=_harmless(name)
    )


def _filename(part: Message) -> str:
    try:
        return _harmless(unfolded(part.get_filename() or ""))
    except BROKEN:
        return ""


def _harmless(name: str) -> str:
    """A file name without folders, and with its ending where people expect it."""
    bare = one_line(re.split(r"[/\\]", name)[-1], 1_000).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    return bare if len(bare) <= 150 else f"{stem[:130]}{dot}{ending[:15]}"
