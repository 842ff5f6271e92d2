"""`webcare replay FILE`: real tweets through the make-believe network, the webhook, the desk and back."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

from webcare.commands import demo_folder, environment, serve
from webcare.commands.demo import sandbox_child, set_environment, wait_for
from webcare.commands.ports import free_port
from webcare.commands.trouble import Trouble
from webcare.lib.supervisor import Supervisor
from webcare.replay.tweets import KINDS, Tweet, UnreadableFile, read

HELP = "play a file of tweets through everything, and account for each of them"
MANUAL = """\
Starts a scratch database, a make-believe network and the whole house beside whatever else runs here; lets the tweets of
FILE be posted by customers; lets a scripted agent answer some of them through the pages; and prints an account: what
arrived once, in its thread, with its language, which answers stand on the network, and whether the report equals a recount
from the raw events. Exit status 0 only if nothing is missing and every figure agrees. Nothing of it stays."""
HOST = "127.0.0.1"
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
    with tempfile.TemporaryDirectory(prefix="webcare-replay-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        folder.chmod(0o711)
        demo_folder.claim(folder)
        options.data, options.host, options.reload = folder, HOST, False
        os.environ.pop("DATABASE_URL", None)
        web = free_port(HOST, 10_000 + os.getpid() % 20_000)  # below those that clients get; two at once do not meet
        live = free_port(HOST, web + 1)
        set_environment(options, folder, web, live, free_port(HOST, live + 1))
        with environment.ready(options) as database, Supervisor(database) as supervisor:
            return _play(supervisor, options, folder, (web, live), tweets)


def _play(
    supervisor: Supervisor, options: argparse.Namespace, folder: Path, ports: tuple[int, int], tweets: list[Tweet]
) -> int:
    logs = environment.keep_to_ourselves(folder / "logs")
    environment.mark_as_demo()
    os.environ["WEBCARE_DEMO"] = "1"
    supervisor.start(sandbox_child(HOST, folder, logs))
    wait_for(supervisor, f"{os.environ['WEBCARE_SANDBOX_LOCAL']}/healthz")
    serve.prepare(supervisor)
    for child in serve.house(HOST, *ports, logs=logs):
        supervisor.start(child)
    wait_for(supervisor, f"http://{HOST}:{ports[0]}/")
    django.setup()
    from webcare.replay.whole import play  # noqa: PLC0415 - needs the models

    base, sandbox = os.environ["WEBCARE_BASE_URL"], os.environ["WEBCARE_SANDBOX_LOCAL"]
    account = play(tweets, options.speed, options.answers, base, sandbox, QUIET)
    print("\n".join(account.lines))
    if account.faults:
        print(f"\n{len(account.faults)} of these figures are wrong.", file=sys.stderr)
        for log in logs.iterdir():
            print(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
    return 1 if account.faults else 0
