"""Proofs in the address: what only the network and we can make, for an hour."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.vectors import published, vector
from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.worded import FRESH, echo, signature, verify
from webcare.lib.now import real_now

SECRET = "an-app-secret"


def asked(ago: timedelta = timedelta(0), *, milliseconds: bool = False, **changes: str) -> WebhookRequest:
    at = (real_now() - ago).timestamp()
    timestamp = str(int(at * 1000) if milliseconds else int(at))
    query = {"timestamp": timestamp, "nonce": "57155157", "signature": signature(SECRET, timestamp, "57155157")}
    return WebhookRequest(b"{}", {}, {**query, **changes})


@published
@pytest.mark.parametrize(("network", "secret"), [("weibo", "appsecret"), ("wechat_plain", "token")])
def test_the_published_examples_are_ours_too(network: str, secret: str) -> None:
    known = vector(network)
    assert signature(known[secret], known["timestamp"], known["nonce"]) == known["signature"]


@pytest.mark.parametrize("milliseconds", [True, False])
def test_who_knows_the_secret_is_let_in_for_an_hour(milliseconds: bool) -> None:
    for ago in (timedelta(0), timedelta(minutes=10), -timedelta(minutes=10)):
        verify(SECRET, asked(ago, milliseconds=milliseconds))
    for ago in (FRESH + timedelta(minutes=1), -FRESH - timedelta(minutes=1)):
        with pytest.raises(BadSignature, match="this hour"):
            verify(SECRET, asked(ago, milliseconds=milliseconds))


@pytest.mark.parametrize(
    ("name", "value"),
    [("signature", ""), ("signature", "0" * 40), ("signature", "é\ud800"), ("timestamp", "1"), ("nonce", "another")],
)
def test_nothing_else_is_let_in(name: str, value: str) -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, replace(asked(), query={**asked().query, name: value}))


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "9" * 14, "١٢٣"])
def test_a_timestamp_that_is_none_proves_nothing(timestamp: str) -> None:
    with pytest.raises(BadSignature, match="this hour"):
        verify(SECRET, asked(timestamp=timestamp, signature=signature(SECRET, timestamp, "57155157")))


def test_without_a_stored_secret_nothing_is_proven() -> None:
    with pytest.raises(BadSignature, match="No secret"):
        verify("", asked())


def test_the_challenge_comes_back_to_who_knows_the_secret() -> None:
    assert echo(SECRET, asked(echostr="5837397576500011341")) == (
        200,
        "text/plain; charset=utf-8",
        b"5837397576500011341",
    )
    with pytest.raises(BadSignature):
        echo("another secret", asked(echostr="5837397576500011341"))
    assert echo("", asked(echostr="1"))[0] == 503


@pytest.mark.parametrize("echostr", ["", "<script>", "a b", "x" * 257])
def test_nothing_is_echoed_that_might_be_read_as_a_page(echostr: str) -> None:
    assert echo(SECRET, asked(echostr=echostr))[0] == 400
