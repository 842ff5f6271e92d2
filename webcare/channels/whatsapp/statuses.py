"""What became of a message of ours: it arrived, it was read, or it was not delivered after all. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from webcare.channels.inbound import Bounced, Inbound, Seen, Stands
from webcare.channels.whatsapp.fields import Shape

HANDLE = "biz_opaque_callback_data"  # what goes along with a message comes back with everything that is told of it


def told(status: Shape, account: str) -> Iterator[Inbound]:
    """That WhatsApp has it is news only where it names the handle that we gave along."""
    kind, external_id = status.words("status"), status.message_identifier("id")
    if key := status.maybe_words(HANDLE):
        yield Stands(account, key, external_id, status.seconds("timestamp"))
    if kind == "failed":
        yield Bounced(account, external_id, _why(status))
    elif kind in {"delivered", "read"}:
        yield Seen(account, status.seconds("timestamp"), (external_id,), delivered=kind == "delivered")


def _why(status: Shape) -> str:
    """A sentence that pages find again in api.FAILED, and tell in the reader's language."""
    error = next(iter(status.shapes("errors")), Shape({}, "errors"))
    data = error.maybe_shape("error_data")
    details = (data.maybe_words("details") if data else "", error.maybe_words("message"), error.maybe_words("title"))
    reason = next((text.strip().rstrip(".")[:300] for text in details if text.strip()), "Meta gives no reason")
    code = error.maybe_number("code")
    return f"WhatsApp could not deliver it ({0 if code is None else code:.0f}): {reason}."
