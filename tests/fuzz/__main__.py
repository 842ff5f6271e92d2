"""`python -m tests.fuzz TARGET --runs N`, called by bin/fuzz: one target under atheris, which looks for new ways through it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Never returns: the fuzzer ends the process itself."""
    asked = argparse.ArgumentParser(prog="bin/fuzz", description="Look for input that breaks a parser.")
    asked.add_argument("target", nargs="?", default="", help="one of those that are told without it")
    asked.add_argument("--runs", type=int, default=1_000_000, help="how many inputs (default: %(default)s)")
    asked.add_argument("--keep", type=Path, help="where what led somewhere new is kept")
    options = asked.parse_args()
    atheris = import_module("atheris")  # only bin/fuzz installs it
    os.environ.setdefault("WEBCARE_SECRET_KEYS", "fuzzed-never-used")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/never")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcare.settings")
    import_module("django").setup()
    with atheris.instrument_imports(include=["webcare.channels"]):  # what is loaded from here on: the networks
        targets = import_module("tests.fuzz.targets")
    if options.target not in targets.TARGETS:
        sys.exit("\n".join(targets.TARGETS))
    with tempfile.TemporaryDirectory() as made:
        begin = Path(made)
        for number, seed in enumerate(targets.seeds(options.target)):
            (begin / f"{number:04}").write_bytes(seed)
        words = ["bin/fuzz", *([str(options.keep)] if options.keep else []), str(begin)]
        words += [
            f"-runs={options.runs}",
            f"-max_len={targets.LARGEST}",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
        ]
        target = targets.TARGETS[options.target]
        atheris.Setup(words, lambda data: targets.in_time(target, data))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
