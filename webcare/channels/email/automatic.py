"""Tells mail that a machine sent from mail that a person sent, after RFC 3834 and the habits of mail programs."""

from __future__ import annotations

import re
from typing import Protocol

_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_MARKS = (
    "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply",
    "List-Id", "List-Unsubscribe", "Feedback-ID", "X-Loop", "X-FC-MachineGenerated",
)  # fmt: skip
FIELDS = (*_MARKS, "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "Return-Path")  # all that is looked at
_SUPPRESSED = {"all", "autoreply", "oof"}  # DR, RN and NRN are about receipts: people send those too
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|(?:no|do-?not)[-_.]?reply|bounces?|listserv|majordomo)(?:[-+_.=].*)?@.*"
)


class Headers(Protocol):
    """Where the fields of a mail are read; absent ones are empty."""

    def header(self, name: str) -> str: ...

    def has(self, name: str) -> bool: ...


def is_automatic(mail: Headers, sender: str) -> bool:
    """Whether nobody wrote this by hand, so that it must never be answered by a machine."""
    return (
        _submitted_by_machine(mail.header("Auto-Submitted"))
        or mail.header("Precedence").strip().lower() in _BULK
        or bool(_SUPPRESSED & _words(mail.header("X-Auto-Response-Suppress")))
        or any(mail.has(name) for name in _MARKS)
        or has_null_sender(mail)
        or bool(_NOBODY.fullmatch(sender.lower()))
    )


def has_null_sender(mail: Headers) -> bool:
    """Whether it came from `<>`, as reports and well-behaved automatic answers do."""
    return mail.has("Return-Path") and mail.header("Return-Path").replace(" ", "") in ("<>", "")


def _submitted_by_machine(value: str) -> bool:
    word = re.split(r"[;(]", value, maxsplit=1)[0].strip().lower()
    return word not in ("", "no")


def _words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")}
