"""`python -m tests.fuzz TARGET… --runs N`, called by bin/fuzz: targets under atheris, which looks for new ways through them."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from contextlib import redirect_stderr
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType


def main() -> None:
    """Each target in a process of its own, one after the other, all of them made from this one: loading takes long."""
    options = _asked()
    atheris, targets = _loaded()
    if options.pack:
        import_module("tests.fuzz.packing").pack(options.keep)
        return
    wanted = list(targets.TARGETS) if options.target == ["all"] else options.target
    if not wanted or not set(wanted) <= set(targets.TARGETS):
        sys.exit("\n".join(["all", *targets.TARGETS]))
    broken = [name for name in wanted if not _withstood(atheris, targets, name, options)]
    sys.exit(f"Broken: {', '.join(broken)}. What broke them lies in {options.keep}." if broken else 0)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="bin/fuzz", description="Look for input that breaks a parser.")
    asked.add_argument("target", nargs="*", help="those that are told without it, or all")
    asked.add_argument("--runs", type=int, default=1_000_000, help="how many inputs for each (default: %(default)s)")
    asked.add_argument("--seconds", type=int, default=0, help="for each at most; 0 is as long as it takes")
    asked.add_argument("--keep", type=Path, default=Path("var/fuzz"), help="a folder for what led somewhere new")
    asked.add_argument("--pack", action="store_true", help="put what lies there, made small, into tests/fuzz/corpus")
    return asked.parse_args()


def _loaded() -> tuple[ModuleType, ModuleType]:
    """The fuzzer and the targets, with the rooms that are looked into made ready for it."""
    atheris = import_module("atheris")  # only bin/fuzz installs it
    os.environ.setdefault("WEBCARE_SECRET_KEYS", "fuzzed-never-used")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/never")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcare.settings")
    with redirect_stderr(StringIO()), atheris.instrument_imports(include=["webcare.channels"]):  # it tells each of them
        import_module("django").setup()
        targets = import_module("tests.fuzz.targets")
    logging.disable()
    return atheris, targets


def _withstood(atheris: ModuleType, targets: ModuleType, name: str, options: argparse.Namespace) -> bool:
    """Whether nothing broke the target."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        child = os.fork()
        if child == 0:
            _fuzz(atheris, targets, name, options, Path(made))
        _, status = os.waitpid(child, 0)
    sys.stdout.write(f"== {name}: {'broken' if status else 'withstood'}, {time.monotonic() - began:.0f} s\n")
    sys.stdout.flush()
    return not status


def _fuzz(atheris: ModuleType, targets: ModuleType, name: str, options: argparse.Namespace, made: Path) -> None:
    """Never returns: the fuzzer ends the process itself."""
    seeds = import_module("tests.fuzz.seeds")
    keep, begin, words = options.keep / name.replace(" ", "-"), made / "begin", made / "words"
    keep.mkdir(parents=True, exist_ok=True)
    begin.mkdir()
    words.write_text(seeds.words(name))
    for number, seed in enumerate(seeds.seeds(name)):
        (begin / f"{number:04}").write_bytes(seed)
    told = ["bin/fuzz", str(keep), str(begin), f"-dict={words}"]
    told += [f"-runs={options.runs}", f"-max_total_time={options.seconds}", f"-max_len={targets.LARGEST}"]
    told += ["-len_control=20", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]
    target = targets.TARGETS[name]

    def tried(data: bytes) -> None:
        try:
            targets.in_time(target, data)
        except BaseException:  # whatever it is, it is a fault of ours, and ends the run
            keep.with_name(f"{keep.name}-broken").write_bytes(data)
            raise

    atheris.Setup(told, tried)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
