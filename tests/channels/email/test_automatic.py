"""What a machine sent is told apart, so that no machine of ours ever answers it."""

from __future__ import annotations

import pytest

from tests.channels.email.mails import PARSING, mail, received
from webcare.channels.email.parse import parse
from webcare.channels.inbound import Received


def is_automatic(raw: bytes) -> bool:
    (message,) = parse(raw, PARSING)
    assert isinstance(message, Received)
    return message.automatic


@pytest.mark.parametrize("name", ["vacation-answer", "newsletter"])
def test_machines_are_recognised(name: str) -> None:
    assert received(name).automatic


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Auto-Submitted", "auto-generated"),
        ("Auto-Submitted", "Auto-Replied (vacation); owner-email=x"),
        ("Precedence", "Bulk"),
        ("Precedence", "junk"),
        ("Precedence", "list"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("Return-Path", "<>"),
        ("List-Id", "<talk.example.test>"),
        ("X-Autoreply", "yes"),
        ("From", "No-Reply@example.test"),
        ("From", "mailer-daemon@example.test"),
        ("From", "bounces+123=x@example.test"),
    ],
)
def test_each_mark_of_a_machine_counts(field: str, value: str) -> None:
    assert is_automatic(mail(**{field.replace("-", "_"): value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (a person)"),
        ("Precedence", "first-class"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN"),
        ("Return-Path", "<mina@example.test>"),
        ("From", "noreen.plymouth@example.test"),
        ("Subject", "Out of office? Your desk at the airport was closed"),
    ],
)
def test_people_are_not_taken_for_machines(field: str, value: str) -> None:
    assert not is_automatic(mail(**{field.replace("-", "_"): value}))
