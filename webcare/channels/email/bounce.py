"""Understands reports about mail that we sent: what was not delivered, for how long, and which answer it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from webcare.channels.email.automatic import has_null_sender
from webcare.channels.email.mail import STATUS, Mail, content, opened, parts
from webcare.channels.email.message_id import is_ours, normalised
from webcare.channels.email.plaintext import tidy
from webcare.channels.email.words import decoded, one_line
from webcare.channels.inbound import Unparsable

_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_FIELD = re.compile(r"^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_ID_IN_TEXT = re.compile(
    r"(?:Message-ID:\s*<?|X-Webcare-Id:\s*)([0-9a-z-]{1,64}\.[a-z2-7]{16}@[^\s<>]{1,255})", re.IGNORECASE
)
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_LOOKED_AT = 200_000
_TALKS_OF_RECEIPTS = ("disposition-notification", "feedback-report")


@dataclass(frozen=True, slots=True)
class Report:
    """`external_id` is the Message-ID of what was not delivered; empty when the report does not concern a failure."""

    external_id: str
    reason: str
    permanent: bool


NOTHING = Report("", "", False)


def report(mail: Mail, sender: str, proof_key: bytes) -> Report | None:
    """The report that a mail is; NOTHING for one without consequence, None for a mail that is no (readable) report."""
    kind = mail.message.get_content_type()
    subject = str(mail.message.get_param("report-type") or "").lower()
    if kind == "multipart/report" and subject in _TALKS_OF_RECEIPTS:
        return NOTHING
    if kind == "multipart/report":
        return _standard(mail, proof_key)
    if has_null_sender(mail) or _DAEMON.match(sender):
        return _in_prose(mail, proof_key)
    return None


def _standard(mail: Mail, proof_key: bytes) -> Report | None:
    """RFC 3464: one part for machines, and the returned mail or its head."""
    status: list[dict[str, str]] = []
    returned = ""
    for part in mail.leaves():
        kind = part.get_content_type()
        if kind in (STATUS, "message/global-delivery-status"):
            status = _recipients(part)
        elif kind in ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"):
            returned = returned or _returned_id(_written(part), proof_key)
    failed = [fields for fields in status if fields.get("action", "failed") in ("failed", "delayed")]
    if status and not failed:
        return NOTHING  # it says that the mail was delivered, passed on or expanded
    envelope = next((fields["original-envelope-id"] for fields in status if "original-envelope-id" in fields), "")
    external_id = returned or (envelope if is_ours(envelope, proof_key) else "")
    if not external_id:
        return _in_prose(mail, proof_key)
    return Report(external_id, _reason(failed), _is_permanent(failed))


def _recipients(part: Message) -> list[dict[str, str]]:
    """The fields of each recipient, together with those of the whole message."""
    blocks = re.split(r"\n[ \t]*\n", decoded(_written(part)).replace("\r\n", "\n").strip()[:_LOOKED_AT])
    fields = [{name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(block)} for block in blocks]
    whole = fields[0] if fields else {}
    return [{**whole, **one, "action": one["action"].lower()} for one in fields if "action" in one]


def _written(part: Message) -> bytes:
    """The bytes of a part; those of each block where the parser took it for mails of their own."""
    if part.get_content_type() == "message/rfc822" or not part.is_multipart():
        return content(part)
    return b"\n\n".join(content(block, whole=True) for block in parts(part))


def _returned_id(raw: bytes, proof_key: bytes) -> str:
    try:
        returned = opened(raw[:_LOOKED_AT])
    except Unparsable:
        return ""
    # A server on the way may have put its own Message-ID in place of ours.
    mark = returned.header("X-Webcare-Id")
    return mark if is_ours(mark, proof_key) else normalised(returned.header("Message-ID"))


def _is_permanent(failed: list[dict[str, str]]) -> bool:
    if any(fields["action"] == "delayed" for fields in failed):
        return False
    classes = [found[1] for fields in failed if (found := _STATUS.search(fields.get("status", "")))]
    return "5" in classes or not classes


def _reason(failed: list[dict[str, str]]) -> str:
    said = [fields.get("diagnostic-code", "").partition(";")[2] or fields.get("status", "") for fields in failed]
    return one_line(" ".join(filter(None, said)), 500) or "The mail server did not say why."


def _in_prose(mail: Mail, proof_key: bytes) -> Report | None:
    """A report of a server that does not know the standard: our Message-ID stands somewhere in its text."""
    text = "\n".join(decoded(_written(part)[:_LOOKED_AT]) for part in mail.leaves())[:_LOOKED_AT]
    found = next((one for one in _ID_IN_TEXT.findall(text) if is_ours(one, proof_key)), "")
    if not found:
        return None
    code = _STATUS.search(text) or _REPLY_CODE.search(text)
    lines = [line for line in tidy(text).split("\n") if _STATUS.search(line) or _REPLY_CODE.search(line)]
    return Report(found, one_line(" ".join(lines[:3]), 500) or "The mail came back.", not code or code[1] == "5")
