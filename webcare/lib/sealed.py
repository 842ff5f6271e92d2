"""A sealed file: written and read as a stream in encrypted pieces, so that any of it missing, changed or moved is noticed.

AES-256-GCM in pieces of one mebibyte. The nonce of a piece holds its number and whether it is the last one (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015); the head of the file is authenticated with every piece.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import constant_time, hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

PIECE = 1024 * 1024
TAG = 16
MAGIC = b"webcare sealed 1\n"
SALT = 16
PREFIX = 7
FINGERPRINT = 8
HEAD = len(MAGIC) + SALT + PREFIX + FINGERPRINT


class NotSealed(Exception):
    """This is no sealed file at all, or one of a later kind."""


class WrongSeal(Exception):
    """It was sealed with another key."""


class Damaged(Exception):
    """Something in it is missing or not as it was written."""


class Sealer(io.RawIOBase):
    """Writes into `target` what only a holder of `key` can read. Without `close()` the file counts as damaged."""

    def __init__(self, target: BinaryIO, key: str) -> None:
        salt, self._prefix = secrets.token_bytes(SALT), secrets.token_bytes(PREFIX)
        self._target, self._number, self._waiting = target, 0, bytearray()
        self._head = MAGIC + salt + self._prefix + _derived(key, salt, b"fingerprint", FINGERPRINT)
        self._box = AESGCM(_derived(key, salt, b"content", 32))
        target.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        self._waiting += memoryview(content)
        while len(self._waiting) > PIECE:  # the last piece is written by close(), which knows that it is the last
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return memoryview(content).nbytes

    def close(self) -> None:
        """Write the last piece; the file below stays open."""
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
        super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._box.encrypt(_nonce(self._prefix, self._number, last=last), piece, self._head))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote. Raises NotSealed, WrongSeal, and Damaged as soon as a piece is not as it was."""

    def __init__(self, source: BinaryIO, keys: Sequence[str]) -> None:
        self._source, self._number, self._ready = source, 0, b""
        self._head = source.read(HEAD)
        if not self._head.startswith(MAGIC):
            raise NotSealed
        if len(self._head) < HEAD:
            raise Damaged
        salt = self._head[len(MAGIC) :][:SALT]
        self._prefix = self._head[len(MAGIC) + SALT :][:PREFIX]
        self._box = AESGCM(_derived(_fitting(keys, salt, self._head[-FINGERPRINT:]), salt, b"content", 32))
        self._upcoming = source.read(PIECE + TAG)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready and not self._ended:
            self._ready = self._piece()
        taken = min(len(view), len(self._ready))
        view[:taken], self._ready = self._ready[:taken], self._ready[taken:]
        return taken

    def _piece(self) -> bytes:
        sealed, self._upcoming = self._upcoming, self._source.read(PIECE + TAG)
        self._ended = not self._upcoming
        try:
            return self._box.decrypt(_nonce(self._prefix, self._number, last=self._ended), sealed, self._head)
        except InvalidTag as error:
            raise Damaged from error
        finally:
            self._number += 1


def _fitting(keys: Sequence[str], salt: bytes, fingerprint: bytes) -> str:
    for key in keys:
        if constant_time.bytes_eq(_derived(key, salt, b"fingerprint", FINGERPRINT), fingerprint):
            return key
    raise WrongSeal


def _derived(key: str, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, b"webcare sealed " + purpose).derive(key.encode())


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
