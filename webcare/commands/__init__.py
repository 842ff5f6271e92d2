"""The one console script, `webcare`: every process and every chore of the house, with help that teaches."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from webcare.commands import environment
from webcare.commands.trouble import Trouble
from webcare.lib.postgres import PostgresError

COMMANDS = (
    "demo",
    "serve",
    "web",
    "live",
    "worker",
    "replay",
    "bench",
    "soak",
    "prepare",
    "check",
    "backup",
    "restore",
    "rotate-keys",
    "verify-ledger",
    "upgrade-postgres",
    "manage",
)
POOLED = {
    "demo",
    "serve",
    "web",
    "live",
    "worker",
    "check",
}  # may reach the database through a pooler; the others are chores
INTRODUCTION = """\
A company's team answers its customers on every network, in one place.

  webcare demo      look around: a make-believe airline on this machine, in half a minute
  webcare serve     work with it: web, live and worker together, each started again when it crashes
  webcare check     look for settings that would hurt: webcare check --deploy
  webcare manage    Django's own chores: createsuperuser, shell, dbshell …"""
SETTINGS = """\
Settings come from the environment. The ones that a first day needs:
  DATABASE_URL          postgresql://user:password@host/name (without it webcare starts a PostgreSQL of its own)
  WEBCARE_DATA          the folder for files and for the embedded PostgreSQL
  WEBCARE_BASE_URL      the address that people type, such as https://webcare.example.org
  WEBCARE_SECRET_KEYS   long random words: the first writes, all read
`webcare COMMAND --help` explains one command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the words on the command line ask for; returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(words[:1])
    options = parser.parse_args(words)
    if options.command is None:
        parser.print_help()
        return 0
    if options.command not in POOLED:
        environment.go_past_the_pooler()
    try:
        return int(_module(options.command).run(options))
    except (Trouble, PostgresError) as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if type(error).__name__ != "ImproperlyConfigured" or os.environ.get("WEBCARE_DEBUG"):
            raise
        print(error, file=sys.stderr)
    return 1


def _module(command: str) -> ModuleType:
    return import_module(f"webcare.commands.{command.replace('-', '_')}")


def _parser(first: Sequence[str]) -> argparse.ArgumentParser:
    """Knows all commands, or, to start quickly, only the one that was asked for."""
    parser = argparse.ArgumentParser(
        prog="webcare", description=INTRODUCTION, epilog=SETTINGS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in [word for word in first if word in COMMANDS] or COMMANDS:
        module = _module(name)
        own = commands.add_parser(
            name,
            help=module.HELP,
            description=module.MANUAL,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=name != "manage",
        )
        module.add_arguments(own)
    return parser
