"""Who shows a token instead of a password at the doors of the make-believe mail (XOAUTH2)."""

import base64
import binascii
import json
import re

from sandbox.network import Network
from sandbox.world.mails import Mailbox
from sandbox.world.ties import Tie

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
    """The mailbox, while the token is good of its owner, or of somebody with whom it is shared."""
    key, box = network.world.keys.of(ACCESS, token), network.world.mails.box(name)
    if box is None or key is None:
        return None
    is_own = box.owner_id is not None and str(box.owner_id) == key.user_id
    return box if is_own or network.world.ties.stands(Tie.SHARE, key.user_id, str(box.id)) else None
