"""Who wrote a mail is found in From's address, whatever its display name pretends to be."""

from __future__ import annotations

import pytest

from tests.channels.email.mails import PARSING, mail
from webcare.channels.email.parse import parse
from webcare.channels.inbound import Received, Unparsable


@pytest.mark.parametrize(
    "written",
    [
        "=?utf-8?q?victim@example.com?= <attacker@evil.test>",
        "=?utf-8?q?victim=40example.com=2C?= <attacker@evil.test>",
        "=?utf-8?b?dmljdGltQGV4YW1wbGUuY29t?=, <attacker@evil.test>",
        "=?utf-8?q?a_<victim@example.com>?= <attacker@evil.test>",
        "<attacker@evil.test> =?utf-8?q?<victim@example.com>?=",
        "victim@example.com <attacker@evil.test>",
        '"victim@example.com" <attacker@evil.test>',
        '"a\\" <victim@example.com>" <attacker@evil.test>',
        '"Victim" <victim@example.com> <attacker@evil.test>',
        "(<victim@example.com>) attacker@evil.test",
        "(a (victim@example.com) b) attacker@evil.test",
        "Help: victim@example.com <attacker@evil.test>",
        "<@example.com:attacker@evil.test>",
    ],
)
def test_what_stands_in_a_name_is_never_the_sender(written: str) -> None:
    (message,) = parse(mail(From=written), PARSING)
    assert isinstance(message, Received)
    assert message.author.external_id == "attacker@evil.test"


@pytest.mark.parametrize(
    "written",
    [
        "x:victim@example.com; <attacker@evil.test>",
        "x: victim@example.com, attacker@evil.test;",
        "victim@example.com attacker@evil.test",
        "<victim@example.com> " + "x" * 9_000 + " <attacker@evil.test>",
    ],
)
def test_a_sender_who_can_be_read_in_two_ways_is_nobody(written: str) -> None:
    with pytest.raises(Unparsable, match="Its From"):
        parse(mail(From=written, Reply_To="victim@example.com"), PARSING)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("mina@example.test (Mina Okafor)", "Mina Okafor"),
        ('"Okafor, Mina" <mina@example.test>', "Okafor, Mina"),
        ("Okafor, Mina <mina@example.test>", "Okafor, Mina"),
        ('"Mina \\"Mo\\" Okafor" <mina@example.test>', 'Mina "Mo" Okafor'),
        ("=?utf-8?q?Okafor,_Mina?= <mina@example.test>", "Okafor, Mina"),
        ("Mina Okafor <mina@example.test", "Mina Okafor"),
        ("mailto:mina@example.test", ""),
    ],
)
def test_names_are_read_as_people_write_them(written: str, name: str) -> None:
    (message,) = parse(mail(From=written), PARSING)
    assert isinstance(message, Received)
    assert (message.author.external_id, message.author.name) == ("mina@example.test", name)
