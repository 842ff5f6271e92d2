"""The make-believe mail: mailboxes, and what stands in their two folders; nothing is ever deleted."""

import random
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.world.database import Database, marks
from sandbox.world.users import User

INBOX, SENT = "INBOX", "Sent"
FOLDERS = (INBOX, SENT)
SEEN = r"\Seen"
AT_HOME = "post.example"  # where people have their mailbox unless they are given another


@dataclass(frozen=True)
class Mailbox:
    """Without a password nobody signs in to it with a mail program; `owner_id` is who reads it on the pages."""

    id: int
    address: str
    name: str
    password: str
    owner_id: str | None
    uidvalidity: int


@dataclass(frozen=True)
class Mail:
    """One mail in one folder of one mailbox; `thread` is the Message-ID with which the exchange began, as far as the
    mailbox knows it. Its bytes are asked for by themselves."""

    id: int
    mailbox_id: int
    folder: str
    uid: int
    message_id: str
    thread: str
    sender: str
    flags: frozenset[str]
    arrived_at: int
    size: int

    @property
    def is_unread(self) -> bool:
        return self.folder == INBOX and SEEN not in self.flags


@dataclass(frozen=True)
class NewMail:
    folder: str
    message_id: str
    answers: tuple[str, ...]
    sender: str
    flags: frozenset[str]
    arrived_at: int
    content: bytes


_COLUMNS = "id, mailbox_id, folder, uid, message_id, thread, sender, flags, arrived_at, size"


class Mails:
    def __init__(self, database: Database) -> None:
        self._database = database

    # Mailboxes

    def open(self, address: str, name: str = "", password: str = "", owner_id: str | None = None) -> Mailbox:
        """The mailbox of an address, made if need be; what is given replaces what was known."""
        rows = self._database.rows(
            "INSERT INTO mailboxes (address, name, password, owner_id, uidvalidity) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (address) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), name),"
            " password = coalesce(nullif(excluded.password, ''), password), owner_id = coalesce(excluded.owner_id, owner_id)"
            " RETURNING *",
            address.lower(),
            name,
            password,
            None if owner_id is None else int(owner_id),
            random.randrange(1, 1 << 31),
        )
        return _mailbox(rows[0])

    def box(self, address: str) -> Mailbox | None:
        row = self._database.row("SELECT * FROM mailboxes WHERE address = ?", address)
        return None if row is None else _mailbox(row)

    def box_with(self, box_id: int) -> Mailbox:
        """The mailbox in which a mail stands."""
        return _mailbox(self._database.rows("SELECT * FROM mailboxes WHERE id = ?", box_id)[0])

    def box_of(self, user: User) -> Mailbox:
        """Where this person's mail is."""
        row = self._database.row("SELECT * FROM mailboxes WHERE owner_id = ? ORDER BY id LIMIT 1", int(user.id))
        if row is not None:
            return _mailbox(row)
        return self.open(f"{user.username}@{AT_HOME}", user.name, owner_id=user.id)

    def boxes(self, owners: Iterable[User]) -> list[Mailbox]:
        ids = [int(user.id) for user in owners]
        rows = self._database.rows(
            f"SELECT * FROM mailboxes WHERE owner_id IN ({marks(len(ids))}) ORDER BY address", *ids
        )
        return [_mailbox(row) for row in rows]

    # Mails

    def keep(self, box: Mailbox, new: NewMail) -> Mail:
        thread = self._thread(box, new)
        self._database.run(
            "INSERT INTO mails (mailbox_id, folder, uid, message_id, thread, sender, flags, arrived_at, size, content)"
            " VALUES (?, ?, (SELECT coalesce(max(uid), 0) + 1 FROM mails WHERE mailbox_id = ? AND folder = ?),"
            f" {marks(7)})",
            box.id,
            new.folder,
            box.id,
            new.folder,
            new.message_id,
            thread,
            new.sender,
            " ".join(sorted(new.flags)),
            new.arrived_at,
            len(new.content),
            new.content,
        )
        return self._several("id = last_insert_rowid()")[0]

    def get(self, mail_id: int) -> Mail | None:
        return next(iter(self._several("id = ?", mail_id)), None)

    def content(self, mail: Mail) -> bytes:
        row = self._database.row("SELECT content FROM mails WHERE id = ?", mail.id)
        return b"" if row is None else bytes(row["content"])

    def folder(self, box: Mailbox, folder: str) -> list[Mail]:
        """In the order of their numbers."""
        return self._several("mailbox_id = ? AND folder = ? ORDER BY uid", box.id, folder)

    def known(self, box: Mailbox, message_id: str) -> Mail | None:
        return next(iter(self._several("mailbox_id = ? AND message_id = ? LIMIT 1", box.id, message_id)), None)

    def thread(self, box: Mailbox, thread: str) -> list[Mail]:
        """Oldest first."""
        return self._several("mailbox_id = ? AND thread = ? ORDER BY arrived_at, id", box.id, thread)

    def latest_of_each(self, box: Mailbox, limit: int = 200) -> list[Mail]:
        """The newest mail of every exchange, newest first."""
        newest = "SELECT max(arrived_at), id FROM mails WHERE mailbox_id = ? GROUP BY thread"
        return self._several(
            f"id IN (SELECT id FROM ({newest})) ORDER BY arrived_at DESC, id DESC LIMIT ?", box.id, limit
        )

    def search(
        self,
        *,
        box: Mailbox | None = None,
        folder: str | None = None,
        sender: str | None = None,
        since_id: int = 0,
        since: int = 0,
        limit: int = 1000,
    ) -> list[Mail]:
        """Oldest first."""
        return self._several(
            "id > ? AND arrived_at >= ? AND mailbox_id = coalesce(?, mailbox_id) AND folder = coalesce(?, folder)"
            " AND sender = coalesce(?, sender) ORDER BY id LIMIT ?",
            since_id,
            since,
            box and box.id,
            folder,
            sender,
            limit,
        )

    def mark(self, mail: Mail, flags: frozenset[str]) -> None:
        self._database.run("UPDATE mails SET flags = ? WHERE id = ?", " ".join(sorted(flags)), mail.id)

    def read(self, mails: Iterable[Mail]) -> None:
        for mail in mails:
            if SEEN not in mail.flags:
                self.mark(mail, mail.flags | {SEEN})

    def unread(self, user: User) -> int:
        return self._database.number(
            "SELECT count(*) FROM mails WHERE folder = ? AND flags NOT LIKE '%Seen%'"
            " AND mailbox_id IN (SELECT id FROM mailboxes WHERE owner_id = ?)",
            INBOX,
            int(user.id),
        )

    def count(self) -> int:
        return self._database.number("SELECT count(*) FROM mails")

    def _thread(self, box: Mailbox, new: NewMail) -> str:
        found = (self.known(box, message_id) for message_id in new.answers)
        return next((mail.thread for mail in found if mail is not None), new.message_id)

    def _several(self, condition: str, *values: object) -> list[Mail]:
        return [_mail(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM mails WHERE {condition}", *values)]


def _mailbox(row: sqlite3.Row) -> Mailbox:
    owner = row["owner_id"]
    return Mailbox(
        row["id"],
        row["address"],
        row["name"],
        row["password"],
        None if owner is None else str(owner),
        row["uidvalidity"],
    )


def _mail(row: sqlite3.Row) -> Mail:
    return Mail(
        id=row["id"],
        mailbox_id=row["mailbox_id"],
        folder=row["folder"],
        uid=row["uid"],
        message_id=row["message_id"],
        thread=row["thread"],
        sender=row["sender"],
        flags=frozenset(row["flags"].split()),
        arrived_at=row["arrived_at"],
        size=row["size"],
    )
