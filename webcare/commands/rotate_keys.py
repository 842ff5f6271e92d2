"""`webcare rotate-keys`: store every secret with the newest key, so that an older one may go."""

from __future__ import annotations

import argparse

import django
from django.db import transaction

from webcare.commands import environment

HELP = "store every secret with the first key, so that older ones may go"
MANUAL = """\
Put a new key in front of the others in WEBCARE_SECRET_KEYS (or in the file), restart everything, run this, then take the
old keys out and restart again. Backups that were made with an old key still need it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""
    environment.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Do it in one transaction."""
    with environment.ready(options):
        django.setup()
        from webcare.lib.keyring import rotate  # noqa: PLC0415 - needs the models
        from webcare.team.secondsecret import reseal  # noqa: PLC0415 - the same

        with transaction.atomic():
            count = rotate() + reseal()
    print(f"{count} secrets are stored with the first key now. The others may go, but for backups that need them.")
    return 0
