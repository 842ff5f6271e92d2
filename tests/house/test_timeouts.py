"""Nobody waits for ever: whatever speaks over a wire says how long it waits."""

from __future__ import annotations

import ast
import re
from functools import partial
from importlib import import_module
from importlib.util import find_spec

import psycopg
import pytest

from tests.commands.terminal import here
from tests.docs.pages import text
from tests.house.sources import ROOT, python_files
from webcare.channels.registry import BUILT_IN, adapter
from webcare.lib import patience
from webcare.lib.database import LIMITS, databases, direct_url

WIRES = {  # each takes its limit by the word `timeout`
    "MailBoxUnencrypted",
    "httpx2.AsyncClient",
    "httpx2.Client",
    "smtplib.SMTP",
    "smtplib.SMTP_SSL",
    "socket.create_connection",
    "urllib.request.urlopen",
    "urlopen",
}


def test_whatever_speaks_over_a_wire_says_how_long_it_waits() -> None:
    patient = [
        f"{source.name}:{call.lineno} {ast.unparse(call.func)} waits for ever; give it timeout="
        for source in python_files("webcare")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in WIRES and not _is_bounded(call)
    ]
    assert not patient, "\n".join(patient)


def _is_bounded(call: ast.Call) -> bool:
    """`timeout=None` says in many words that it waits for ever."""
    given = [word.value for word in call.keywords if word.arg == "timeout"]
    return bool(given) and not (isinstance(given[0], ast.Constant) and not given[0].value)


@pytest.mark.parametrize(
    ("call", "bounded"),
    [
        ("f(timeout=5)", True),
        ("f(timeout=PATIENCE)", True),
        ("f(timeout=None)", False),
        ("f(timeout=0)", False),
        ("f()", False),
    ],
)
def test_none_is_no_limit(call: str, bounded: bool) -> None:
    found = ast.parse(call, mode="eval").body
    assert isinstance(found, ast.Call) and _is_bounded(found) is bounded


def test_names_are_looked_up_in_one_place_only() -> None:
    """The system's resolver takes as long as it likes: who asks it by themselves waits as long."""
    asking = {source.name for source in python_files("webcare") if "getaddrinfo" in (ROOT / source.name).read_text()}
    assert asking == {"webcare/lib/patience.py"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", LIMITS)
def test_postgresql_itself_ends_what_a_process_of_each_kind_lets_it_do_for_too_long(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of sessions that are made as the process makes them, by Django and by hand."""
    monkeypatch.setenv("DATABASE_URL", here())
    monkeypatch.delenv("WEBCARE_DIRECT_DATABASE_URL", raising=False)
    options = databases(here(), kind=kind)["default"]["OPTIONS"]
    told = LIMITS[kind]
    for opened in (partial(psycopg.connect, here(), **options), partial(psycopg.connect, direct_url(kind))):
        with opened() as session:
            names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
            rows = session.execute("SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s)", [list(names)])
            assert dict(rows.fetchall()) == dict(
                zip(names, (1000 * told.statement, 1000 * told.lock, 1000 * told.idle), strict=True)
            )
            assert session.info.get_parameters()["connect_timeout"] == "5"
            assert session.execute("SHOW application_name").fetchone() == (f"webcare {kind}",)


def test_the_documentation_says_so() -> None:
    said = text("docs/operations.md")
    for what, field in (
        ("one statement", "statement"),
        ("a lock", "lock"),
        ("a transaction in which nothing happens", "idle"),
    ):
        web, live, worker = (getattr(LIMITS[kind], field) for kind in ("web", "live", "worker"))
        pages = f"{web} s" if web == live else f"{web} s (live: {live} s)"
        assert f"| {what} | {pages} | {worker} s |" in said
    for network in BUILT_IN:
        limits = find_spec(f"webcare.channels.{network}.limits") and import_module(f"webcare.channels.{network}.limits")
        if seconds := getattr(limits, "READ_SECONDS", None):
            name = adapter(network).capabilities.name
            assert re.search(
                rf"^\| [^|]*\b{name}\b[^|]* \| 5 s for the connection, {seconds:g} s for any", said, re.MULTILINE
            )
    assert f"{patience.WHOLE:g} s as a whole" in said and f"{patience.LOOKUP:g} s for what its name leads to" in said


def test_there_are_wires_to_look_at() -> None:
    called = {
        ast.unparse(call.func)
        for source in python_files("webcare")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
    }
    assert len(WIRES & called) >= 4, "what speaks over a wire has other names by now; put them here"
