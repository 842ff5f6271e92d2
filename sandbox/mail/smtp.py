"""Taking in what a program sends: SMTP submission for whoever has the password of a mailbox."""

import asyncio
import base64
import hmac
import re
from contextlib import suppress
from dataclasses import dataclass, field

from sandbox.faults import SendFault
from sandbox.mail.bearers import WHY, box_for, shown
from sandbox.mail.imap.greeting import plain
from sandbox.mail.imap.words import BadCommand
from sandbox.mail.posting import carry
from sandbox.mail.reading import bare
from sandbox.network import Network
from sandbox.world.mails import Mailbox

LARGEST = 30 * 1024 * 1024
MOST_RECIPIENTS = 50
_PATH = re.compile(r"<?([^<>\s]*)>?(?:\s+(.*))?")
_ABLE = ("Sandbox mail", f"SIZE {LARGEST}", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN XOAUTH2")


ANSWERS = {
    SendFault.RATE_LIMITED: "451 4.7.1 Too many mails, try again later",
    SendFault.UNAVAILABLE: "451 4.3.2 Not accepting mails at this moment",
    SendFault.FORBIDDEN: "550 5.7.1 This mailbox may not send to this recipient",
    SendFault.SUSPENDED: "550 5.7.1 This mailbox is suspended, ask your administrator",
    SendFault.UNAUTHORIZED: "535 5.7.8 The name or the password is wrong",
    SendFault.DUPLICATE: "554 5.7.1 This mail was taken before",
}
HANGING = {SendFault.HANGING, SendFault.HANGING_ACCEPTED}


class Refused(Exception):
    """The answer to a command that was not carried out: a code and a sentence."""


class Gone(Exception):
    """The client has hung up."""


@dataclass
class Envelope:
    sender: str = ""
    recipients: list[str] = field(default_factory=list)


class Submission:
    """One connection."""

    def __init__(self, network: Network, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._network = network
        self._reader = reader
        self._writer = writer
        self._box: Mailbox | None = None
        self._envelope = Envelope()
        self._over = False

    async def talk(self) -> None:
        """Until one side ends it."""
        self._say("220 Sandbox mail is ready")
        with suppress(Gone, ConnectionError):
            while not self._over:
                try:
                    await self._one(await self._line())
                except Refused as refusal:
                    self._say(str(refusal))
        with suppress(ConnectionError):
            await self._writer.drain()

    async def _one(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO":
                self._say("\r\n".join([*(f"250-{each}" for each in _ABLE[:-1]), f"250 {_ABLE[-1]}"]))
            case "HELO":
                self._say("250 Sandbox mail")
            case "AUTH":
                await self._sign_in(rest)
            case "MAIL":
                self._from(rest)
            case "RCPT":
                self._to(rest)
            case "DATA":
                await self._data()
            case "RSET":
                self._envelope = Envelope()
                self._say("250 Forgotten")
            case "NOOP":
                self._say("250 Still here")
            case "QUIT":
                self._over = True
                self._say("221 See you")
            case _:
                raise Refused("502 This server knows no such command")

    async def _sign_in(self, rest: str) -> None:
        kind, _, first = rest.partition(" ")
        if kind.upper() == "XOAUTH2":
            await self._bear(first)
            return
        try:
            if kind.upper() == "PLAIN":
                name, password = plain((first or await self._asked("")).encode())
            elif kind.upper() == "LOGIN":
                name = _decoded(first or await self._asked("Username:"))
                password = _decoded(await self._asked("Password:"))
            else:
                raise Refused("504 Only PLAIN and LOGIN are understood here")
        except (BadCommand, ValueError):
            raise Refused("501 That cannot be read") from None
        box = self._network.world.mails.box(name)
        if box is None or not box.password or not hmac.compare_digest(box.password.encode(), password.encode()):
            raise Refused("535 The name or the password is wrong")
        self._box = box
        self._say("235 Welcome")

    async def _bear(self, first: str) -> None:
        name, token = shown((first or await self._asked("")).encode())
        self._box = box_for(self._network, name, token)
        if self._box is None:
            self._say(f"334 {WHY}")
            await self._line()
            raise Refused("535 5.7.8 The token is not good for this mailbox")
        self._say("235 Welcome")

    def _from(self, rest: str) -> None:
        if self._box is None:
            raise Refused("530 Sign in first")
        sender, options = _path(rest, "FROM:")
        if bare(sender) != self._box.address:
            raise Refused(f"553 This mailbox sends as {self._box.address} only")
        size = re.search(r"SIZE=(\d{1,15})", options.upper())
        if size and int(size[1]) > LARGEST:
            raise Refused(f"552 The mail has more than {LARGEST} bytes")
        self._envelope = Envelope(sender)
        self._say("250 Sender taken")

    def _to(self, rest: str) -> None:
        if not self._envelope.sender:
            raise Refused("503 MAIL comes first")
        recipient, _ = _path(rest, "TO:")
        local, _, domain = recipient.rpartition("@")
        if not local or not domain:
            raise Refused("550 5.1.3 That is no address")
        if len(self._envelope.recipients) >= MOST_RECIPIENTS:
            raise Refused("452 Too many recipients")
        self._envelope.recipients.append(recipient)
        self._say("250 Recipient taken")

    async def _data(self) -> None:
        if not self._envelope.recipients:
            raise Refused("503 RCPT comes first")
        self._say("354 Go on, and end with a dot on a line of its own")
        lines, size = list[bytes](), 0
        while (line := await self._raw()) != b".\r\n":
            line = line[1:] if line.startswith(b".") else line
            size += len(line)
            if size <= LARGEST:
                lines.append(line)
        if size > LARGEST:
            raise Refused(f"552 The mail has more than {LARGEST} bytes")
        envelope, self._envelope = self._envelope, Envelope()
        if fault := self._network.faults.next_fault(sends=True):
            await self._fail(fault, envelope, b"".join(lines))
            return
        carry(self._network, b"".join(lines), envelope.recipients)
        self._say("250 It is on its way")

    async def _fail(self, fault: SendFault, envelope: Envelope, content: bytes) -> None:
        """As mail servers do it."""
        if fault.accepts:
            carry(self._network, content, envelope.recipients)
        if fault in ANSWERS:
            raise Refused(ANSWERS[fault])
        if fault in {SendFault.MALFORMED, SendFault.MALFORMED_ACCEPTED}:
            self._say("<html>{")
        elif fault.is_silent:
            await asyncio.sleep(self._network.faults.now.hang_seconds if fault in HANGING else 0)
            raise Gone
        else:
            self._over = True
            raise Refused("421 4.3.0 Something broke here, closing")

    async def _asked(self, what: str) -> str:
        self._say(f"334 {base64.b64encode(what.encode()).decode()}")
        return await self._line()

    async def _line(self) -> str:
        return (await self._raw()).decode("utf-8", "replace").rstrip("\r\n")

    async def _raw(self) -> bytes:
        await self._writer.drain()
        try:
            return await self._reader.readuntil(b"\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            raise Gone from None

    def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())


def _path(rest: str, lead: str) -> tuple[str, str]:
    found = _PATH.fullmatch(rest[len(lead) :].strip()) if rest.upper().startswith(lead) else None
    if found is None:
        raise Refused(f"501 It is written {lead}<name@example.com>")
    return found[1], found[2] or ""


def _decoded(said: str) -> str:
    return base64.b64decode(said.encode()).decode()
