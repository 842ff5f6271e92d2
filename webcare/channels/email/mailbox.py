"""Reads a mailbox over IMAP: what is new since the cursor, nothing deleted, nothing marked but as read."""

from __future__ import annotations

import contextlib
import hashlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.email.fetched import Fetched
from webcare.channels.email.message_id import normalised
from webcare.channels.email.settings import MailSettings, settings_of
from webcare.lib.limits import MAIL_BYTES
from webcare.lib.now import real_now

if TYPE_CHECKING:
    from webcare.channels.account import Account

PATIENCE = 30.0  # seconds for any answer of the server
BATCH = 200  # mails whose sizes are asked at once
FIRST_PART = 200_000  # bytes of a mail that is too large which are fetched all the same
OVERLAP = timedelta(days=2)  # when the server numbered its mail anew: how far before the last one we look again

_SENT_NAMES = ("sent", "sent items", "sent mail", "sent messages", "inbox.sent", "inbox/sent")
_SIZE = re.compile(rb"UID (\d+)|RFC822\.SIZE (\d+)")
_HEADED_ID = re.compile(rb"^message-id:[ \t]*((?:.|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


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


@contextlib.contextmanager
def opened(settings: MailSettings) -> Iterator[BaseMailBox]:
    """A mailbox, signed in. Whatever goes wrong with it becomes a DeliveryError with a sentence."""
    host = settings.imap.host
    try:
        box = _connected(settings)
        try:
            _sign_in(box, settings)
            yield box
        finally:
            with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                box.logout()
    except MailboxLoginError as error:
        raise _refused(settings, str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(f"{host} shows a certificate that is not trusted: {error.verify_message}.") from error
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as error:
        raise DeliveryError(f"The incoming mail server {host} cannot be used now: {error}.") from error


def _connected(settings: MailSettings) -> BaseMailBox:
    server = settings.imap
    if server.security == "none":
        return MailBoxUnencrypted(server.host, server.port, timeout=PATIENCE)
    kind = MailBox if server.security == "tls" else MailBoxStartTls
    return kind(server.host, server.port, timeout=PATIENCE, ssl_context=ssl.create_default_context())


def _sign_in(box: BaseMailBox, settings: MailSettings) -> None:
    try:
        if (settings.username + settings.imap_password).isascii():
            box.login(settings.username, settings.imap_password, initial_folder=None)
        else:
            box.login_utf8(settings.username, settings.imap_password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise _refused(settings, str(error)) from error


def _refused(settings: MailSettings, said: str) -> DeliveryError:
    if "UNAVAILABLE" in said or "INUSE" in said:
        return DeliveryError(f"{settings.imap.host} cannot check passwords at the moment; it will be tried again.")
    return DeliveryError(
        f"{settings.imap.host} refuses the user name {settings.username!r} or its password. Enter the password again; "
        "with two-step sign-in the provider wants an app password.",
        permanent=True,
        reauth=True,
    )


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Every mail since the cursor, which is advanced in `account.cursor` with each one that is handed out."""
    settings = settings_of(account)
    with opened(settings) as box:
        for place in places(account, settings, box):
            yield from _read(account, settings, box, place)


def places(account: Account, settings: MailSettings, box: BaseMailBox) -> list[Place]:
    """The folders to read, with how far each was read."""
    names = {"inbox": "INBOX"}
    if settings.reads_sent and (sent := sent_folder(box)):
        names["sent"] = sent
    return [_place(account, folder, name) for folder, name in names.items()]


def _place(account: Account, folder: str, name: str) -> Place:
    prefix = _prefix(folder)
    uidvalidity, uid = (account.cursor.get(f"{prefix}{field}") or 0 for field in ("uidvalidity", "uid"))
    return Place(folder, name, int(uidvalidity), int(uid), str(account.cursor.get(f"{prefix}day") or ""))


def _prefix(folder: str) -> str:
    return "" if folder == "inbox" else f"{folder}_"


def sent_folder(box: BaseMailBox) -> str | None:
    """The folder in which mail programs file what was sent: as the server names it, else by its usual names."""
    folders = box.folder.list()
    for folder in folders:
        if any(flag.lower() == "\\sent" for flag in folder.flags):
            return str(folder.name)
    return next((str(folder.name) for folder in folders if folder.name.lower() in _SENT_NAMES), None)


def to_the_end(box: BaseMailBox, place: Place) -> None:
    """Take everything that stands in the folder as read."""
    status = box.folder.status(place.name, ["UIDVALIDITY", "UIDNEXT"])
    place.uidvalidity, place.uid = status["UIDVALIDITY"], max(0, status["UIDNEXT"] - 1)
    place.day = real_now().date().isoformat()


def _read(account: Account, settings: MailSettings, box: BaseMailBox, place: Place) -> Iterator[RawEvent]:
    box.folder.set(place.name, readonly=not settings.marks_seen or place.folder == "sent")
    uids = _new(box, place)
    for start in range(0, len(uids), BATCH):
        for uid, size, at in _sizes(box, uids[start : start + BATCH]):
            raw = _fetch(box, uid, size)
            place.uid = uid
            place.day = max(place.day, (at or real_now()).date().isoformat())
            place.remember(account)
            if raw is None:
                continue  # somebody deleted it a moment ago
            left = size if size > MAIL_BYTES else None
            yield RawEvent(key_of(account.external_id, raw), Fetched(place.folder, at, left).mark(raw))
            if settings.marks_seen and place.folder == "inbox" and left is None:
                box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")


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


def _sizes(box: BaseMailBox, uids: Sequence[int]) -> list[tuple[int, int, datetime | None]]:
    """Number, size and time of arrival of each mail, oldest first."""
    found = []
    for line in _asked(box, ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)"):
        text = line if isinstance(line, bytes) else b" ".join(line or ())
        numbers = {bool(uid): int(uid or size) for uid, size in _SIZE.findall(text)}
        if len(numbers) == 2:
            found.append((numbers[True], numbers[False], _arrival(text)))
    return sorted(found)


def _arrival(line: bytes) -> datetime | None:
    local = imaplib.Internaldate2tuple(line)
    try:
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (OverflowError, ValueError):
        return None


def _fetch(box: BaseMailBox, uid: int, size: int) -> bytes | None:
    if size <= MAIL_BYTES:
        return _section(box, uid, "BODY.PEEK[]")
    head = _section(box, uid, "BODY.PEEK[HEADER]")
    return None if head is None else head + (_section(box, uid, f"BODY.PEEK[1]<0.{FIRST_PART}>") or b"")


def _section(box: BaseMailBox, uid: int, section: str) -> bytes | None:
    found = [line for line in _asked(box, str(uid), f"(UID {section})") if isinstance(line, tuple)]
    return bytes(found[0][1]) if found else None


def _asked(box: BaseMailBox, uids: str, what: str) -> list[Any]:
    status, lines = box.client.uid("FETCH", uids, what)
    if status != "OK":
        raise DeliveryError(f"The incoming mail server will not hand out its mail: {lines!r}.")
    return lines or []


def key_of(account_id: str, raw: bytes) -> str:
    """The same for the same mail however often it is fetched, another for any other, whatever Message-ID it claims."""
    claimed = _HEADED_ID.search(raw[:100_000])
    message_id = normalised(claimed[1].decode("ascii", "replace"))[:120] if claimed else ""
    digest = hashlib.sha256(account_id.encode("utf-8", "replace") + b"\n" + raw).hexdigest()
    return f"{''.join(letter for letter in message_id if letter.isprintable())}|{digest}"


def find(account: Account, message_id: str) -> datetime | None:
    """When the mail with this Message-ID was filed in the Sent folder; None if it does not stand there."""
    settings = settings_of(account)
    with opened(settings) as box:
        name = sent_folder(box)
        if name is None:
            return None
        box.folder.set(name, readonly=True)
        found = box.uids(f'OR HEADER Message-ID "{message_id}" HEADER X-Webcare-Id "{message_id}"')
        sizes = _sizes(box, [int(found[-1])]) if found else []
        return (sizes[0][2] or real_now()) if sizes else None


def file_sent(settings: MailSettings, raw: bytes) -> bool:
    """Put a copy of what we sent into the Sent folder; False where there is none."""
    with opened(settings) as box:
        name = sent_folder(box)
        if name is None:
            return False
        box.append(raw, name, flag_set=[r"\Seen"])
        return True
