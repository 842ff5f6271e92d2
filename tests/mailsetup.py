"""How Postfix and Dovecot are set up for a test: everything in one folder, nothing of the machine's own."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Setup:
    """`owner` is the number of the user to whom all mail belongs."""

    folder: Path
    certificate: Path
    people: tuple[str, ...]
    password: str
    owner: int

    def certify(self) -> None:
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
        self.certificate.write_bytes(secret + certificate.public_bytes(Encoding.PEM))

    def write_dovecot(self, port: int) -> None:
        users = "".join(f"{person}:{{PLAIN}}{self.password}::::::\n" for person in self.people)
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
            mail_uid = {self.owner}
            mail_gid = {self.owner}
            first_valid_uid = 1
            passdb {{
              driver = passwd-file
              args = scheme=PLAIN {self.folder}/users
            }}
            userdb {{
              driver = static
              args = uid={self.owner} gid={self.owner} home={self.folder}/mail/%u
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
                port = {port}
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

    def write_postfix(self, smtp_port: int, submission_port: int) -> None:
        config = self.folder / "postfix"
        queue, data = self.folder / "queue", self.folder / "data"
        for path in (config, queue, data):
            path.mkdir()
        shutil.chown(data, "postfix")
        (config / "mailboxes").write_text("".join(f"{person} {person}/\n" for person in self.people))
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
            virtual_uid_maps = static:{self.owner}
            virtual_gid_maps = static:{self.owner}
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
        ports = {"smtp": smtp_port, "submission": submission_port}
        (config / "master.cf").write_text(textwrap.dedent(services).format(**ports))
