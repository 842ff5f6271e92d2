"""Whatever an agent or a customer's name holds, a mail comes out as it was meant, or nothing at all."""

from __future__ import annotations

import email
import email.policy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.email.mails import KEY
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.email.composing import composed, written
from webcare.channels.email.settings import MailSettings, Server

SETTINGS = MailSettings(
    address="help@lowland.test", display_name="Lowland Air", username="help", imap=Server("localhost", 143, "none"),
    smtp=Server("localhost", 25, "none"), imap_password="", smtp_password="", reply_address="help@lowland.test",
)  # fmt: skip
FIELDS = {
    "from", "to", "subject", "date", "message-id", "x-webcare-id", "reply-to", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text('ab@<>,;:"\\()[] .\r\n\t\x00=?ü\u202e\ud800', max_size=30),
    st.sampled_from(
        ["mina@example.test", "=?utf-8?q?x?=", "a@b\r\nBcc: c@d", "zoë@exämple.test", "a" * 400 + "@b.test"]
    ),
)


@given(
    st.one_of(st.just("mina@example.test"), ANYTHING),
    ANYTHING,
    ANYTHING,
    ANYTHING,
    ANYTHING,
    st.lists(ANYTHING, max_size=3),
)
@settings(max_examples=400, deadline=None)
def test_no_word_becomes_a_field(
    recipient: str, name: str, subject: str, text: str, filename: str, references: list[str]
) -> None:
    outgoing = Outgoing(
        "a-key", text, True, recipient, name, references[0] if references else "", tuple(references), "t", subject, 7,
        (OutgoingFile(filename, subject, b"x"),),
    )  # fmt: skip
    try:
        raw = written(composed(outgoing, SETTINGS, KEY))
    except DeliveryError:
        return
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    names = [field.lower() for field in mail.keys()]  # noqa: SIM118 - a mail may hold a field twice
    assert set(names) <= FIELDS
    assert len(names) == len(set(names))
    assert len(mail["To"].addresses) == 1
    assert len(mail["From"].addresses) == 1


def test_a_long_exchange_keeps_its_root_and_its_end() -> None:
    ids = tuple(f"{number}@example.test" for number in range(200))
    mail = composed(Outgoing("k", "x", True, "mina@example.test", "", ids[-1], ids), SETTINGS, KEY)
    sent = mail["References"].split()
    assert (sent[0], sent[-1], len(sent)) == ("<0@example.test>", "<199@example.test>", 20)
