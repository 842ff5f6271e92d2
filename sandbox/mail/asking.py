"""The part of the client that is about mail: mailboxes, writing as somebody, reading back."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along with a mail, or came with one."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Mailed:
    """A mail as it stands in a folder of a mailbox; `id` grows with each, `message_id` is what answers refer to."""

    id: int
    mailbox: str
    folder: str
    sender: str
    to: tuple[str, ...]
    answer_to: str
    subject: str
    text: str
    message_id: str
    answers: tuple[str, ...]
    seen: bool
    at: datetime
    files: tuple[Enclosure, ...]

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__ if key not in ("to", "answers", "at", "files")}
        return cls(
            **members,
            to=tuple(found["to"]),
            answers=tuple(found["answers"]),
            at=datetime.fromisoformat(found["at"]),
            files=tuple(
                Enclosure(file["name"], file["media_type"], base64.b64decode(file["content"]))
                for file in found["files"]
            ),
        )


class MailAsking:
    """What the client of the admin API knows of mail."""

    _wire: Wire

    def open_mailbox(
        self, address: str, name: str = "", *, password: str | None = None, handle: str | None = None
    ) -> None:
        """With a password a program may sign in; with a handle that person reads it on the pages."""
        self._wire.post("mailboxes", {"address": address, "name": name, "password": password, "handle": handle})

    def share_mailbox(self, address: str, handle: str) -> None:
        """Somebody may read it, and send from it, who is not its owner."""
        self._wire.post("mailboxes/shares", {"address": address, "handle": handle})

    def withdraw_mail_access(self, address: str, *, renewal: bool = False) -> None:
        """Tokens of programs end now; with `renewal` what renews them does too."""
        self._wire.send("DELETE", "mailboxes/access", {"address": address, "renewal": renewal})

    def mail(
        self,
        sender: str,
        to: str,
        text: str,
        *,
        subject: str = "",
        name: str = "",
        at: datetime | None = None,
        files: Sequence[Enclosure] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Mailed:
        """Write a mail; with `at` it is of that time."""
        where = {"to": to, "subject": subject}
        return Mailed.of(self._wire.post("mails", _written(sender, name, text, at, files, headers) | where))

    def answer_mail(
        self,
        sender: str,
        answered: str,
        text: str,
        *,
        name: str = "",
        to: str | None = None,
        at: datetime | None = None,
        files: Sequence[Enclosure] = (),
        headers: Mapping[str, str] | None = None,
        quotes: bool = True,
    ) -> Mailed:
        """Answer a mail of one's own mailbox, by its Message-ID; below the text stands what is answered."""
        where = {"in_reply_to": answered, "to": to, "quotes": quotes}
        return Mailed.of(self._wire.post("mails", _written(sender, name, text, at, files, headers) | where))

    def mails(self, **filters: str | int) -> list[Mailed]:
        """Oldest first; filters: mailbox, folder (INBOX or Sent), from, since_id, since, limit."""
        return [Mailed.of(each) for each in self._wire.get("mails", filters)["mails"]]


def _written(
    sender: str,
    name: str,
    text: str,
    at: datetime | None,
    files: Sequence[Enclosure],
    headers: Mapping[str, str] | None,
) -> Json:
    return {
        "from": sender,
        "name": name,
        "text": text,
        "at": None if at is None else at.isoformat(),
        "files": [
            {"name": each.name, "media_type": each.media_type, "content": base64.b64encode(each.content).decode()}
            for each in files
        ],
        "headers": dict(headers or {}),
    }
