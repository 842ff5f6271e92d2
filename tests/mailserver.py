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
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from imap_tools.mailbox import MailBoxUnencrypted

POSTFIX = Path("/usr/sbin/postfix")
DOVECOT = Path("/usr/sbin/dovecot")
PASSWORD = "five tulips \"in\" a row"
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
        _write_certificate(self.certificate)
        self._write_dovecot()
        self._write_postfix()

    def _write_dovecot(self) -> None:
        users = "".join(f"{person}:{{PLAIN}}{PASSWORD}::::::\n" for person in PEOPLE)
        (self.folder / "users").write_text(users)
        (self.folder / "dovecot.conf").write_text(
            textwrap.dedent(f"""\
            protocols = imap
            base_dir = {self.folder}/run
            state_dir = {self.folder}/state
            log_path = {self.folder}/dovecot.log
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{self.certificate}
            ssl_key = <{self.certificate}
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            auth_failure_delay = 0
            default_login_user = nobody
            default_internal_user = nobody
            default_internal_group = nogroup
            default_vsz_limit = 1G
            mail_max_userip_connections = 100
            mail_location = maildir:{self.folder}/mail/%u:INDEX={self.folder}/index/%u
            mail_uid = {OWNER}
            mail_gid = {OWNER}
            first_valid_uid = 1
            passdb {{
              driver = passwd-file
              args = scheme=PLAIN {self.folder}/users
            }}
            userdb {{
              driver = static
              args = uid={OWNER} gid={OWNER} home={self.folder}/mail/%u
            }}
            namespace inbox {{
              inbox = yes
              separator = /
              mailbox Sent {{
                auto = subscribe
                special_use = \\Sent
              }}
            }}
            service imap-login {{
              chroot =
              inet_listener imap {{
                port = {self.imap_port}
              }}
              inet_listener imaps {{
                port = 0
              }}
            }}
            service anvil {{
              chroot =
              unix_listener anvil-auth-penalty {{
                mode = 0
              }}
            }}
            service stats {{
              chroot =
            }}
            service auth {{
              unix_listener {self.folder}/sasl {{
                mode = 0666
              }}
            }}
            """)
        )

    def _write_postfix(self) -> None:
        config = self.folder / "postfix"
        queue, data = self.folder / "queue", self.folder / "data"
        for path in (config, queue, data):
            path.mkdir()
        shutil.chown(data, "postfix")
        (config / "mailboxes").write_text("".join(f"{person} {person}/\n" for person in PEOPLE))
        (config / "main.cf").write_text(
            textwrap.dedent(f"""\
            compatibility_level = 3.6
            queue_directory = {queue}
            data_directory = {data}
            daemon_directory = /usr/lib/postfix/sbin
            command_directory = /usr/sbin
            maillog_file = {self.folder}/postfix.log
            maillog_file_prefixes = {self.folder}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.lowland.test
            mydestination =
            mynetworks = 127.0.0.0/8
            local_transport = error:no local delivery
            default_transport = error:5.4.4 there is no other network here
            relay_transport = error:no relaying
            alias_maps =
            alias_database =
            virtual_mailbox_domains = lowland.test, example.test
            virtual_mailbox_base = {self.folder}/mail
            virtual_mailbox_maps = texthash:{config}/mailboxes
            virtual_uid_maps = static:{OWNER}
            virtual_gid_maps = static:{OWNER}
            virtual_minimum_uid = 1
            virtual_mailbox_limit = 0
            message_size_limit = 60000000
            recipient_delimiter = +
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = {self.folder}/sasl
            smtpd_reject_unlisted_recipient = no
            smtpd_peername_lookup = no
            smtpd_tls_cert_file = {self.certificate}
            smtpd_tls_key_file = {self.certificate}
            smtpd_tls_security_level = may
            submission_recipient_restrictions =
              check_recipient_access inline:{{
                {{ full@example.test = 452 4.2.2 the mailbox is full }}
                {{ barred@example.test = 550 5.7.1 your mail is not wanted }} }},
              permit_sasl_authenticated, reject
            """)
        )
        services = """\
            127.0.0.1:{smtp} inet n - n - - smtpd
            127.0.0.1:{submission} inet n - n - - smtpd
              -o smtpd_sasl_auth_enable=yes -o mynetworks=192.0.2.1/32
              -o smtpd_recipient_restrictions=$submission_recipient_restrictions
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            showq unix n - n - - showq
            tlsmgr unix - - n 1000? 1 tlsmgr
            flush unix n - n 1000? 0 flush
            postlog unix-dgram n - n - 1 postlogd
            """
        ports = {"smtp": self.smtp_port, "submission": self.submission_port}
        (config / "master.cf").write_text(textwrap.dedent(services).format(**ports))


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


def _write_certificate(path: Path) -> None:
    """A certificate for this machine that nobody else trusts, together with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))


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
