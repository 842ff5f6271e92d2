"""Files that no row names any more: one was kept and the row beside it failed, or the row went and the file did not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.core.files.storage import default_storage
from django.db.models import Q

from webcare.conversations.attachment import Attachment
from webcare.conversations.filing import FOLDER
from webcare.lib.now import real_now

AGE = timedelta(days=1)  # whoever just keeps a file writes its row within minutes
FEW, MOST = 50, 0.2  # more than so many, and more than this share of all: then the folder is not this database's
log = logging.getLogger(__name__)


def sweep_files() -> int:
    """Take away what nobody can reach and is older than a day; how many files that were."""
    total, lost = 0, []
    for first, folders in groupby(_folders(), key=lambda name: name[:1]):
        old = list(_old(folders, real_now() - AGE))
        named = _named(f"{FOLDER}/{first}") if old else set()
        total += len(old)
        lost += [name for name in old if name not in named]
    if len(lost) > max(FEW, total * MOST):
        log.error("%d of %d files belong to no message of this database; none was taken away", len(lost), total)
        return 0
    for name in lost:
        default_storage.delete(name)
    if lost:
        log.info("%d files that no message names are gone", len(lost))
    return len(lost)


def _folders() -> list[str]:
    """Each file lies in one that is called by its first two letters."""
    return sorted(default_storage.listdir(FOLDER)[0]) if default_storage.exists(FOLDER) else []


def _old(folders: Iterator[str], before: datetime) -> Iterator[str]:
    for folder in folders:
        for file in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            name = f"{FOLDER}/{folder}/{file}"
            try:
                if default_storage.get_modified_time(name) < before:
                    yield name
            except FileNotFoundError:
                continue  # its row was deleted at this moment, and it with it


def _named(beginning: str) -> set[str]:
    """What rows name, asked after the folders were read: a row that is written meanwhile keeps its file."""
    rows = Attachment.objects.filter(Q(stored__startswith=beginning) | Q(preview__startswith=beginning))
    return {name for names in rows.values_list("stored", "preview").iterator() for name in names if name}
