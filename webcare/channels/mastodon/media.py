"""Files that go along with an answer: handed over before it is published, with their descriptions; films take a while."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError, OutgoingFile
from webcare.channels.mastodon import limits
from webcare.channels.mastodon.api import Answer, Api, understood
from webcare.lib.limits import MIB
from webcare.lib.sentence import Sentence

PATIENCE, PAUSE = 25.0, 0.5  # seconds for all files; a delivery that takes longer than its lease would be sent by two
BUSY = frozenset({202, 206})
NOT_TAKEN = Sentence(_("Mastodon takes pictures, films and sounds, but not %(file)s."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that go to Mastodon."))
TOO_MANY = Sentence(_("Mastodon takes only %(most)s of these files with one message."))


def uploaded(api: Api, files: Sequence[OutgoingFile]) -> list[str]:
    """The ids of the files, in their order. Nothing is published yet, so that all of it may be repeated."""
    deadline = time.monotonic() + PATIENCE
    return [_uploaded(api, file, deadline) for file in files]


def check(files: Sequence[OutgoingFile]) -> None:
    """Raise what the server would say: up to four pictures, or one film or sound."""
    for file in files:
        most = limits.largest(file.content_type)
        if not most:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)
        if len(file.content) > most:
            raise DeliveryError(TOO_LARGE(file=file.filename, most=most // MIB), True)
    most_files = limits.MOST_FILES if all(each.content_type in limits.PICTURES for each in files) else 1
    if len(files) > most_files:
        raise DeliveryError(TOO_MANY(most=most_files), True)


def _uploaded(api: Api, file: OutgoingFile, deadline: float) -> str:
    described = {"description": file.alt[: limits.ALT_CHARACTERS]} if file.alt else {}
    answer = api.upload("/api/v2/media", (file.filename, file.content, file.content_type), described)
    with understood():
        media_id = answer.told.identifier("id")
    while _is_busy(answer):
        if time.monotonic() + PAUSE >= deadline:
            raise DeliveryError(_("Mastodon takes its time with the files."), retry_after=timedelta(seconds=30))
        time.sleep(PAUSE)
        answer = api.call("GET", f"/api/v1/media/{media_id}")
    return media_id


def _is_busy(answer: Answer) -> bool:
    return answer.status in BUSY
