"""Who may be believed to have sent a mail: by the word of our own server, or by a signature that fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.nameserver import NameServer, name_server
from webcare.channels.email import arc
from webcare.channels.email.dkim import signatures, written
from webcare.channels.email.vouching import Word, speaks_for, vouched, vouched_by_forwarder
from webcare.lib import names
from webcare.lib.names import Unanswered, texts

SIGNED = Path(__file__).parent / "signed"
"""Mails that another implementation signed, and `keys.txt` with what the name service says of their domains."""
KEYS = dict(line.split("\t") for line in (SIGNED / "keys.txt").read_text().splitlines())
TODAY = datetime(2027, 1, 1, tzinfo=UTC)
US = "mx.lowlandair.example"


def key(name: str) -> list[bytes]:
    return [KEYS[name].encode()] if name in KEYS else []


def nobody(name: str) -> list[bytes]:
    raise AssertionError(f"nothing has to be asked, and {name} was")


def signed(name: str) -> bytes:
    return (SIGNED / f"{name}.eml").read_bytes()


def mail(*fields: str, sender: str = "mina@post.example") -> bytes:
    return "\r\n".join([*fields, f"From: Mina <{sender}>", "Subject: Bag", "", "Where is it?"]).encode()


@pytest.mark.parametrize(
    "name",
    ["relaxed", "simple", "relaxed-simple", "simple-relaxed", "edwards", "without-a-body", "without-a-body-simple",
     "with-a-bare-key"],
)  # fmt: skip
def test_a_signature_of_the_senders_domain_proves_the_sender(name: str) -> None:
    assert vouched(signed(name), "", key, TODAY) == "post.example"
    assert vouched(signed(name).replace(b"\r\n", b"\n"), "", key, TODAY) == "post.example", (
        "whatever the lines end with"
    )


def test_a_domain_vouches_for_those_below_it_and_for_no_neighbour() -> None:
    assert vouched(signed("of-a-parent"), "", key, TODAY) == "mail.post.example"
    assert vouched(signed("of-a-neighbour"), "", key, TODAY) == ""
    assert not speaks_for("example", "post.example"), "a name without a dot belongs to nobody in particular"
    assert not speaks_for("st.example", "post.example")


@pytest.mark.parametrize(
    "name", ["of-somebody-else", "only-the-beginning", "by-the-old-key", "by-a-key-on-trial", "in-another-name"]
)
def test_a_signature_that_proves_something_else_proves_nothing_here(name: str) -> None:
    raw = signed(name) + (b"Buy this!\r\n" if name == "only-the-beginning" else b"")
    assert vouched(raw, "", key, TODAY) == ""


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"mijn koffer", b"jouw koffer"),
        (b"Where  is my", b"Here is your"),
        (b"mina@post.example>\r\nTo", b"mina@post.example>\r\nFrom: boss@post.example\r\nTo"),
        (b"a=rsa-sha256", b"a=rsa-sha1"),
        (b"v=1", b"v=2"),
        (b"h=from : to", b"h=to : to"),
        (b"s=big", b"s=gone"),
        (b"s=big; ", b"s=big; s=big; "),
        (b"bh=", b"bh=A"),
        (b"t=", b"x=100; t="),
        (b"t=", b"x=soon; t="),
        (b"From: \"Mina Bos\" <mina@post.example>", b"From: \"Mina\" <mina@post.example>, <tom@post.example>"),
        (b"i=@post.example", b"i=@bank.example"),
    ],
)  # fmt: skip
def test_whatever_is_changed_breaks_it(was: bytes, becomes: bytes) -> None:
    assert was in signed("relaxed")
    assert vouched(signed("relaxed").replace(was, becomes, 1), "", key, TODAY) == ""


def test_an_unsigned_mail_is_not_proven_and_nobody_is_asked() -> None:
    assert vouched(mail(), "", nobody, TODAY) == ""
    assert vouched(signed("of-somebody-else"), "", nobody, TODAY) == "", "nor for who does not speak for the sender"


def test_the_named_server_is_believed_and_no_other() -> None:
    passed = (
        f"Authentication-Results: {US}; dmarc=pass (p=reject) header.from=post.example; dkim=pass header.d=post.example"
    )
    assert vouched(mail(passed), US, nobody, TODAY) == "post.example"
    assert vouched(mail(passed), "", nobody, TODAY) == "", "nobody named it"
    assert vouched(mail(passed.replace(US, "mx.evil.example")), US, nobody, TODAY) == ""
    assert vouched(mail(passed.replace(US, f"mx.evil.example ({US})")), US, nobody, TODAY) == ""


def test_what_a_sender_wrote_below_the_word_of_our_server_is_not_believed() -> None:
    forged = f"Authentication-Results: {US}; dmarc=pass header.from=post.example"
    ours = f"Authentication-Results: {US}; dmarc=fail header.from=post.example"
    assert vouched(mail(ours, "Received: by mx", forged), US, nobody, TODAY) == ""
    assert vouched(mail("Received: by mx", ours, forged), US, nobody, TODAY) == "", (
        "the uppermost word about DMARC counts"
    )


@pytest.mark.parametrize(
    ("said", "proven"),
    [
        ("dkim=pass header.d=post.example", "post.example"),
        ("dkim=pass header.i=@post.example header.s=big", "post.example"),
        ("spf=pass smtp.mailfrom=mina@post.example", "post.example"),
        ("spf=pass smtp.mailfrom=post.example; dkim=none", "post.example"),
        ("dmarc=none header.from=post.example; dkim=pass header.d=post.example", "post.example"),
        ("dmarc=fail header.from=post.example; dkim=pass header.d=post.example", ""),
        ("dmarc=pass header.from=bank.example", ""),
        ("dmarc=temperror header.from=post.example", None),
        ("spf=pass smtp.mailfrom=bank.example", ""),
        ("spf=softfail smtp.mailfrom=post.example", ""),
        ("dkim=fail header.d=post.example", ""),
        ("none", ""),
    ],
)
def test_what_the_server_found_out_is_weighed_like_this(said: str, proven: str | None) -> None:
    assert vouched(mail(f"Authentication-Results: {US}; {said}"), US, nobody, TODAY) == proven


def test_a_server_that_leaves_its_name_out_can_be_named_too() -> None:
    said = "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=post.example; dmarc=pass action=none\r\n header.from=post.example;compauth=pass reason=100"
    assert vouched(mail(said), "-", nobody, TODAY) == "post.example"
    assert vouched(mail(f"Authentication-Results: {US}; dmarc=pass header.from=post.example"), "-", nobody, TODAY) == ""


def test_where_the_named_server_says_nothing_the_signature_counts() -> None:
    assert vouched(signed("relaxed"), US, key, TODAY) == "post.example"


@given(st.binary(max_size=600), st.sampled_from(["", US, "-"]))
def test_nothing_that_a_stranger_writes_breaks_it(raw: bytes, server: str) -> None:
    for whole in (
        raw,
        b"From: a@b.example\r\nDKIM-Signature: " + raw,
        b"From: a@b.example\r\nAuthentication-Results: " + raw,
    ):
        assert vouched(whole, server, key, TODAY) in {"", None, "b.example"}


def test_only_so_many_signatures_are_looked_at_and_a_huge_head_has_none() -> None:
    many = b"DKIM-Signature: v=1; a=rsa-sha256; b=A; bh=B; d=post.example; s=s; h=from\r\n" * 50
    assert len(list(signatures(written(many + mail())))) == 5
    assert not written(b"a" * 300_000 + b"\r\n\r\n").fields


@pytest.fixture
def resolver(settings: Any) -> Iterator[NameServer]:
    with name_server(KEYS) as server:
        settings.DNS_SERVERS = [server.place]
        yield server
        names._service.cache_clear()


def test_keys_come_from_the_name_servers_that_were_named_and_are_remembered(resolver: NameServer) -> None:
    assert vouched(signed("relaxed"), "", texts, TODAY) == "post.example"
    assert vouched(signed("relaxed"), "", texts, TODAY) == "post.example"
    assert resolver.asked == ["big._domainkey.post.example"]
    assert texts("nobody.example") == []
    assert texts("a..b") == []
    assert texts(f"{'a' * 70}.example") == []


def test_a_name_service_that_cannot_answer_leaves_it_open(resolver: NameServer) -> None:
    resolver.is_dumb = True
    with pytest.raises(Unanswered):
        texts("big._domainkey.post.example")
    assert vouched(signed("relaxed"), "", texts, TODAY) is None


def test_a_domain_that_is_silent_is_asked_once_in_a_minute_and_others_all_the_same(
    resolver: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "PATIENCE", 0.2)
    resolver.silent.add("slow.example")
    for number in range(50):
        with pytest.raises(Unanswered):
            texts(f"k{number}._domainkey.slow.example")
    assert {name for name in resolver.asked if name.endswith("slow.example")} == {"k0._domainkey.slow.example"}
    assert texts("big._domainkey.post.example"), "its silence is nobody else's"
    resolver.silent.clear()
    monkeypatch.setattr(names, "monotonic", lambda: monotonic() + 61)
    assert texts("k7._domainkey.slow.example") == []


def test_name_servers_that_are_silent_themselves_are_left_alone_for_a_minute(
    resolver: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "PATIENCE", 0.2)
    monkeypatch.setattr(names, "ALIVE", 0.2)
    resolver.silent.add("gone.example")
    with pytest.raises(Unanswered):
        texts("gone.example")  # they are found to be there, which is true no longer than that
    resolver.asked.clear()
    resolver.silent.add("")
    for number in range(50):
        with pytest.raises(Unanswered):
            texts(f"big._domainkey.post{number}.example")
    assert set(resolver.asked) == {"big._domainkey.post0.example", "."}
    resolver.silent.clear()
    monkeypatch.setattr(names, "monotonic", lambda: monotonic() + 61)
    assert texts("big._domainkey.post.example")


@pytest.mark.parametrize(
    "field",
    [
        'spf=pass smtp.mailfrom="a smtp.mailfrom=post.example b"@evil.example; dkim=none',
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=post.example y"@evil.example; dmarc=fail header.from=post.example',
        'spf=pass (sender said "x; dmarc=pass header.from=post.example") smtp.mailfrom=a@evil.example',
    ],
)
def test_what_a_sender_may_choose_in_a_finding_proves_nothing(field: str) -> None:
    assert vouched(mail(f"Authentication-Results: {US}; {field}"), US, nobody, TODAY) == ""


def test_of_a_server_without_a_name_only_the_field_on_top_counts() -> None:
    ours, theirs = "dkim=none; dmarc=none", "dkim=pass header.d=post.example"
    fields = [f"Authentication-Results: {ours}", f"Authentication-Results: {theirs}"]
    assert vouched(mail(*fields), "-", nobody, TODAY) == ""


@pytest.mark.parametrize("line", [b"Please pay to IBAN 1", b"Pay : to me", b"X: a\r\rPlease pay"])
def test_words_that_others_would_read_as_the_body_are_not_proven(line: bytes) -> None:
    head, _, body = signed("relaxed").partition(b"\r\n\r\n")
    assert vouched(head + b"\r\n" + line + b"\r\n\r\n" + body, "", key, TODAY) == ""


def test_a_second_subject_on_top_of_the_signed_one_proves_nothing() -> None:
    assert vouched(b"Subject: 7K2M-9QXA\r\n" + signed("relaxed"), "", key, TODAY) == ""


def test_a_hash_that_is_no_ascii_proves_nothing_and_breaks_nothing() -> None:
    field = "DKIM-Signature: v=1; a=rsa-sha256; d=post.example; s=x; h=from:subject; bh=é; b=AAAA"
    assert vouched(mail(field), "", key, TODAY) == ""


LISTS, RELAY = "lists.example.org", "relay.example.net"


@pytest.mark.parametrize(
    ("name", "trusted", "found"),
    [
        ("forwarded", {LISTS}, Word("post.example", LISTS)),
        ("forwarded-twice", {LISTS, RELAY}, Word("post.example", LISTS)),
        ("forwarded-twice", {RELAY}, Word("")),
        ("forwarded-twice", {LISTS}, Word("")),
        ("forwarded-by-a-stranger-between", {LISTS, RELAY}, Word("")),
        ("forwarded-without-proof", {LISTS}, Word("")),
        ("forwarded", {"example.org"}, Word("")),
        ("relaxed", {"post.example"}, Word("")),
    ],
)
def test_the_word_of_forwarders_counts_as_far_as_they_are_trusted(name: str, trusted: set[str], found: Word) -> None:
    assert vouched(signed(name), "", key, TODAY) == ("post.example" if name == "relaxed" else "")
    assert vouched_by_forwarder(signed(name), trusted, key, TODAY) == found


def test_of_a_forwarder_whom_nobody_trusts_no_key_is_asked_for() -> None:
    assert vouched_by_forwarder(signed("forwarded"), {"another.example"}, nobody, TODAY) == Word("")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Where is my suitcase?", b"Where is your purse?"),
        (b"Subject: [travellers] Mijn koffer", b"Subject: Pay"),
        (b"From: \"Mina Bos\" <mina@post.example>", b"From: <boss@post.example>"),
        (b"\r\nTo: ", b"\r\nFrom: boss@post.example\r\nTo: "),
        (b"dmarc=pass header.from", b"dmarc=pass  header.from=bank.example header.from"),
        (b"cv=none", b"cv=pass"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=2"),
        (b"ARC-Seal: ", b"X-Seal: "),
        (b"ARC-Message-Signature: ", b"X-Signature: "),
        (b"ARC-Authentication-Results: i=1", b"ARC-Authentication-Results: i=x"),
        (b"s=arc", b"s=gone"),
        (b"a=rsa-sha256", b"a=rsa-sha1"),
    ],
)  # fmt: skip
def test_whatever_is_changed_breaks_the_chain(was: bytes, becomes: bytes) -> None:
    assert was in signed("forwarded")
    changed = signed("forwarded").replace(was, becomes, 1)
    assert vouched_by_forwarder(changed, {LISTS}, key, TODAY) == Word("")


def test_a_chain_that_stands_there_twice_or_has_no_end_is_none() -> None:
    once = signed("forwarded")
    seal = once[once.index(b"ARC-Seal") : once.index(b"\r\nARC-Message") + 2]
    assert arc.chain(written(seal + once)) == []
    assert arc.chain(written(b"ARC-Seal: i=99; cv=pass\r\n" + once)) == []
    assert len(arc.chain(written(signed("forwarded-twice")))) == 2


def test_a_name_service_that_cannot_answer_leaves_it_open_who_is_behind_a_forwarded_mail(resolver: NameServer) -> None:
    resolver.is_dumb = True
    assert vouched_by_forwarder(signed("forwarded"), {LISTS}, texts, TODAY) == Word(None)


@given(st.binary(max_size=600))
def test_nothing_in_a_chain_breaks_it(raw: bytes) -> None:
    sealed = b"From: a@b.example\r\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=b.example; s=s; b=" + raw
    assert vouched_by_forwarder(sealed, {"b.example"}, key, TODAY) == Word("")
