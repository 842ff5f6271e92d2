"""Nobody waits for ever: whatever speaks over a wire says how long it waits."""

from __future__ import annotations

import ast

from tests.house.sources import python_files

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
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in WIRES
        and "timeout" not in {word.arg for word in call.keywords}
    ]
    assert not patient, "\n".join(patient)


def test_there_are_wires_to_look_at() -> None:
    called = {
        ast.unparse(call.func)
        for source in python_files("webcare")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
    }
    assert len(WIRES & called) >= 4, "what speaks over a wire has other names by now; put them here"
