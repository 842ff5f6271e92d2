"""`webcare replay FILE`: real tweets through the make-believe network, the webhook, the desk and back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from webcare.commands.trouble import Trouble
from webcare.commands.whole_house import whole_house
from webcare.replay.tweets import KINDS, UnreadableFile, read

HELP = "play a file of tweets through everything, and account for each of them"
MANUAL = """\
Starts a scratch database, a make-believe network and the whole house beside whatever else runs here; lets the tweets of
FILE be posted by customers; lets a scripted agent answer some of them through the pages; and prints an account: what
arrived once, in its thread, with its language, which answers stand on the network, and whether the report equals a recount
from the raw events. Exit status 0 only if nothing is missing and every figure agrees. Nothing of it stays."""
BRAND = "lowlandair"
QUIET = 60.0  # seconds without progress after which what is missing counts as lost


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to play, how fast, how many answers."""
    parser.add_argument("file", type=Path, metavar="FILE", help="tab-separated, with a header line")
    parser.add_argument("--as", dest="kind", choices=sorted(KINDS), required=True, help="what kind of file it is")
    parser.add_argument(
        "--speed", type=float, default=0.0, help="60 plays an hour in a minute; 0 does not wait (default)"
    )
    parser.add_argument("--limit", type=int, help="only the first so many tweets")
    parser.add_argument("--answers", type=int, default=200, help="how many to answer (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Play, then account."""
    try:
        tweets = read(options.file, options.kind, BRAND, options.limit)
    except UnreadableFile as error:
        raise Trouble(str(error)) from error
    with whole_house(options, "replay") as house:
        from webcare.replay.whole import play  # noqa: PLC0415 - needs the models

        account = play(tweets, options.speed, options.answers, house.base, house.sandbox, QUIET)
        print("\n".join(account.lines))
        if account.faults:
            print(f"\n{len(account.faults)} of these figures are wrong.", file=sys.stderr)
            for log in house.logs.iterdir():
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
    return 1 if account.faults else 0
