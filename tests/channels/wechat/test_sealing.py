"""The three modes in which WeChat brings events, held against a published vector, and everything that does not fit."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.vectors import published, vector
from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.wechat.adapter import WeChatAdapter
from webcare.channels.wechat.sealing import opened
from webcare.channels.worded import signature
from webcare.lib.now import real_now

WECHAT = WeChatAdapter()
KEY, APP, TOKEN = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "wx1234567890abcdef", "a-token"
EVENT = b"<xml><ToUserName>gh_1</ToUserName><Content>hi</Content></xml>"


def sealed(event: bytes = EVENT, app: str = APP, key: str = KEY, claims: int | None = None) -> str:
    """As WeChat encrypts it; a client of the tests' own, so that both sides are not the same mistake."""
    raw = base64.b64decode(key + "=")
    plain = b"r" * 16 + (len(event) if claims is None else claims).to_bytes(4) + event + app.encode()
    fill = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()).decode()


def application(*, key: str = KEY) -> Application:
    return Application(network="wechat", settings={"app_id": APP}, secrets={"token": TOKEN, "encoding_key": key})


def brought(body: bytes, seal: str = "", **changes: str) -> WebhookRequest:
    at = str(int(real_now().timestamp()))
    query = {"timestamp": at, "nonce": "n", "signature": signature(TOKEN, at, "n")}
    if seal:
        query |= {"encrypt_type": "aes", "msg_signature": signature(TOKEN, at, "n", seal)}
    return WebhookRequest(body, {}, {**query, **changes})


def safe(seal: str) -> bytes:
    return f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{seal}</Encrypt></xml>".encode()


def kept(where: Application, request: WebhookRequest) -> bytes:
    WECHAT.verify(where, request)
    return WECHAT.unseal(where, request)


@published
def test_the_vector_is_opened_and_its_signature_is_ours() -> None:
    known = vector("wechat_aes")
    assert opened(known["EncodingAESKey"], known["appid"], known["Encrypt"]) == known["plaintext_xml"].encode()
    assert signature(known["token"], known["timestamp"], known["nonce"], known["Encrypt"]) == known["msg_signature"]


@pytest.mark.parametrize("event", [EVENT, b"", b"x" * 12, "行李".encode() * 500])
def test_what_was_sealed_comes_out_whole(event: bytes) -> None:
    assert opened(KEY, APP, sealed(event)) == event


@pytest.mark.parametrize(
    "seal",
    [
        sealed(app="wx_another"),
        sealed(key=KEY[::-1]),
        sealed(claims=10**6),
        sealed(claims=2),
        sealed()[:-4],
        base64.b64encode(b"x" * 64).decode(),
        "",
        "=",
        "行李",
    ],
)
def test_what_was_not_sealed_for_us_is_not_opened(seal: str) -> None:
    with pytest.raises(BadSignature):
        opened(KEY, APP, seal)


def test_a_key_of_another_length_is_none() -> None:
    with pytest.raises(BadSignature, match="43"):
        opened("short", APP, sealed())


def test_plain_events_are_kept_as_they_are() -> None:
    assert kept(application(key=""), brought(EVENT)) == EVENT


def test_safe_events_are_opened() -> None:
    assert kept(application(), brought(safe(sealed()), sealed())) == EVENT


def test_in_the_compatible_mode_only_the_sealed_words_count() -> None:
    both = EVENT.replace(b"</xml>", f"<Encrypt>{sealed()}</Encrypt></xml>".encode()).replace(b"hi", b"transfer it all")
    assert kept(application(), brought(both, sealed())) == EVENT


@pytest.mark.parametrize(
    ("key", "request_"),
    [
        (KEY, brought(EVENT)),
        (KEY, brought(safe(sealed()), sealed(), msg_signature="0" * 40)),
        (KEY, brought(safe(sealed()), sealed(), msg_signature="")),
        (KEY, brought(safe(sealed()), sealed(), signature="0" * 40)),
        (KEY, brought(safe(sealed(b"another")), sealed())),
        ("", brought(safe(sealed()), sealed())),
        ("", brought(EVENT, signature="0" * 40)),
        ("", brought(b"no xml")),
    ],
)
def test_whatever_else_is_brought_is_refused(key: str, request_: WebhookRequest) -> None:
    with pytest.raises(BadSignature):
        kept(application(key=key), request_)
