"""The address that a customer answers to proves who may use it, and for which conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.email.mails import KEY
from webcare.channels.email.reply_address import address_for, conversation_of

SIGNED = address_for("reply@lowland.test", 4711, "mina@example.test", KEY)


def test_it_survives_what_mail_programs_do_to_addresses() -> None:
    assert len(SIGNED.partition("@")[0]) <= 64
    for written in (SIGNED, SIGNED.upper(), f" {SIGNED} ", SIGNED.title()):
        assert conversation_of([written], "MINA@example.test", KEY) == 4711


@pytest.mark.parametrize(
    ("address", "sender", "key"),
    [
        (SIGNED, "thief@example.test", KEY),
        (SIGNED, "mina@example.test", b"some other key"),
        (SIGNED, "mina@example.test", b""),
        (SIGNED.replace("4711", "4712"), "mina@example.test", KEY),
        (SIGNED.replace("4711.", "4711.a"), "mina@example.test", KEY),
        ("reply@lowland.test", "mina@example.test", KEY),
        ("reply+4711@lowland.test", "mina@example.test", KEY),
        ("reply+4711.@lowland.test", "mina@example.test", KEY),
        ("reply+" + "9" * 400 + ".aaaaaaaaaaaaaaaa@lowland.test", "mina@example.test", KEY),
    ],
)
def test_whatever_is_not_exactly_that_leads_nowhere(address: str, sender: str, key: bytes) -> None:
    assert conversation_of([address], sender, key) is None


@given(st.integers(1, 10**17), st.emails())
def test_every_conversation_and_sender_have_their_own(conversation: int, sender: str) -> None:
    address = address_for("help@lowland.test", conversation, sender, KEY)
    assert conversation_of(["x@y.test", address], sender.upper().lower(), KEY) == conversation
    assert conversation_of([address], f"x{sender}", KEY) is None
