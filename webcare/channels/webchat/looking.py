"""What a panel has not seen yet of its thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.limits import SHOWN
from webcare.channels.webchat.line import ChatLine
from webcare.channels.webchat.session import ChatSession


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its files, without their bytes."""

    line: ChatLine
    files: Sequence[ChatFile] = ()


def shown_since(session: ChatSession, version: int) -> list[Shown]:
    """What was written or changed after that, oldest first; of a long thread the end."""
    newest = ChatLine.objects.filter(session=session, version__gt=version).order_by("-sent_at", "-pk")[:SHOWN]
    lines = list(reversed(newest))
    files: dict[int | None, list[ChatFile]] = defaultdict(list)
    for file in ChatFile.objects.filter(line__in=lines).defer("content").order_by("pk"):
        files[file.line_id].append(file)
    return [Shown(line, files[line.pk]) for line in lines]
