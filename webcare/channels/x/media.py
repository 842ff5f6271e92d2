"""Files that go along with an answer: checked against X's rules, then handed over in pieces."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError, OutgoingFile
from webcare.channels.x import limits
from webcare.channels.x.api import Api, understood
from webcare.channels.x.fields import Shape
from webcare.lib.limits import MIB
from webcare.lib.sentence import Sentence

PIECE = 4 * MIB
PATIENCE = 25.0  # seconds for all files; a delivery that takes longer than its lease would be sent by two
CATEGORIES = {**dict.fromkeys(limits.PHOTOS, "image"), **dict.fromkeys(limits.GIFS, "gif"),
              **dict.fromkeys(limits.VIDEOS, "video")}  # fmt: skip
NOT_TAKEN = Sentence(_("X takes photos, animations and videos, but not %(file)s."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that X takes."))
TOO_MANY = Sentence(_("X takes only %(most)s of these files with one message."))


def uploaded(api: Api, files: Sequence[OutgoingFile], *, private: bool) -> list[str]:
    """The media ids of the files, in their order. Nothing is published yet, so that all of it may be repeated."""
    check(files, private=private)
    deadline = time.monotonic() + PATIENCE
    return [_uploaded(api, file, private, deadline) for file in files]


def check(files: Sequence[OutgoingFile], *, private: bool) -> None:
    """Raise what X would say, before anything is sent: up to four photos, or one animation, or one video."""
    for file in files:
        most = limits.largest(file.content_type)
        if not most:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)
        if len(file.content) > most:
            raise DeliveryError(TOO_LARGE(file=file.filename, most=most // MIB), True)
    moving = any(file.content_type not in limits.PHOTOS for file in files)
    most_files = 1 if private or moving else limits.MOST_PHOTOS
    if len(files) > most_files:
        raise DeliveryError(TOO_MANY(most=most_files), True)


def _uploaded(api: Api, file: OutgoingFile, private: bool, deadline: float) -> str:
    kind = ("dm_" if private else "tweet_") + CATEGORIES[file.content_type]
    wish = {"media_type": file.content_type, "total_bytes": len(file.content), "media_category": kind}
    with understood():
        media_id = api.call("POST", "/2/media/upload/initialize", json=wish).shape("data").identifier("id")
    for number, start in enumerate(range(0, len(file.content), PIECE)):
        _be_in_time(deadline)
        piece = (file.filename, file.content[start : start + PIECE], file.content_type)
        address = f"/2/media/upload/{media_id}/append"
        api.call("POST", address, data={"segment_index": str(number)}, files={"media": piece})
    _await_ready(api, media_id, deadline)
    if file.alt:
        alt = {"id": media_id, "metadata": {"alt_text": {"text": file.alt[: limits.ALT_CHARACTERS]}}}
        api.call("POST", "/2/media/metadata", json=alt)
    return media_id


def _await_ready(api: Api, media_id: str, deadline: float) -> None:
    """X works on videos for a while; until then a post with them is refused."""
    answer = api.call("POST", f"/2/media/upload/{media_id}/finalize")
    while pause := _pause(answer):
        _be_in_time(deadline, pause)
        time.sleep(pause)
        answer = api.get("/2/media/upload", media_id=media_id, command="STATUS")


def _be_in_time(deadline: float, seconds: float = 0.0) -> None:
    """Stop before another worker takes the delivery for forgotten; it is tried again as a whole."""
    if time.monotonic() + seconds >= deadline:
        raise DeliveryError(_("X takes its time with the files."), retry_after=timedelta(seconds=max(seconds, 30)))


def _pause(answer: Shape) -> float:
    """How many seconds X wants for itself; 0 when the file is ready."""
    with understood():
        data = answer.maybe_shape("data")
        progress = data.maybe_shape("processing_info") if data else None
        state = progress.maybe_words("state") if progress else "succeeded"
        if state == "failed":
            raise DeliveryError(_("X cannot read the file; convert it and try again."), True)
        if progress is None or state not in {"pending", "in_progress"}:
            return 0.0
        return float(max(progress.maybe_count("check_after_secs") or 1, 1))
