"""What each target begins with: our own payloads, and what led somewhere new in long runs."""

from __future__ import annotations

import base64
import json
import re
import time
from inspect import getfile
from pathlib import Path

from tests.channels.test_html import HOSTILE
from webcare.channels.registry import adapter

CORPUS = Path(__file__).parent / "corpus"  # a file for each target, a line for each input, in base64
WORD = re.compile(
    rb'"[\w.:/-]{1,40}"|</?!?[A-Za-z\[]{1,20}>?|(?m:^)[A-Z][\w-]{1,30}:|[a-z]{4,12}/[\w.-]{3,20}|=\?[\w-]{3,12}\?[bqBQ]\?'
)


def seeds(target: str) -> list[bytes]:
    """Never empty."""
    return [*kept(target), *made(target)]


def kept(target: str) -> list[bytes]:
    """What was kept of earlier runs."""
    file = place(target)
    return [base64.b64decode(line) for line in file.read_text().split()] if file.exists() else []


def place(target: str) -> Path:
    """Where that lies."""
    return CORPUS / f"{target.replace(' ', '-')}.txt"


def words(target: str) -> str:
    """The words that its inputs are made of, for the fuzzer to put in, in the form that it reads."""
    found = {word for seed in made(target) for word in WORD.findall(seed)}
    return "".join(f'"{_escaped(word)}"\n' for word in sorted(found or {b"{}"}))


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def made(target: str) -> list[bytes]:
    """What our own payloads give."""
    verb, _, network = target.partition(" ")
    match verb:
        case "parse":
            return [_short(one) for one in _payloads(network)]
        case "verify":
            proofs = (b"0" * 64, b"sha256=" + b"0" * 64, b"sha256=" + b"A" * 43 + b"=", b"A" * 43 + b"=")
            words = b"0" * 40 + f" {int(time.time())} 1".encode()
            return [sign + b"\n" + _payloads(network)[0] for sign in (*proofs, words)]
        case "html":
            return [one.encode() for one in HOSTILE.values()]
        case "quotes":
            return [mail.partition(b"\n\n")[2] for mail in _payloads("email")]
        case _:
            return [bytes([number, 0, 5, 9]) + b"{}" for number in range(40)]


def _payloads(network: str) -> list[bytes]:
    folder = Path(getfile(type(adapter(network)))).parent / "payloads"
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def _short(payload: bytes) -> bytes:
    """JSON without its spaces, so that it fits."""
    try:
        return json.dumps(json.loads(payload), separators=(",", ":"), ensure_ascii=False).encode()
    except ValueError:
        return payload
