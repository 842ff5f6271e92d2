"""By which key a call of LINE is known again: LINE repeats what we did not take, and says so in it."""

from __future__ import annotations

import hashlib

from webcare.channels.adapter import WebhookRequest
from webcare.channels.inbound import Unparsable
from webcare.channels.line.fields import Shape
from webcare.channels.receipt import digest


def receipt_key(request: WebhookRequest) -> str:
    """Whose events, and which: a repeat has the same ids, but another body."""
    try:
        call = Shape.read(request.body)
        ids = sorted(event.identifier("webhookEventId") for event in call.shapes("events"))
        account = call.identifier("destination")
    except Unparsable:
        return digest(request.body)
    if len(ids) == 1:
        return f"{account}:{ids[0]}"
    return f"{account}:{hashlib.sha256(' '.join(ids).encode()).hexdigest()}" if ids else digest(request.body)
