"""What is logged and how: for people a line, for machines JSON; never what a customer wrote, never a secret.

An exception is told by its kind and where it arose; its own words only where they are known to speak of machines, since
a parser or a database likes to quote what it stumbled over.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SECRETS = ("WEBCARE_SECRET_KEYS", "WEBCARE_OIDC_SECRET", "WEBCARE_METRICS_TOKEN", "WEBCARE_SANDBOX_SECRET")
ADDRESSES = ("DATABASE_URL", "WEBCARE_DIRECT_DATABASE_URL", "WEBCARE_MAIL_URL")  # with a password in them
KEYS_FILE = "WEBCARE_SECRET_KEYS_FILE"
SHORTEST = 8  # what is shorter is a word that stands in every other line
FRAMES = 12
_QUOTED = (
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), r"\1…@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 …"),
    (re.compile(r"(?i)\b(password|passwd|secret|token)(['\"]?\s*[=:]\s*)\S+"), r"\1\2…"),
    (re.compile(r"[^\s<>@\"'(]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
)
_MACHINES_WORDS = ("08", "53", "55", "57", "40")  # PostgreSQL's classes of errors that quote no row
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default=MappingProxyType({}))
journal = logging.getLogger("webcare.journal")  # what happened to which row; written for machines only


def _words(wish: str) -> list[str]:
    return (wish or os.environ.get("WEBCARE_LOG", "")).replace(",", " ").upper().split()


@contextmanager
def about(**numbers: object) -> Iterator[None]:
    """Every line that is logged inside says which request, receipt, message or delivery it is about."""
    before = _about.set({**_about.get(), **numbers})
    try:
        yield
    finally:
        _about.reset(before)


def is_for_machines() -> bool:
    """Whether the log is one object a line."""
    return "JSON" in _words("")


def configuration(wish: str = "") -> dict[str, Any]:
    """For `logging.config`. `wish` is what WEBCARE_LOG says: a level, `json`, or both."""
    words = _words(wish)
    level = next((word for word in words if word in LEVELS), "INFO")
    as_json = "JSON" in words
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": JsonLine if as_json else PlainLine}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "webcare.journal": {"level": level if as_json else "WARNING"},
            "django.request": {"level": "ERROR"},  # the journal has every answer, without what was in the address
            "django.db.backends": {"level": "INFO"},  # below it quotes what is written into rows
            **{
                name: {"level": "WARNING"}
                for name in ("httpx2", "httpcore2", "imap_tools", "PIL", "asyncio", "_granian")
            },
        },
    }


def heed_strays() -> None:
    """What nobody catches, in a thread or in the whole process, becomes a line like any other; so do warnings."""
    log = logging.getLogger("webcare.stray")

    def of_a_thread(stray: threading.ExceptHookArgs) -> None:
        if stray.exc_value is not None:
            log.error("A thread ended", exc_info=stray.exc_value)

    def of_the_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("The process ends", exc_info=error)

    threading.excepthook = of_a_thread
    sys.excepthook = of_the_process
    logging.captureWarnings(True)


class PlainLine(logging.Formatter):
    """For people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        numbers = " ".join(f"{name}={value}" for name, value in _numbers(record).items())
        line = f"{_moment(record)} {record.levelname} {record.name}: {_said(record)}"
        if numbers:
            line += f" [{numbers}]"
        if record.exc_info and record.exc_info[1]:
            line += (
                "\n" + "".join(f"  {place}\n" for place in places(record.exc_info[2])) + "  " + told(record.exc_info[1])
            )
        return line


class JsonLine(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": _said(record),
            "process": os.environ.get("WEBCARE_PROCESS", ""),
            "pid": record.process,
            **_numbers(record),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
            line["places"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def told(error: BaseException) -> str:
    """The kind of an error and of what it came from, with those of its words that quote nobody."""
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 4:
        words = _harmless(seen)
        chain.append(f"{type(seen).__name__}: {words}" if words else type(seen).__name__)
        seen = seen.__cause__
    return ", from ".join(chain)


def places(trace: TracebackType | None) -> Sequence[str]:
    """Where it arose: file, line and function, the innermost last."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def scrubbed(text: str) -> str:
    """Without passwords, tokens and addresses of people."""
    for secret in _secrets():
        text = text.replace(secret, "…")
    for pattern, instead in _QUOTED:
        text = pattern.sub(instead, text)
    return text


def _harmless(error: BaseException) -> str:
    if os.environ.get("WEBCARE_DEBUG"):
        return scrubbed(str(error))
    if isinstance(error, psycopg.Error):
        state = error.sqlstate or ""
        if not state or state.startswith(_MACHINES_WORDS):
            return scrubbed(" ".join(str(error).split()))
        where = (error.diag.table_name, error.diag.column_name, error.diag.constraint_name)
        return " ".join([state, *(name for name in where if name)])
    if isinstance(error, OSError):
        return error.strerror or ""
    return ""


def _said(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if record.name == "django.request" and request is not None:
        match = getattr(request, "resolver_match", None)
        return f"{record.getMessage().partition(':')[0]}: {match.route if match else 'no such address'}"
    return scrubbed(record.getMessage())


def _numbers(record: logging.LogRecord) -> Mapping[str, object]:
    return {**_about.get(), **getattr(record, "numbers", {})}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _short(filename: str) -> str:
    return (
        filename.rpartition("/site-packages/")[2]
        if "/site-packages/" in filename
        else "/".join(filename.split("/")[-3:])
    )


def _secrets() -> Sequence[str]:
    return _known_secrets(tuple(os.environ.get(name, "") for name in (KEYS_FILE, *SECRETS, *ADDRESSES)))


@lru_cache(maxsize=2)
def _known_secrets(values: Sequence[str]) -> Sequence[str]:
    file, words, addresses = values[0], values[1 : 1 + len(SECRETS)], values[1 + len(SECRETS) :]
    with suppress(OSError, UnicodeDecodeError):
        words = (*words, Path(file).read_text() if file else "")
    found = [word for text in words for word in text.replace(",", " ").split()]
    passwords = [urlsplit(address).password or "" for address in addresses]
    return [word for word in (*found, *passwords, *map(unquote, passwords)) if len(word) >= SHORTEST]
