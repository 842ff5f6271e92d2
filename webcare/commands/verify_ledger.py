"""`webcare verify-ledger`: whether the ledger is as it was written, and if not, where it begins to differ."""

from __future__ import annotations

import argparse
import sys

import django

from webcare.commands import environment

HELP = "prove that nobody changed the ledger"
MANUAL = """\
Walks along the chain of seals, event by event. Exit status 0 when every event is as it was written; otherwise 1, with the
first that is not. It prints the head of the chain: noted elsewhere (on paper, in another system), and given later as --head,
it proves that the end was not cut off either."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What was noted."""
    environment.add_arguments(parser)
    parser.add_argument("--head", default="", metavar="HEX", help="a head that was printed before")


def run(options: argparse.Namespace) -> int:
    """Walk."""
    with environment.ready(options):
        django.setup()
        from webcare.ledger.sealing import seal_new, verify  # noqa: PLC0415 - needs the models

        while seal_new():
            pass
        verdict = verify(options.head.strip().lower())
    if verdict.broken:
        print(f"The ledger was tampered with: {verdict.broken}. {verdict.sealed} before it are sound.", file=sys.stderr)
        return 1
    print(
        f"{verdict.sealed} events are as they were written; {verdict.erased} of them lost their words to an erasure, and"
    )
    print(
        f"{verdict.pruned} before them were removed by their term. The head of the chain is {verdict.head or 'empty'}"
    )
    return 0
