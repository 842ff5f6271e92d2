"""Proves by a signature in a mail that a domain vouches for it (DKIM, RFC 6376; keys as RFC 8301 and 8463 want them)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from webcare.channels.email.mail import HEAD_BYTES

MOST = 5  # signatures of one mail that are looked at
LONGEST = 8_000  # bytes of one
SMALLEST = 1024  # bits of an RSA key (RFC 8301)
ALGORITHMS = frozenset({"rsa-sha256", "ed25519-sha256"})
CANONICAL = {"simple", "relaxed"}
_HEAD_END = re.compile(rb"\r\n\r\n|\Z")
_FIELD = re.compile(rb"([!-9;-~]++):((?:[^\r\n]|\r\n[ \t])*+)(?:\r\n|\Z)")
_ONCE = frozenset(
    b"from sender reply-to to cc subject date message-id in-reply-to references mime-version content-type"
    b" content-transfer-encoding content-disposition".split()
)  # fields that mail programs read once: of two, they may show the one that nobody signed
_BLANKS = re.compile(rb"[ \t]+")
SEAL = re.compile(rb"((?:^|;)\s*b\s*=)[^;]*")

Lookup = Callable[[str], list[bytes]]  # the TXT records under a name


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it came: its fields in their order, each with the bytes behind its colon, and its body."""

    fields: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """What a DKIM-Signature claims, and the bytes behind the colon of its field."""

    tags: Mapping[str, str]
    raw: bytes

    @property
    def domain(self) -> str:
        return self.tags.get("d", "").lower().rstrip(".")

    @property
    def user_domain(self) -> str:
        """Of whom it speaks: the domain itself or one below it."""
        return self.tags.get("i", "@" + self.domain).rpartition("@")[2].lower().rstrip(".")


def written(raw: bytes) -> Written:
    """Fields and body; line ends as they travel.

    A head that no mail program would make has no fields: what others read differently, such as a line without a colon behind
    which they see the body, proves nothing.
    """
    whole = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    end = _HEAD_END.search(whole)
    head, body = (whole[: end.start() + 2], whole[end.end() :]) if end else (whole, b"")
    fields, at = [], 0
    while at < len(head):
        found = _FIELD.match(head, at) if len(head) <= HEAD_BYTES else None
        if found is None:
            return Written([], body)
        fields.append((found[1], found[2]))
        at = found.end()
    return Written(fields, body)


def signatures(mail: Written) -> Iterator[Signature]:
    """Those that can be read and are of this day, the topmost first."""
    claimed = [value for name, value in mail.fields if name.lower() == b"dkim-signature"]
    for value in claimed[:MOST]:
        tags = tags_of(value)
        if tags and _is_usable(signature := Signature(tags, value)):
            yield signature


def proves(signature: Signature, mail: Written, lookup: Lookup, at: datetime) -> bool:
    """Whether the domain's key made the signature for these fields and this body. Passes on what `lookup` raises."""
    tags = signature.tags
    if not _is_in_time(tags, at) or not _covers(tags, mail):
        return False
    fields_way, _, body_way = tags.get("c", "simple").lower().partition("/")
    body = _body(mail.body, body_way or "simple")
    if "l" in tags and tags["l"] != str(len(body)):
        return False  # somebody may have added to it
    digest = base64.b64encode(hashlib.sha256(body).digest())
    if not hmac.compare_digest(digest, "".join(tags["bh"].split()).encode()):
        return False
    said, sealed = _said(signature, mail, fields_way), decoded(tags["b"])
    records = lookup(f"{tags['s']}._domainkey.{signature.domain}")
    return bool(sealed) and any(fits(record, signature, sealed, said) for record in records[:MOST])


def _is_usable(signature: Signature) -> bool:
    tags = signature.tags
    signed = [name.strip().lower() for name in tags.get("h", "").split(":")]
    return (
        tags.get("v") == "1"
        and tags.get("a", "").lower() in ALGORITHMS
        and all(tags.get(name) for name in ("b", "bh", "s", "d"))
        and "from" in signed
        and set(tags.get("c", "simple").lower().split("/")) <= CANONICAL
        and "dns/txt" in tags.get("q", "dns/txt").lower().split(":")
        and f".{signature.user_domain}".endswith(f".{signature.domain}")
    )


def _covers(tags: Mapping[str, str], mail: Written) -> bool:
    """Nothing that is shown was put on top of what was signed: each field stands once, and the subject is signed."""
    names = [name.lower() for name, _ in mail.fields]
    signed = {name.strip().lower().encode("ascii", "replace") for name in tags["h"].split(":")}
    return all(names.count(name) <= 1 for name in _ONCE) and (b"subject" not in names or b"subject" in signed)


def _is_in_time(tags: Mapping[str, str], at: datetime) -> bool:
    try:
        ends, began = int(tags.get("x", "0")), int(tags.get("t", "0"))
        return not ends or (began <= ends and at <= datetime.fromtimestamp(ends, UTC))
    except (ValueError, OverflowError, OSError):
        return False


def _said(signature: Signature, mail: Written, way: str) -> bytes:
    """The bytes that were signed: the fields that it names, each from the bottom up, and itself without its seal."""
    left: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for name, value in mail.fields:
        left.setdefault(name.lower(), []).append((name, value))
    said = b""
    for named in signature.tags["h"].split(":"):
        if rows := left.get(named.strip().lower().encode("ascii", "replace")):
            said += written_as(*rows.pop(), way) + b"\r\n"
    own = next(name for name, value in mail.fields if value is signature.raw)
    return said + written_as(own, SEAL.sub(rb"\1", signature.raw, count=1), way)


def written_as(name: bytes, value: bytes, way: str) -> bytes:
    """A field as it is signed, simple or relaxed."""
    if way == "simple":
        return name + b":" + value
    return name.lower() + b":" + _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")


def _body(body: bytes, way: str) -> bytes:
    if way == "relaxed":
        body = b"\r\n".join(_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
    end = len(body)
    while body.startswith(b"\r\n", end - 2) and end >= 2:
        end -= 2
    body = body[:end]
    return body + b"\r\n" if body or way == "simple" else b""


def fits(record: bytes, signature: Signature, sealed: bytes, said: bytes) -> bool:
    """Whether the key in a record of the name service made this seal for these words."""
    tags = tags_of(record)
    kind = signature.tags["a"].lower().partition("-")[0]
    if not tags or tags.get("v", "DKIM1") != "DKIM1" or tags.get("k", "rsa").lower() != kind:
        return False
    flags, serves = tags.get("t", "").lower().split(":"), tags.get("s", "*").lower().split(":")
    if (
        "y" in flags
        or not {"*", "email"}.intersection(serves)
        or "sha256" not in tags.get("h", "sha256").lower().split(":")
    ):
        return False  # only tried out, or for something else than mail
    if "s" in flags and signature.user_domain != signature.domain:
        return False
    return _is_sealed(decoded(tags.get("p", "")), kind, sealed, said)


def _is_sealed(public: bytes, kind: str, sealed: bytes, said: bytes) -> bool:
    try:
        if kind == "ed25519":
            Ed25519PublicKey.from_public_bytes(public).verify(sealed, hashlib.sha256(said).digest())
            return True
        key = load_der_public_key(public)
        if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST:
            return False
        key.verify(sealed, said, padding.PKCS1v15(), SHA256())
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def tags_of(value: bytes) -> dict[str, str]:
    """A list of tags; empty where it is none, or says one of them twice."""
    tags: dict[str, str] = {}
    for part in value.decode("utf-8", "replace").split(";") if len(value) <= LONGEST else ("too long",):
        name, equals, said = (word.strip() for word in part.partition("="))
        if not part.strip():
            continue
        if not equals or name in tags:
            return {}
        tags[name] = said
    return tags


def decoded(text: str) -> bytes:
    """Base64 with blanks in it; nothing where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
