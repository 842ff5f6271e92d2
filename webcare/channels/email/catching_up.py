"""Reads what is new in a mailbox since the cursor: nothing deleted, nothing marked but as read, nothing skipped."""

from __future__ import annotations

import hashlib
import imaplib
import logging
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from imap_tools.mailbox import BaseMailBox

from webcare.channels.adapter import RawEvent
from webcare.channels.email.fetched import Fetched
from webcare.channels.email.mailbox import BROKEN, opened, section, sent_folder, sizes
from webcare.channels.email.message_id import normalised
from webcare.channels.email.settings import MailSettings, settings_of
from webcare.channels.email.vouching import NOT_PROVEN, Word, vouched, vouched_by_forwarder
from webcare.lib.limits import MAIL_BYTES
from webcare.lib.names import texts
from webcare.lib.now import real_now
from webcare.lib.strain import is_strain

if TYPE_CHECKING:
    from webcare.channels.account import Account

BATCH = 200  # mails whose sizes are asked at once
log = logging.getLogger(__name__)
FIRST_PART = 200_000  # bytes of a mail that is too large which are fetched all the same
OVERLAP = timedelta(days=2)  # when the server numbered its mail anew: how far before the last one we look again

_HEADED_ID = re.compile(rb"^message-id:[ \t]*((?:.|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


class _Unreadable(Exception):
    """The server lives, and does not hand out this one mail."""


@dataclass(slots=True)
class Place:
    """How far one folder was read: the server's numbering, the last number, the day of the last mail."""

    folder: str  # "inbox" or "sent"
    name: str  # on the server
    uidvalidity: int = 0
    uid: int = 0
    day: str = ""

    def remember(self, account: Account) -> None:
        """Put it into the account's cursor; storing that is the caller's."""
        prefix = _prefix(self.folder)
        known = {f"{prefix}uidvalidity": self.uidvalidity, f"{prefix}uid": self.uid, f"{prefix}day": self.day}
        account.cursor = {**account.cursor, **known}


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Every mail since the cursor, which is advanced in `account.cursor` with each one that is handed out."""
    settings = settings_of(account)
    reader = _Reader(account, settings)
    while not reader.done:
        with opened(settings) as box:
            yield from reader.read(box)


def places(account: Account, settings: MailSettings, box: BaseMailBox) -> list[Place]:
    """The folders to read, with how far each was read."""
    names = {"inbox": "INBOX"}
    if settings.reads_sent and (sent := sent_folder(box)):
        names["sent"] = sent
    return [_place(account, folder, name) for folder, name in names.items()]


def to_the_end(box: BaseMailBox, place: Place) -> None:
    """Take everything that stands in the folder as read."""
    status = box.folder.status(place.name, ["UIDVALIDITY", "UIDNEXT"])
    place.uidvalidity, place.uid = status["UIDVALIDITY"], max(0, status["UIDNEXT"] - 1)
    place.day = real_now().date().isoformat()


def key_of(account_id: str, raw: bytes) -> str:
    """The same for the same mail however often it is fetched, another for any other, whatever Message-ID it claims."""
    claimed = _HEADED_ID.search(raw[:100_000])
    message_id = normalised(claimed[1].decode("ascii", "replace"))[:120] if claimed else ""
    digest = hashlib.sha256(account_id.encode("utf-8", "replace") + b"\n" + raw).hexdigest()
    return f"{''.join(letter for letter in message_id if letter.isprintable())}|{digest}"


def _place(account: Account, folder: str, name: str) -> Place:
    prefix = _prefix(folder)
    uidvalidity, uid = (account.cursor.get(f"{prefix}{field}") or 0 for field in ("uidvalidity", "uid"))
    return Place(folder, name, int(uidvalidity), int(uid), str(account.cursor.get(f"{prefix}day") or ""))


def _prefix(folder: str) -> str:
    return "" if folder == "inbox" else f"{folder}_"


class _Reader:
    """Reads until everything is read or a mail breaks the connection; then it goes on behind that mail on another."""

    def __init__(self, account: Account, settings: MailSettings) -> None:
        self.account = account
        self.settings = settings
        self.batch = BATCH
        self.done = False

    def _proven(self, place: Place, raw: bytes) -> Word:
        """Asked while the mail is fetched: keys are changed, and what the server found out was found out then."""
        if place.folder != "inbox":
            return Word(None)
        try:
            found = Word(vouched(raw, self.settings.authenticated_by, texts, real_now()))
            if found.domain == NOT_PROVEN and self.settings.forwarders:
                found = vouched_by_forwarder(raw, self.settings.forwarders, texts, real_now())
            return found
        except Exception as error:
            if is_strain(error):
                raise
            log.exception("Who sent a mail could not be found out")  # what is behind it comes in all the same
            return Word(None)

    def read(self, box: BaseMailBox) -> Iterator[RawEvent]:
        for place in places(self.account, self.settings, box):
            box.folder.set(place.name, readonly=not self.settings.marks_seen or place.folder == "sent")
            uids = _new(box, place)
            for start in range(0, len(uids), self.batch):
                try:
                    measured = sizes(box, uids[start : start + self.batch])
                except BROKEN:
                    if self.batch > 1:
                        self.batch = 1  # one of them cannot be read: find out which
                        return
                    measured = [(uids[start], 0, None)]
                for uid, size, at in measured:
                    if not (yield from self._hand_out(box, place, uid, size, at)):
                        return
        self.done = True

    def _hand_out(
        self, box: BaseMailBox, place: Place, uid: int, size: int, at: datetime | None
    ) -> Generator[RawEvent, None, bool]:
        """One mail; false when the connection is of no more use."""
        left = size if size > MAIL_BYTES else None
        broken = False
        try:
            raw = _fetch(box, uid, size)
        except BROKEN:
            broken = True
            try:
                raw = _fetch_again(self.settings, place, uid, size)
            except _Unreadable:
                raw, left = _stand_in(place, uid), size
        place.uid = uid
        place.day = max(place.day, (at or real_now()).date().isoformat())
        place.remember(self.account)
        if raw is None:
            return not broken  # somebody deleted it a moment ago
        proven = self._proven(place, raw) if left is None else Word(None)
        noted = Fetched(place.folder, at, left, proven.domain, self.settings.aliases, proven.forwarder)
        yield RawEvent(key_of(self.account.external_id, raw), noted.mark(raw))
        if self.settings.marks_seen and place.folder == "inbox" and left is None and not broken:
            box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        return not broken


def _new(box: BaseMailBox, place: Place) -> list[int]:
    """The numbers of the mails to read, oldest first."""
    uidvalidity = box.folder.status(place.name, ["UIDVALIDITY"])["UIDVALIDITY"]
    if place.uidvalidity == uidvalidity:
        found = [int(uid) for uid in box.uids(f"UID {place.uid + 1}:*")]
        return sorted(uid for uid in found if uid > place.uid)
    # The server numbered its mail anew, so that our number means nothing: what we have already is known by its key.
    criteria = "ALL"
    if place.uidvalidity and place.day:
        since = datetime.fromisoformat(place.day).replace(tzinfo=UTC) - OVERLAP
        criteria = f"SINCE {imaplib.Time2Internaldate(since)[1:12]}"
    place.uidvalidity, place.uid = uidvalidity, 0
    return sorted(int(uid) for uid in box.uids(criteria))


def _fetch(box: BaseMailBox, uid: int, size: int) -> bytes | None:
    if size <= MAIL_BYTES:
        return section(box, uid, "BODY.PEEK[]")
    head = section(box, uid, "BODY.PEEK[HEADER]")
    return None if head is None else head + (section(box, uid, f"BODY.PEEK[1]<0.{FIRST_PART}>") or b"")


def _fetch_again(settings: MailSettings, place: Place, uid: int, size: int) -> bytes | None:
    """On a fresh connection, since a broken line is no reason to pass over a mail; Unreadable if it breaks that too."""
    with opened(settings) as box:
        box.folder.set(place.name, readonly=True)
        try:
            return _fetch(box, uid, size)
        except BROKEN as error:
            said = str(error)
    with opened(settings) as box:  # a DeliveryError if it is the server that is down
        box.folder.set(place.name, readonly=True)
    raise _Unreadable(said)


def _stand_in(place: Place, uid: int) -> bytes:
    """What is kept of a mail that the server will not hand out, so that people see that there is one."""
    return f"Subject: mail {uid} of {place.uidvalidity} in the folder {place.name}\r\n\r\n".encode()
