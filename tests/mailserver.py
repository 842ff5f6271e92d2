"""A real Postfix and a real Dovecot in a temporary folder on free ports of this machine, for tests that send mail.

People of `lowland.test` (ours) and of `example.test` (everybody else's) each have a mailbox; whatever stands after a
plus sign in an address is ignored by delivery, as most providers do.
"""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from imap_tools.mailbox import MailBoxUnencrypted

from tests.mailsetup import Setup

POSTFIX = Path("/usr/sbin/postfix")
DOVECOT = Path("/usr/sbin/dovecot")
PASSWORD = 'five tulips "in" a row'
PEOPLE = (
    "help@lowland.test",
    "office@lowland.test",
    "mina@example.test",
    "tomas@example.test",
    "thief@example.test",
)
PATIENCE = 30.0
OWNER = 65534  # nobody: whoever delivers and reads mail need not be root

Found = TypeVar("Found")


def missing() -> str:
    """Why the mail tests cannot run here; empty when they can."""
    if not (POSTFIX.exists() and DOVECOT.exists() and Path("/usr/lib/dovecot/imap").exists()):
        return "Postfix and Dovecot are not installed: apt-get install postfix dovecot-imapd"
    if os.geteuid() != 0:
        return "Postfix starts only as root: run the mail tests as root"
    return ""


def wait_until(found: Callable[[], Found | None], what: str) -> Found:
    """The first true value; fails with `what` after `PATIENCE`."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class MailServer:
    """Both servers; `imap_port` and `smtp_port` listen on 127.0.0.1, submission asks for the mailbox's password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imap_port, self.smtp_port, self.submission_port = _free_ports(3)
        self.certificate = folder / "certificate.pem"
        self._dovecot: subprocess.Popen[bytes] | None = None
        self._write()

    def start(self) -> None:
        """Start both, and wait until both answer."""
        _run("postfix", "-c", str(self.folder / "postfix"), "start")
        self.start_dovecot()
        for port in (self.smtp_port, self.submission_port):
            wait_until(partial(_answers, port), "Postfix to answer")

    def start_dovecot(self) -> None:
        """Start the IMAP server, again where a test has stopped it."""
        log = (self.folder / "dovecot.out").open("ab")
        self._dovecot = subprocess.Popen(
            [str(DOVECOT), "-F", "-c", str(self.folder / "dovecot.conf")], stdout=log, stderr=log
        )
        log.close()
        wait_until(lambda: _answers(self.imap_port), "Dovecot to answer")

    def stop_dovecot(self) -> None:
        """Stop the IMAP server, and with it every connection."""
        if self._dovecot:
            self._dovecot.terminate()
            self._dovecot.wait(PATIENCE)
            self._dovecot = None

    def stop(self) -> None:
        """Stop both."""
        self.stop_dovecot()
        _run("postfix", "-c", str(self.folder / "postfix"), "stop")

    def empty(self) -> None:
        """Take all mail away, as a new installation has it."""
        for person in PEOPLE:
            with self.signed_in(person) as box:
                for folder in box.folder.list():
                    box.folder.set(folder.name)
                    box.delete(box.uids())

    @contextmanager
    def signed_in(self, person: str) -> Iterator[MailBoxUnencrypted]:
        """The mailbox of somebody, in the inbox."""
        box = MailBoxUnencrypted("127.0.0.1", self.imap_port).login(person, PASSWORD)
        try:
            yield box
        finally:
            box.logout()

    def post(self, sender: str, recipient: str, mail: EmailMessage | bytes) -> None:
        """Hand in a mail from outside, as another provider's server does."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=PATIENCE) as server:
            server.sendmail(sender, [recipient], raw, ["BODY=8BITMIME"])

    def arrived(self, person: str, criteria: str = "ALL", count: int = 1) -> list[bytes]:
        """The raw mails that match in somebody's inbox, as soon as there are `count`."""

        def look() -> list[bytes] | None:
            with self.signed_in(person) as box:
                uids = box.uids(criteria)
                if len(uids) < count:
                    return None
                return [box.client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1] for uid in uids]

        return wait_until(look, f"{count} mail(s) {criteria} for {person}")

    def renumber(self, person: str) -> None:
        """Give the inbox another UIDVALIDITY, as a server restored from backup does."""
        for path in (self.folder / "mail" / person).rglob("dovecot*"):
            if path.name != "dovecot-keywords":
                path.unlink()
        for path in (self.folder / "index" / person).rglob("dovecot*"):
            path.unlink(missing_ok=True)

    def files(self, person: str, text: bytes) -> list[Path]:
        """The files of the mails in somebody's inbox that hold a text."""
        folder = self.folder / "mail" / person
        return [path for part in ("new", "cur") for path in (folder / part).iterdir() if text in path.read_bytes()]

    def _write(self) -> None:
        self.folder.chmod(0o755)
        for name in ("mail", "index"):
            path = self.folder / name
            path.mkdir()
            os.chown(path, OWNER, OWNER)
        setup = Setup(self.folder, self.certificate, PEOPLE, PASSWORD, OWNER)
        setup.certify()
        setup.write_dovecot(self.imap_port)
        setup.write_postfix(self.smtp_port, self.submission_port)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """One pair of servers for the run; skipped with the reason where they cannot be had."""
    if reason := missing():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="mail-"))
    server = MailServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.settimeout(2)
            return bool(line.recv(1))
    except OSError:
        return False


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stdout}{done.stderr}")
