"""Reports about what we sent are told apart from what customers write."""

from __future__ import annotations

import pytest

from tests.channels.email.mails import SENT, US, received, understood
from webcare.channels.inbound import Bounced


def test_a_bounce_names_our_answer_and_why_it_failed() -> None:
    assert understood("bounce-postfix") == [
        Bounced(US, SENT, "550 5.1.1 <mina@example.test>: no such mailbox here", permanent=True)
    ]


def test_a_delay_is_not_final() -> None:
    assert understood("bounce-that-only-delays") == [Bounced(US, SENT, "connection timed out", permanent=False)]


def test_a_bounce_without_the_returned_mail_names_it_by_its_envelope() -> None:
    (bounced,) = understood("bounce-without-the-returned-mail")
    assert isinstance(bounced, Bounced)
    assert bounced.external_id == SENT


def test_a_bounce_in_prose_is_understood_by_the_id_of_our_mail() -> None:
    (bounced,) = understood("bounce-in-prose")
    assert isinstance(bounced, Bounced)
    assert (bounced.external_id, bounced.permanent) == (SENT, True)
    assert "550 5.2.1 this mailbox is closed" in bounced.reason


def test_a_bounce_of_what_we_never_sent_is_a_machines_mail() -> None:
    """Somebody spams in our name; a report that is not ours must not be lost, nor be answered."""
    message = received("bounce-of-somebody-elses-mail")
    assert message.automatic
    assert message.author.external_id == "mailer-daemon@old.example.test"


@pytest.mark.parametrize("name", ["delivered-report", "read-receipt"])
def test_good_news_about_our_mail_is_no_work(name: str) -> None:
    assert understood(name) == []
