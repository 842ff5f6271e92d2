"""The three modes in which WeChat brings an event: plain, sealed, or both in one."""

import base64
from secrets import token_bytes
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sandbox.signing import worded
from sandbox.wechat.naming import app_id
from sandbox.world.callbacks import COMPATIBLE, PLAIN, Callback

BLOCK = 32


def letter_of(callback: Callback, word: str, event: bytes) -> tuple[bytes, dict[str, str]]:
    """The body and the query with which it is brought."""
    if callback.mode == PLAIN:
        return event, worded(word)
    seal = sealed(callback.encoding_key, app_id(callback.app_id), event)
    query = {**worded(word, seal), "encrypt_type": "aes"}
    inner = f"<Encrypt>{escape(seal)}</Encrypt>"
    if callback.mode == COMPATIBLE:
        return event.replace(b"</xml>", f"{inner}</xml>".encode()), query
    return f"<xml>{inner}</xml>".encode(), query


def sealed(encoding_key: str, owner: str, event: bytes) -> str:
    """AES-256-CBC; the first vector is half the key, and everything is filled up to blocks of 32."""
    key = base64.b64decode(encoding_key + "=")
    plain = token_bytes(16) + len(event).to_bytes(4) + event + owner.encode()
    fill = BLOCK - len(plain) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()).decode()
