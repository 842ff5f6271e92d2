"""What FETCH answers: numbers, flags, times, and the bytes of a mail or of a part of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from sandbox.mail.imap.words import BadCommand, as_text
from sandbox.mail.reading import header
from sandbox.world.mails import Mail

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BODY = re.compile(
    r"BODY(?P<peek>\.PEEK)?\[(?P<section>[A-Z.]*)(?:\s*\((?P<names>[^)]*)\))?\](?:<(?P<from>\d+)\.(?P<count>\d+)>)?"
)
_MACROS = {"ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"), "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE")}
_OLD = {"RFC822": "BODY[]", "RFC822.HEADER": "BODY.PEEK[HEADER]", "RFC822.TEXT": "BODY[TEXT]"}


def wanted(word: object) -> list[str]:
    """The items that are asked for, each in capitals."""
    items = [as_text(each).upper() for each in word] if isinstance(word, list) else [as_text(word).upper()]
    return [_OLD.get(item, item) for each in items for item in _MACROS.get(each, (each,))]


def marks_as_read(items: list[str]) -> bool:
    """Whether the mail is seen once it was fetched."""
    return any((found := _BODY.fullmatch(item)) and not found["peek"] for item in items)


def answer(items: list[str], mail: Mail, content: bytes) -> bytes:
    """What stands within the brackets of the answer."""
    return b" ".join(_item(item, mail, content) for item in items)


def internal_date(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return f'"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S} +0000"'


def _item(item: str, mail: Mail, content: bytes) -> bytes:
    match item:
        case "UID":
            return b"UID %d" % mail.uid
        case "FLAGS":
            return f"FLAGS ({' '.join(sorted(mail.flags))})".encode()
        case "RFC822.SIZE":
            return b"RFC822.SIZE %d" % mail.size
        case "INTERNALDATE":
            return f"INTERNALDATE {internal_date(mail.arrived_at)}".encode()
    found = _BODY.fullmatch(item)
    if found is None:
        raise BadCommand(f"This server cannot fetch {item[:60]}")
    return _section(found, content)


def _section(found: re.Match[str], content: bytes) -> bytes:
    part, name = _part(found["section"], found["names"] or "", content), found["section"]
    if found["names"]:
        name += f" ({found['names']})"
    if found["from"] is None:
        return f"BODY[{name}] {{{len(part)}}}\r\n".encode() + part
    start = int(found["from"])
    part = part[start : start + int(found["count"])]
    return f"BODY[{name}]<{start}> {{{len(part)}}}\r\n".encode() + part


def _part(section: str, names: str, content: bytes) -> bytes:
    match section:
        case "":
            return content
        case "HEADER":
            return header(content)
        case "TEXT":
            return content[len(header(content)) :]
        case "HEADER.FIELDS":
            return b"".join(_fields(header(content), names.split())) + b"\r\n"
    raise BadCommand(f"This server cannot fetch BODY[{section}]")


def _fields(head: bytes, names: list[str]) -> Iterator[bytes]:
    for line in re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head):
        if line.partition(b":")[0].decode("ascii", "replace").upper() in names:
            yield line
