"""Nothing gets in that its network did not sign, whichever network signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import published, vector
from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.line import signing as line
from webcare.channels.linkedin import signing as linkedin
from webcare.channels.meta import signing as meta
from webcare.channels.x import signing as x

BODY = b'{"object":"page","entry":[]}'


@dataclass(frozen=True)
class Signer:
    """A network that signs the body; `vector` is its published example, which calls the secret `secret`."""

    network: str
    header: str
    signature: Callable[[str, bytes], str]
    verify: Callable[[str, WebhookRequest], None]
    vector: str
    secret: str

    def request(self, signed: str | None, body: bytes = BODY) -> WebhookRequest:
        return WebhookRequest(body, {} if signed is None else {self.header: signed})


SIGNERS = (
    Signer("x", x.HEADER, x.signature, x.verify, "x_post", "consumer_secret"),
    Signer("meta", meta.HEADER, meta.signature, meta.verify, "meta", "app_secret"),
    Signer("line", line.HEADER, line.signature, line.verify, "line", "channel_secret"),
    Signer("linkedin", linkedin.HEADER, linkedin.signature, linkedin.verify, "linkedin_post", "client_secret"),
)
every_signer = pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.network)


@published
@every_signer
def test_the_published_example_gets_in(signer: Signer) -> None:
    known = vector(signer.vector)
    headers = {name.lower(): value for name, value in known.items()}
    signer.verify(known[signer.secret], WebhookRequest(known["body"].encode(), headers))


@every_signer
def test_what_was_signed_gets_in(signer: Signer) -> None:
    signer.verify("secret", signer.request(signer.signature("secret", BODY)))


@every_signer
def test_anything_else_stays_outside(signer: Signer) -> None:
    right = signer.signature("secret", BODY)
    others = (
        None, "", signer.signature("another secret", BODY), signer.signature("secret", BODY + b" "), right.upper(),
        right[:-1], f"{right} ", f"sha256={right}", "sha256=é\u202e", "é" * 64,
    )  # fmt: skip
    for signed in others:
        with pytest.raises(BadSignature):
            signer.verify("secret", signer.request(signed))


@pytest.mark.parametrize(
    "signer", [one for one in SIGNERS if one.network in {"x", "meta"}], ids=lambda one: one.network
)
def test_the_name_of_the_algorithm_belongs_to_the_signature(signer: Signer) -> None:
    bare = signer.signature("secret", BODY).removeprefix("sha256=")
    with pytest.raises(BadSignature):
        signer.verify("secret", signer.request(bare))


@every_signer
def test_without_a_stored_secret_nobody_gets_in(signer: Signer) -> None:
    with pytest.raises(BadSignature, match=rf"No {signer.secret.replace('_', ' ')}"):
        signer.verify("", signer.request(signer.signature("", BODY)))


@every_signer
@given(body=st.binary(max_size=200), made_up=st.text(max_size=200))
def test_no_made_up_signature_gets_in(signer: Signer, body: bytes, made_up: str) -> None:
    with pytest.raises(BadSignature):
        signer.verify("secret", signer.request(made_up, body))
