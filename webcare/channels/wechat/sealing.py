"""Opens what WeChat sealed: in the safe mode an event comes encrypted with a key that only WeChat and we have."""

from __future__ import annotations

import base64
import binascii
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from webcare.channels.adapter import BadSignature

KEY_CHARACTERS = 43  # of Base64 without the sign at its end
BLOCK = 32  # to which WeChat fills up, twice the block of AES
BEFORE, LENGTH = 16, 4  # random bytes, then how long the event is


def opened(encoding_key: str, app_id: str, sealed: str) -> bytes:
    """The event within; raises BadSignature unless it was sealed with our key and for our application."""
    try:
        content = base64.b64decode(sealed, validate=True)
        plain = _decrypted(_key(encoding_key), content)
    except (binascii.Error, ValueError) as error:
        raise BadSignature(f"The event cannot be decrypted: {error}.") from None
    size = int.from_bytes(plain[BEFORE : BEFORE + LENGTH])
    event, owner = plain[BEFORE + LENGTH :][:size], plain[BEFORE + LENGTH :][size:]
    if len(event) != size or not hmac.compare_digest(owner, app_id.encode()):
        raise BadSignature("The event was sealed for another application.")
    return event


def _key(encoding_key: str) -> bytes:
    if len(encoding_key) != KEY_CHARACTERS:
        raise ValueError(f"the EncodingAESKey has {KEY_CHARACTERS} characters")
    return base64.b64decode(encoding_key + "=")


def _decrypted(key: bytes, content: bytes) -> bytes:
    """AES-256-CBC, whose first vector is half the key; at the end stands how much was filled up."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    padded = decryptor.update(content) + decryptor.finalize()
    filled = padded[-1] if padded else 0
    if not 1 <= filled <= BLOCK or padded[-filled:] != bytes([filled]) * filled:
        raise ValueError("its end is not filled up as WeChat does")
    return padded[:-filled]
