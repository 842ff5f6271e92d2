"""How people, records, files and moments are called here: DIDs, handles, addresses, CIDs and TIDs."""

import base64
import hashlib
import json
from typing import Any

from sandbox.network import Network
from sandbox.world.users import User

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
DOMAIN = ".sky.example"
PLC, FILE, RECORD = "did:plc:", "bafkrei", "bafyrei"
MASK = 0x5EA51DE0FB1A5ED5EA5C0A570F5A17
POST, LIKE, REPOST = "app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.feed.repost"
GATE, BLOCK, PROFILE, DECLARATION = (
    "app.bsky.feed.threadgate", "app.bsky.graph.block", "app.bsky.actor.profile", "chat.bsky.actor.declaration",
)  # fmt: skip


def did_of(user_id: str) -> str:
    return PLC + _base32((int(user_id) ^ MASK).to_bytes(15))


def handle_of(user: User) -> str:
    return user.username.lower().replace("_", "-") + DOMAIN


def user_of(network: Network, name: str) -> User | None:
    """By DID or handle."""
    if name.startswith(PLC):
        return network.world.users.get(_number(name.removeprefix(PLC)))
    if not name.lower().endswith(DOMAIN):
        return None
    return network.world.users.named(name.lower().removesuffix(DOMAIN).replace("-", "_"))


def uri_of(did: str, collection: str, rkey: str) -> str:
    return f"at://{did}/{collection}/{rkey}"


def cid_of(record: Any) -> str:
    """A digest of what it says, as long as a real one."""
    said = json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return RECORD + _base32(hashlib.sha256(said).digest())[:52]


def file_cid(media_id: str) -> str:
    return FILE + _base32(int(media_id).to_bytes(32))[:52]


def media_of(cid: str) -> str:
    """The id of the file behind it; "" where it is none."""
    return _number(cid.removeprefix(FILE)) if cid.startswith(FILE) else ""


def tid(micros: int, clock: int = 0) -> str:
    number = micros << 10 | clock & 1023
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def _base32(content: bytes) -> str:
    return base64.b32encode(content).decode().lower().rstrip("=")


def _number(written: str) -> str:
    try:
        content = base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    except ValueError:
        return ""
    number = int.from_bytes(content)
    return str(number ^ MASK if len(content) == 15 else number)
