"""Who shows a token instead of a password at the doors of the make-believe mail (XOAUTH2)."""

import base64
import binascii
import json
import re

from sandbox.network import Network
from sandbox.world.mails import Mailbox

ACCESS, RENEWAL = "mail", "mail renewal"
WHY = base64.b64encode(json.dumps({"status": "401", "schemes": "Bearer", "scope": "mail"}).encode()).decode()
"""What a client hears before it is refused, and answers with nothing."""
_SHOWN = re.compile(r"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01", re.IGNORECASE)


def shown(said: bytes) -> tuple[str, str]:
    """Name and token as the mechanism carries them; empty where it does not."""
    try:
        found = _SHOWN.fullmatch(base64.b64decode(said).decode())
    except (binascii.Error, UnicodeDecodeError, ValueError):
        found = None
    return (found[1], found[2]) if found else ("", "")


def box_for(network: Network, name: str, token: str) -> Mailbox | None:
    """The mailbox, while the token of its owner is good."""
    key, box = network.world.keys.of(ACCESS, token), network.world.mails.box(name)
    return box if box and key and box.owner_id is not None and str(box.owner_id) == key.user_id else None
