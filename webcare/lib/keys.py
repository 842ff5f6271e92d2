"""The keys of this installation: where they come from, and whether they are the ones that its database was written with.

Works before Django is set up, so that no process begins with keys that open nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.core.exceptions import ImproperlyConfigured

KEYS, FILE = "WEBCARE_SECRET_KEYS", "WEBCARE_SECRET_KEYS_FILE"
_KEYRING = "SELECT sealed, writers FROM webcare_keyring WHERE id = 1"


class WrongKey(Exception):
    """A stored secret cannot be read with the keys we were given."""


def given(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The keys, from the environment or from a file that it names: the first writes, all read."""
    words, file = environment.get(KEYS, ""), environment.get(FILE, "")
    if words and file:
        raise ImproperlyConfigured(
            f"Both {KEYS} and {FILE} are set. Give one of them, so that nobody wonders which counts."
        )
    if file:
        try:
            words = Path(file).read_text()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise ImproperlyConfigured(f"{FILE} names {file}, which cannot be read: {why}.") from None
    return [word for word in words.replace(",", " ").split() if word]


@lru_cache(maxsize=4)
def box_of(keys: tuple[str, ...]) -> MultiFernet:
    """Encrypts with the first of the keys, reads with any of them."""
    return MultiFernet([Fernet(_stretched(key)) for key in keys])


def fingerprint(key: str) -> str:
    """By which a key can be recognised and not found."""
    return hmac.new(_stretched(key), b"fingerprint", hashlib.sha256).hexdigest()[:16]


def check(dsn: str, keys: Sequence[str]) -> None:
    """Raise WrongKey unless the keys open what this database holds; from now on the first of them writes, too."""
    with psycopg.connect(dsn) as connection:
        there = connection.execute("SELECT to_regclass('webcare_keyring')").fetchone()
        if not there or there[0] is None:  # no tables yet
            return
        pepper = box_of(tuple(keys)).encrypt(json.dumps({"pepper": secrets.token_hex(32)}).encode())
        connection.execute(
            "INSERT INTO webcare_keyring (id, sealed, writers) VALUES (1, %s, '[]') ON CONFLICT (id) DO NOTHING",
            [pepper],
        )
        row = connection.execute(_KEYRING + " FOR UPDATE").fetchone()
        sealed, writers = row or (b"", [])
        _open(bytes(sealed), writers, keys)
        if (ours := fingerprint(keys[0])) not in writers:
            connection.execute("UPDATE webcare_keyring SET writers = %s", [json.dumps([*writers, ours])])


def _open(sealed: bytes, writers: Sequence[str], keys: Sequence[str]) -> None:
    try:
        box_of(tuple(keys)).decrypt(sealed)
    except InvalidToken:
        raise WrongKey(
            f"This is not the key of this database: its secrets were stored with another one. Nothing was started. Set {KEYS} "
            f"to what it was (several may stand there, the newest in front)."
        ) from None
    if missing := set(writers) - {fingerprint(key) for key in keys}:
        raise WrongKey(
            f"A key is missing: some secrets in this database were stored with one that is not in {KEYS} any more "
            f"(its mark is {min(missing)}). Nothing was started. Put it back behind the others; `webcare rotate-keys` "
            f"stores everything with the first key, and only then the others may go."
        )


def _stretched(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"webcare secrets" + key.encode()).digest())
